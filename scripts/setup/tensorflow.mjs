/** TensorFlow's C library out of its wheel, with CUDA's libraries beside it for a graphics card, laid out as in Python's site-packages. */
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { SetupError } from './failure.mjs'
import { tensorflowVersion, tensorflowWheels } from './pins.mjs'
import { fetchWheel, findPip } from './wheels.mjs'
import { unzip } from './zip.mjs'

/** @typedef {'cpu' | 'gpu'} Kind */

/** The library, the headers of its C interface, and the licences: a fortieth of the wheel's files. */
const wanted = [
  /^tensorflow\/libtensorflow_(?:cc|framework)\.so\.2$/,
  /^tensorflow\/include\/(?:tensorflow|xla\/tsl)\/c\/.*\.h$/,
  /^tensorflow\/include\/(?:tensorflow\/core|tsl)\/platform\/ctstring\w*\.h$/,
  /^tensorflow\/(?:THIRD_PARTY_NOTICES\.txt|include\/LICENSE)$/,
  /^nvidia\/(?!.*\/include\/).*$/,
  /^nvidia_\w+-[\w.]+\.dist-info\/(?:.*\/)?License[\w.]*$/i,
]

/** What is kept of the wheels, in bytes. */
const unpacked = { cpu: 820e6, gpu: 5.4e9 }

/**
 * Whether the lab needs an entry of a wheel.
 * @param {string} entry
 */
export function isWanted(entry) {
  return wanted.some(pattern => pattern.test(entry)) && !entry.endsWith('.a')
}

/** Whether the index carries the library for this computer; elsewhere the lab computes with WebAssembly. */
export function tensorflowExists({ platform, arch } = process) {
  return platform === 'linux' && arch === 'x64'
}

/**
 * Whether an NVIDIA driver runs here.
 * @param {(path: string) => boolean} [exists]
 */
export function hasNvidiaDriver(exists = existsSync) {
  return exists('/proc/driver/nvidia/version') || exists('/usr/lib/wsl/lib/libcuda.so.1')
}

/**
 * @param {Kind} kind
 * @returns {import('./cache.mjs').Component}
 */
export function tensorflow(kind) {
  const wheels = tensorflowWheels[kind]
  const fetched = wheels.reduce((sum, { bytes }) => sum + bytes, 0)
  return {
    name: `tensorflow-${tensorflowVersion}-${kind}`,
    recipe: { wheels, wanted: wanted.map(String) },
    bytes: fetched + unpacked[kind],
    fetched,
    make: workshop => makeTensorflow(wheels, workshop),
  }
}

/**
 * @param {readonly import('./pins.mjs').Wheel[]} wheels
 * @param {import('./cache.mjs').Workshop} workshop
 */
async function makeTensorflow(wheels, { folder, work, downloads, cache, log }) {
  const pip = await findPip(cache)
  if (!pip) throw new SetupError('TensorFlow is fetched with pip, and this computer has none: install Python 3 with pip and run the same command again.')
  const files = []
  for (const wheel of wheels) files.push(await fetchWheel(wheel, { pip, downloads, work, log }))
  for (const file of files) {
    await unzip(file, folder, entry => isWanted(entry) ? entry : null)
  }
  await rm(join(work, 'pip'), { recursive: true, force: true })
}
