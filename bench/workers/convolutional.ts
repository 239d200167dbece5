/** Worker: seconds of some steps of the preset Convolutional, compiled and op by op. */
import { sketchNetwork } from '@shared/domain/architecture'
import { presets } from '@shared/domain/presets'
import type { ExecutorKind } from '@shared/domain/run'
import { engineRuntime } from '../../src/main/cli/runtime'
import { loadBackend } from '../../src/main/engine/backend'
import { readFashionMnist } from '../../src/main/engine/data/fashionMnist'
import { makeLearner } from '../../src/main/engine/model/chooseExecutor'
import { initialWeights } from '../../src/main/engine/model/initialise'
import { answer } from './answer'

const steps = Number(process.argv[2] ?? 100)
const { config } = presets.convolutional
const { binding, dataFolder } = engineRuntime()
const [backend, data] = await Promise.all([loadBackend(binding), readFashionMnist(dataFolder)])

async function stepsOf(wanted: ExecutorKind | null) {
  const learner = await makeLearner(config, backend, data, wanted, async () => undefined)
  learner.begin(1, initialWeights(sketchNetwork(config.network), config.network.initialisation, 1))
  function run(count: number): number {
    const before = performance.now()
    for (let done = 0; done < count;) {
      const chunk = Math.min(learner.capacity, count - done)
      const indices = Int32Array.from({ length: chunk * config.batchSize }, (_, i) => (done * config.batchSize + i) % data.sizes.train)
      learner.train(indices, new Float32Array(chunk).fill(config.learningRate), done)
      done += chunk
    }
    return (performance.now() - before) / 1000
  }
  run(learner.capacity)
  return { executor: learner.executor, run }
}

const compiled = await stepsOf(null)
const eager = await stepsOf('eager')
await answer({ compiled: () => compiled.run(steps), eager: () => eager.run(steps), executor: () => compiled.executor })
