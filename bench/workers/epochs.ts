/** The engine's training loop, an epoch at a time. */
import { sketchNetwork } from '@shared/domain/architecture'
import type { RunConfig } from '@shared/domain/runConfig'
import type { Backend } from '../../src/main/engine/backend'
import type { DataSet } from '../../src/main/engine/data/fashionMnist'
import { makeLearner } from '../../src/main/engine/model/chooseExecutor'
import { Control } from '../../src/main/engine/model/control'
import { embedSplits } from '../../src/main/engine/model/embed'
import { initialWeights } from '../../src/main/engine/model/initialise'
import { train } from '../../src/main/engine/model/train'
import type { TrainingFact } from '../../src/main/engine/model/train'

export async function epochsOf(config: RunConfig, backend: Backend, data: DataSet) {
  const learner = await makeLearner(config, backend, data, null, async () => undefined)
  const weights = initialWeights(sketchNetwork(config.network), config.network.initialisation, config.seed)
  const facts = train({
    config: { ...config, epochs: Number.MAX_SAFE_INTEGER }, data, learner, control: new Control(config.learningRate),
    from: { epoch: 0, totalSteps: 0, weights, slots: [] },
  })
  let evaluationSeconds = NaN

  async function until<K extends TrainingFact['kind']>(kind: K): Promise<Extract<TrainingFact, { kind: K }>> {
    for (;;) {
      const { value } = await facts.next()
      if (!value || value.kind === 'diverged') throw new Error('The training ended early.')
      if (value.kind === kind) return value as Extract<TrainingFact, { kind: K }>
    }
  }

  return {
    learner,
    /** Seconds from shuffling to the last step of an epoch. Its evaluation follows, and is not counted. */
    async next(): Promise<number> {
      const before = performance.now()
      await until('evaluating')
      const seconds = (performance.now() - before) / 1000
      evaluationSeconds = (await until('epoch')).record.report.evaluationSeconds
      return seconds
    },
    /** Seconds of the last evaluation beyond passing all images through the network: what the kNN accuracy takes. */
    async knn(): Promise<number> {
      const before = performance.now()
      await embedSplits(learner, data, config.network.latent, async () => undefined)
      return evaluationSeconds - (performance.now() - before) / 1000
    },
  }
}
