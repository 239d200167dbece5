/** Set-up: looks at what is there, brings what is missing and nothing else, and writes down where it all stands. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { bringMissing } from './bring.mjs'
import { cacheRoot, folderOf, isPresent } from './cache.mjs'
import { fashionMnist } from './fashionMnist.mjs'
import { tensorflowVersion } from './pins.mjs'
import { createReport } from './report.mjs'
import { readRuntimeFile, writeRuntimeFile } from './runtimeFile.mjs'
import { bindingOf, findElectron, stepsOf } from './steps.mjs'
import { hasNvidiaDriver, tensorflow, tensorflowExists } from './tensorflow.mjs'

/**
 * @typedef {import('./steps.mjs').Job} Job
 * @typedef {import('./runtimeFile.mjs').RuntimeFile} RuntimeFile
 * @typedef {{ window?: boolean, virtualDisplay?: boolean }} Purpose
 */

/**
 * Makes the checkout ready. Says nothing where nothing is missing.
 * @param {string} root the checkout
 * @param {Purpose} purpose
 * @param {import('./options.mjs').Options} options
 * @param {import('./report.mjs').Report} [report]
 * @returns {Promise<RuntimeFile>}
 */
export async function setUp(root, { window = false, virtualDisplay = false }, options, report = createReport()) {
  const cache = cacheRoot(process.env)
  await mkdir(cache, { recursive: true })
  const before = { electron: null, tensorflow: null, ...(await readRuntimeFile(root)).chosen }
  const chosen = { electron: options.electron ?? before.electron, tensorflow: options.tensorflow ?? before.tensorflow }
  const kind = chosen.tensorflow ?? (hasNvidiaDriver() ? 'gpu' : 'cpu')
  const job = { root, cache, window, virtualDisplay, kind, electron: chosen.electron, verify: options.verify }
  await bringMissing(stepsOf(job), cache, report)
  const runtime = await takeStock(job, chosen)
  await writeRuntimeFile(root, runtime)
  return runtime
}

/**
 * Where everything stands. A purpose without a window leaves Electron out, unless it is there anyway.
 * @param {Job} job
 * @param {RuntimeFile['chosen']} chosen
 * @returns {Promise<RuntimeFile>}
 */
async function takeStock(job, chosen) {
  const electron = await findElectron({ ...job, verify: false })
  const native = tensorflowExists()
  return {
    electron: electron?.executable ?? null,
    electronDist: electron?.folder ?? null,
    electronVersion: electron?.version ?? null,
    binding: native ? join(folderOf(job.cache, bindingOf(job)), 'tfjs_binding.node') : null,
    fashionMnist: await isPresent(job.cache, fashionMnist) ? folderOf(job.cache, fashionMnist) : null,
    tensorflow: native ? { version: tensorflowVersion, kind: job.kind, folder: folderOf(job.cache, tensorflow(job.kind)) } : null,
    chosen,
  }
}
