/** Wheels from the Python package index. pip fetches them, because it honours whatever mirror this computer is configured for. */
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isNetworkTrouble, NetworkError, SetupError } from './failure.mjs'
import { sha256 } from './hash.mjs'
import { wheelPlatforms } from './pins.mjs'
import { run, ToolError, works } from './tool.mjs'

/**
 * @typedef {import('./pins.mjs').Wheel} Wheel
 * @typedef {readonly [string, ...string[]]} Pip how to start pip
 */

/**
 * The pip of this computer, or null.
 * @param {string} cache where `makePip` may have put one
 * @returns {Promise<Pip | null>}
 */
export async function findPip(cache) {
  /** @type {Pip[]} */
  const candidates = [['pip3'], ['pip'], ['python3', '-m', 'pip'], ['python', '-m', 'pip'], [ownPython(cache), '-m', 'pip']]
  for (const [command, ...args] of candidates) {
    if (await works(command, [...args, '--version'])) return [command, ...args]
  }
  return null
}

/**
 * Makes a pip in the cache out of Python's own copy of it, where Python has one.
 * @param {string} cache
 * @param {string} log
 * @returns {Promise<boolean>}
 */
export function makePip(cache, log) {
  return run('python3', ['-m', 'venv', '--clear', join(cache, 'pip')], { log }).then(() => true, () => false)
}

/** @param {string} cache */
function ownPython(cache) {
  return join(cache, 'pip', 'bin', 'python')
}

/**
 * Brings one wheel, checked, and returns its path. One that is there from an interrupted set-up is checked and kept.
 * @param {Wheel} wheel
 * @param {{ pip: Pip, downloads: string, work: string, log: string }} where
 * @returns {Promise<string>}
 */
export async function fetchWheel(wheel, { pip, downloads, work, log }) {
  const file = join(downloads, `${wheel.name}-${wheel.version}.whl`)
  for (let tries = 0; tries < 2; tries += 1) {
    if (await sha256(file).catch(() => '') === wheel.sha256) return file
    await rm(file, { force: true })
    await rename(await downloadOne(wheel, pip, join(work, 'pip'), log), file)
  }
  if (await sha256(file) === wheel.sha256) return file
  await rm(file)
  throw new SetupError(`${wheel.name} ${wheel.version} came with a wrong checksum twice: something between this computer and the package index changes it.`)
}

/**
 * @param {Wheel} wheel
 * @param {Pip} pip
 * @param {string} folder
 * @param {string} log
 */
async function downloadOne(wheel, [command, ...args], folder, log) {
  await rm(folder, { recursive: true, force: true })
  await mkdir(join(folder, 'tmp'), { recursive: true })
  try {
    await run(command, [...args, ...pipArguments(wheel, folder)], { log, env: { TMPDIR: join(folder, 'tmp') } })
  } catch (error) {
    if (error instanceof ToolError && isNetworkTrouble(error.output)) throw new NetworkError(wheel.name, error)
    throw error
  }
  const name = (await readdir(folder)).find(entry => entry.endsWith('.whl'))
  if (!name) throw new SetupError(`pip brought no ${wheel.name} ${wheel.version}; ${log} tells what it said.`)
  return join(folder, name)
}

/**
 * @param {Wheel} wheel
 * @param {string} folder
 * @returns {string[]}
 */
export function pipArguments(wheel, folder) {
  return [
    'download', '--quiet', '--disable-pip-version-check', '--no-input', '--no-cache-dir', '--retries', '2', '--no-deps', '--only-binary=:all:',
    '--python-version', '3.11', '--implementation', 'cp', ...wheelPlatforms.flatMap(platform => ['--platform', platform]),
    '--dest', folder, `${wheel.name}==${wheel.version}`,
  ]
}
