/** What packaging needs beyond what the app needs to run: some programs, and TensorFlow in the shape in which it is shipped. */
import { bringMissing } from '../setup/bring.mjs'
import { cacheRoot, folderOf } from '../setup/cache.mjs'
import { defaults } from '../setup/options.mjs'
import { tensorflowVersion } from '../setup/pins.mjs'
import { createReport } from '../setup/report.mjs'
import { setUp } from '../setup/setUp.mjs'
import { componentStep, systemStep } from '../setup/steps.mjs'
import { tensorflow, tensorflowExists } from '../setup/tensorflow.mjs'
import { packagedTensorflow } from './native.mjs'

/**
 * @typedef {object} Ready
 * @property {import('../setup/runtimeFile.mjs').RuntimeFile} runtime of the checkout
 * @property {string | null} native folder of `packagedTensorflow`; null where there is no TensorFlow
 * @property {string | null} tensorflow folder of the wheel's licences
 */

/**
 * @param {string} root the checkout
 * @param {readonly import('../setup/system.mjs').Use[]} [also] `packages` where the unpacked app is not all
 * @returns {Promise<Ready>}
 */
export async function makeReady(root, also = []) {
  const runtime = await setUp(root, { window: true }, defaults)
  const cache = cacheRoot(process.env)
  const job = { cache, verify: false }
  const native = tensorflowExists()
  const steps = [
    systemStep(cache, async () => ['packing', ...native ? /** @type {const} */ (['compiler']) : [], ...also]),
    ...native
      ? [
          componentStep(job, `TensorFlow ${tensorflowVersion} (cpu)`, () => tensorflow('cpu')),
          componentStep(job, 'TensorFlow for the package', () => packagedTensorflow(root, cache)),
        ]
      : [],
  ]
  await bringMissing(steps, cache, createReport())
  return {
    runtime,
    native: native ? folderOf(cache, packagedTensorflow(root, cache)) : null,
    tensorflow: native ? folderOf(cache, tensorflow('cpu')) : null,
  }
}
