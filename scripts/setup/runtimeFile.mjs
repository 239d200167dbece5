/** `.runtime.json` in the checkout: where everything stands that set-up has brought. src/main/runtime.ts reads it. */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Absolute paths.
 * @typedef {object} RuntimeFile
 * @property {string | null} electron the executable
 * @property {string | null} electronDist its folder
 * @property {string | null} electronVersion
 * @property {string | null} binding TensorFlow's addon; null where there is none and WebAssembly must do
 * @property {string | null} fashionMnist
 * @property {{ version: string, kind: 'cpu' | 'gpu', folder: string } | null} tensorflow `folder` is laid out as site-packages
 * @property {Pick<import('./options.mjs').Options, 'electron' | 'tensorflow'>} chosen what a person has asked for by an option
 */

/**
 * @param {string} root
 * @returns {Promise<Partial<RuntimeFile>>}
 */
export async function readRuntimeFile(root) {
  return readFile(join(root, '.runtime.json'), 'utf8').then(JSON.parse).catch(() => ({}))
}

/**
 * Writes it where it has changed.
 * @param {string} root
 * @param {RuntimeFile} runtime
 */
export async function writeRuntimeFile(root, runtime) {
  const file = join(root, '.runtime.json')
  const text = `${JSON.stringify(runtime, null, 2)}\n`
  if (await readFile(file, 'utf8').catch(() => '') === text) return
  await writeFile(`${file}.${process.pid}`, text)
  await rename(`${file}.${process.pid}`, file)
}

/**
 * The environment in which programs find the runtime: the lab's engine, electron-vite and Playwright.
 * @param {Partial<RuntimeFile>} runtime
 * @returns {NodeJS.ProcessEnv}
 */
export function runtimeEnvironment({ binding, fashionMnist, electron, electronDist }) {
  return {
    LATENT_LAB_BINDING: binding ?? '',
    LATENT_LAB_DATA: fashionMnist ?? '',
    TF_CPP_MIN_LOG_LEVEL: process.env['TF_CPP_MIN_LOG_LEVEL'] ?? '2',
    ...electron && electronDist ? { ELECTRON_OVERRIDE_DIST_PATH: electronDist, ELECTRON_EXEC_PATH: electron } : {},
  }
}
