/** What the lab needs of the operating system: programs and shared libraries, and the Debian or Ubuntu packages that carry them. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { isNetworkTrouble, NetworkError, SetupError } from './failure.mjs'
import { run, ToolError, works } from './tool.mjs'

/**
 * @typedef {'window' | 'virtual display' | 'compiler' | 'pip' | 'packing' | 'packages'} Use
 * @typedef {object} Requirement
 * @property {string} name of a program, or of a library (`lib….so…`)
 * @property {readonly string[]} packages that carry it, the newer name first
 * @property {Use} use
 */

/** @type {readonly Requirement[]} */
export const requirements = [
  { name: 'libgtk-3.so.0', packages: ['libgtk-3-0t64', 'libgtk-3-0'], use: 'window' },
  { name: 'libnss3.so', packages: ['libnss3'], use: 'window' },
  { name: 'libasound.so.2', packages: ['libasound2t64', 'libasound2'], use: 'window' },
  { name: 'libgbm.so.1', packages: ['libgbm1'], use: 'window' },
  { name: 'libatk-bridge-2.0.so.0', packages: ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'], use: 'window' },
  { name: 'libatspi.so.0', packages: ['libatspi2.0-0t64', 'libatspi2.0-0'], use: 'window' },
  { name: 'libdrm.so.2', packages: ['libdrm2'], use: 'window' },
  { name: 'libxkbcommon.so.0', packages: ['libxkbcommon0'], use: 'window' },
  { name: 'libcups.so.2', packages: ['libcups2t64', 'libcups2'], use: 'window' },
  { name: 'libX11-xcb.so.1', packages: ['libx11-xcb1'], use: 'window' }, // Electron opens it at run time and dies without a word
  { name: 'libxcb-dri3.so.0', packages: ['libxcb-dri3-0'], use: 'window' },
  { name: 'libXss.so.1', packages: ['libxss1'], use: 'window' },
  { name: 'Xvfb', packages: ['xvfb'], use: 'virtual display' },
  { name: 'g++', packages: ['g++'], use: 'compiler' },
  { name: 'strip', packages: ['binutils'], use: 'packing' },
  { name: '7za', packages: ['p7zip-full'], use: 'packages' },
  { name: 'xz', packages: ['xz-utils'], use: 'packages' },
  { name: 'dpkg-deb', packages: ['dpkg'], use: 'packages' },
  { name: 'pip3', packages: ['python3-pip'], use: 'pip' },
]

/**
 * The requirements of some uses that are not met.
 * @param {readonly Use[]} uses
 * @param {{ libraries: ReadonlySet<string>, programs: ReadonlySet<string> }} present
 * @returns {Requirement[]}
 */
export function unmet(uses, present) {
  return requirements.filter(({ name, use }) =>
    uses.includes(use) && !(name.startsWith('lib') ? present.libraries : present.programs).has(name))
}

/** What is installed, by the loader's own list and PATH; milliseconds, and no package manager is asked. */
export async function presentOnSystem() {
  const ldconfig = existsSync('/sbin/ldconfig') ? '/sbin/ldconfig' : 'ldconfig' // often not in an ordinary user's PATH
  const list = await listLibraries(ldconfig)
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const programs = requirements.map(({ name }) => name).filter(name => folders.some(folder => existsSync(join(folder, name))))
  return { libraries: list, programs: new Set(programs) }
}

/**
 * @param {string} ldconfig
 * @returns {Promise<Set<string>>}
 */
async function listLibraries(ldconfig) {
  const output = await run(ldconfig, ['-p'], { keep: Infinity }).catch(() => '')
  return new Set(output.split('\n').map(line => line.trim().split(' ')[0] ?? ''))
}

/**
 * Installs what is missing, where that can be done without asking anybody; else stops with the command to type.
 * @param {readonly Requirement[]} missing
 * @param {string} log
 */
export async function installSystem(missing, log) {
  const apt = await works('apt-get')
  if (!apt) throw new SetupError(`These are missing and have to be installed with this system's own package manager: ${missing.map(({ name }) => name).join(', ')}.`)
  const prefix = await rights()
  const updated = prefix ? await asRoot(prefix, ['apt-get', 'update', '--quiet'], log).catch(outputOf) : ''
  const packages = await Promise.all(missing.map(({ packages }) => known(packages)))
  if (!prefix) throw new SetupError(`Some system packages are missing; please run: ${aptCommand(packages)}`)
  try {
    await asRoot(prefix, ['apt-get', 'install', '--yes', '--quiet', '--no-install-recommends', ...packages], log)
  } catch (error) {
    if (isNetworkTrouble(updated + outputOf(error))) throw new NetworkError('system packages', error) // apt's update fails with a mere warning
    throw error
  }
}

/**
 * What a person types to install packages.
 * @param {readonly string[]} packages
 */
export function aptCommand(packages) {
  return `sudo apt-get update && sudo apt-get install --yes --no-install-recommends ${packages.join(' ')}`
}

/**
 * How to act as root: `[]` as root, `['sudo', '-n']` where sudo asks for no password, null otherwise.
 * @returns {Promise<string[] | null>}
 */
async function rights() {
  if (process.getuid?.() === 0) return []
  return await works('sudo', ['-n', 'true']) ? ['sudo', '-n'] : null
}

/**
 * @param {readonly string[]} prefix
 * @param {readonly string[]} command
 * @param {string} log
 */
async function asRoot(prefix, command, log) {
  const [program = '', ...args] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', ...command]
  return run(program, args, { log })
}

/** @param {unknown} error */
function outputOf(error) {
  return error instanceof ToolError ? error.output : ''
}

/**
 * The first of a package's names that this system knows, else the plainest.
 * @param {readonly string[]} names
 */
async function known(names) {
  for (const name of names) {
    if (await works('apt-cache', ['show', '--no-all-versions', name])) return name
  }
  return names.at(-1) ?? ''
}
