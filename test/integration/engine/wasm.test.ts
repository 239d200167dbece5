/** Where TensorFlow cannot be loaded: WebAssembly trains, evaluates and shows, op by op, and says why it is slower. */
import { expect, it } from 'vitest'
import { loadBackend } from '../../../src/main/engine/backend'
import { makeLearner } from '../../../src/main/engine/model/chooseExecutor'
import { viewerOf } from '../../../src/main/engine/model/viewer'
import { picturesOf } from '../../../src/main/engine/data/fashionMnist'
import { aConfig, mean, someImages, weightsOf } from '../../support/engine'

it('falls back to WebAssembly, says so, and learns', async () => {
  const backend = await loadBackend('/no/such/binding.node')
  expect(backend.info).toMatchObject({ backend: 'wasm', notice: expect.stringMatching(/TensorFlow could not be loaded/) as string })
  const data = await someImages({ train: 128, test: 16 })
  const config = aConfig({ batchSize: 32 })
  const learner = await makeLearner(config, backend, data, null, async () => undefined)
  expect(learner.executor).toBe('eager')
  learner.begin(config.seed, weightsOf(config))
  const indices = Int32Array.from({ length: 128 }, (_, i) => i)
  const losses = Array.from({ length: 20 }, (_, i) => learner.train(indices, new Float32Array(4).fill(0.005), 4 * i).sum / 4)
  expect(losses.every(Number.isFinite)).toBe(true)
  expect(mean(losses.slice(-5))).toBeLessThan(0.7 * (losses[0] ?? 0))

  const rows = Int32Array.of(0, 1, 2)
  const viewer = viewerOf(config.network, learner.weights(), backend.native)
  const seen = viewer.look(picturesOf(data, rows))
  expect([...seen.errors]).toEqual([...learner.embed(rows).errors].map(error => expect.closeTo(error, 5) as number))
  viewer.dispose()
  learner.dispose()
})
