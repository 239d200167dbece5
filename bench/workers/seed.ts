/** Worker: epochs of the preset Seed by the engine, and by stock tfjs `model.fit` on the same backend. */
import { presets } from '@shared/domain/presets'
import { engineRuntime } from '../../src/main/cli/runtime'
import { loadBackend } from '../../src/main/engine/backend'
import { readFashionMnist } from '../../src/main/engine/data/fashionMnist'
import { answer } from './answer'
import { epochsOf } from './epochs'
import { modelFit } from './modelFit'

const { binding, dataFolder } = engineRuntime()
const [backend, data] = await Promise.all([loadBackend(binding), readFashionMnist(dataFolder)])
const epochs = await epochsOf(presets.seed.config, backend, data)
await epochs.next()
let fit: (() => Promise<number>) | undefined

await answer({
  epoch: epochs.next,
  executor: () => epochs.learner.executor,
  async prepareFit() {
    fit = modelFit(presets.seed.config, data)
    return fit() // the first one warms up
  },
  fit: () => fit?.() ?? NaN,
  knn: epochs.knn,
})
