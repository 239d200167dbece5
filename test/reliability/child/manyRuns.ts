/** `manyRuns.mjs RUNS-FOLDER COUNT`: as many finished runs, with networks and latents that can be shown, and few bytes each. */
import { sketchNetwork } from '@shared/domain/architecture'
import { presets } from '@shared/domain/presets'
import { initialWeights } from '../../../src/main/engine/model/initialise'
import { openRunStore } from '../../../src/main/storage/runStore'
import type { Embedding } from '../../../src/main/storage/record'
import { aDraft, aReport, randomOf } from '../../support/storage/builders'

const [folder = '', count = '1'] = process.argv.slice(2)
const { config } = presets.seed
const network = { ...config.network, hidden: [8] }

const store = await openRunStore(folder)
for (let n = 0; n < Number(count); n++) {
  const run = await store.create(aDraft({ config: { ...config, network, epochs: 1, seed: n } }), { name: `Run ${n}` })
  await run.commit({
    report: aReport(1), totalSteps: 938, optimizer: [],
    weights: initialWeights(sketchNetwork(network), network.initialisation, n),
    embeddings: { train: clusters(n, 100), test: clusters(n, 1000) },
  })
  await run.update({ state: { kind: 'ended', reason: 'finished', message: 'Finished: 1 epoch.' } })
  await run.close()
}

function clusters(seed: number, images: number): Embedding {
  const random = randomOf(seed + 1)
  const latents = Float32Array.from({ length: 3 * images }, (_, i) => 4 * Math.sin(Math.floor(i / 3) % 10 * (i % 3 + 1) + seed) + random())
  return { dimension: 3, latents, errors: new Float32Array(images).fill(0.02) }
}
