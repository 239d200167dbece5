/** Worker: seconds of an epoch's kNN accuracy, 10,000 test images among 60,000, by the latents of networks that have trained for one. */
import { presets } from '@shared/domain/presets'
import type { PresetId } from '@shared/domain/presets'
import { engineRuntime } from '../../src/main/cli/runtime'
import { loadBackend } from '../../src/main/engine/backend'
import { readFashionMnist } from '../../src/main/engine/data/fashionMnist'
import { embedSplits } from '../../src/main/engine/model/embed'
import { knnAccuracy } from '../../src/main/engine/model/neighbours'
import { turn } from '../../src/main/engine/model/turn'
import { answer } from './answer'
import { epochsOf } from './epochs'

const { binding, dataFolder } = engineRuntime()
const [backend, data] = await Promise.all([loadBackend(binding), readFashionMnist(dataFolder)])

async function afterAnEpoch(id: PresetId) {
  const { config } = presets[id]
  const { latent } = config.network
  const epochs = await epochsOf(config, backend, data)
  await epochs.next()
  const { train, test } = await embedSplits(epochs.learner, data, latent, turn)
  epochs.learner.dispose()
  const known = { points: train.embedding.latents, labels: data.labels.train }
  const queries = { points: test.embedding.latents, labels: data.labels.test }
  return async () => {
    const before = performance.now()
    await knnAccuracy(known, queries, latent, turn)
    return (performance.now() - before) / 1000
  }
}

const [three, thirtyTwo] = [await afterAnEpoch('seed'), await afterAnEpoch('thirty-two')]
await three()
await thirtyTwo()
await answer({ three, thirtyTwo })
