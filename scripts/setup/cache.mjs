/**
 * The per-user cache, shared by checkouts. Each thing in it is a folder named after its recipe (`electron-33.2.1-5f0c1a2b`), made in a
 * temporary folder and renamed into place when complete: a folder never changes, another recipe is another folder, and whoever is using an
 * old one keeps it.
 */
import { mkdir, mkdtemp, readdir, rename, rm, statfs } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { sizeOf } from './download.mjs'
import { SetupError } from './failure.mjs'
import { fingerprint } from './hash.mjs'
import { megabytes } from './report.mjs'
import { filesBelow, inspect, removeStamp, verify, writeStamp } from './stamp.mjs'

/**
 * Something that set-up can make.
 * @typedef {object} Component
 * @property {string} name the readable part of its folder's name
 * @property {unknown} recipe all that its contents depend on
 * @property {number} bytes what it needs on disk while it is being made
 * @property {number} fetched what of it comes over the network, in bytes
 * @property {(workshop: Workshop) => Promise<void>} make
 */

/**
 * Where a component is made.
 * @typedef {object} Workshop
 * @property {string} folder becomes the component; empty at first
 * @property {string} work for what is thrown away afterwards
 * @property {string} downloads for what an interrupted set-up takes up again
 * @property {string} cache
 * @property {string} log
 */

/**
 * The cache's folder: `LATENT_LAB_CACHE`, else `latent-lab` in the user's cache.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [home]
 */
export function cacheRoot(env, home = homedir()) {
  return env['LATENT_LAB_CACHE'] || join(env['XDG_CACHE_HOME'] || join(home, '.cache'), 'latent-lab')
}

/**
 * @param {string} cache
 * @param {Component} component
 */
export function folderOf(cache, component) {
  return join(cache, `${component.name}-${fingerprint(component.recipe)}`)
}

/**
 * Whether a component stands in the cache unharmed. Files whose time has changed are hashed again, and stamped again if they are unharmed.
 * @param {string} cache
 * @param {Component} component
 * @param {boolean} thorough hash everything
 * @returns {Promise<boolean>}
 */
export async function isPresent(cache, component, thorough = false) {
  const folder = folderOf(cache, component)
  const condition = await inspect(folder)
  if (condition === 'broken') return false
  if (condition === 'whole' && !thorough) return true
  if (!await verify(folder)) return false
  if (condition === 'touched') await writeStamp(folder)
  return true
}

/**
 * Makes a component and puts it in place. Call it under the cache's lock.
 * @param {string} cache
 * @param {Component} component
 */
export async function install(cache, component) {
  await requireSpace(cache, component)
  const work = await mkdtemp(join(cache, '.work-'))
  const folder = join(work, 'made')
  const downloads = join(cache, 'downloads', component.name)
  try {
    await mkdir(folder)
    await mkdir(downloads, { recursive: true })
    await component.make({ folder, work, downloads, cache, log: logOf(cache) })
    await put(folder, folderOf(cache, component))
    await rm(downloads, { recursive: true, force: true })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/**
 * Removes what interrupted set-ups left behind. Call it under the cache's lock.
 * @param {string} cache
 */
export async function sweep(cache) {
  const leftovers = (await readdir(cache)).filter(name => name.startsWith('.work-'))
  for (const name of leftovers) await rm(join(cache, name), { recursive: true, force: true })
}

/**
 * How many bytes the component that is being made has brought so far.
 * @param {string} cache
 * @param {Component} component
 */
export async function bytesSoFar(cache, component) {
  const folders = (await readdir(cache)).filter(name => name.startsWith('.work-')).concat(join('downloads', component.name))
  const sizes = await Promise.all(folders.map(folder => bytesBelow(join(cache, folder))))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** @param {string} folder */
async function bytesBelow(folder) {
  const sizes = await Promise.all((await filesBelow(folder)).map(path => sizeOf(join(folder, path))))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** @param {string} cache */
export function logOf(cache) {
  return join(cache, 'setup.log')
}

/**
 * The stamp goes first and comes last, so that no moment shows a stamped folder that is not whole.
 * @param {string} made
 * @param {string} place
 */
async function put(made, place) {
  await removeStamp(place)
  await rename(place, `${made}.old`).catch(() => undefined)
  await rename(made, place)
  await writeStamp(place)
}

/**
 * @param {string} cache
 * @param {Component} component
 */
async function requireSpace(cache, component) {
  const { bavail, bsize } = await statfs(cache)
  const free = bavail * bsize
  if (free >= component.bytes) return
  const name = basename(folderOf(cache, component))
  throw new SetupError(`${name} needs ${megabytes(component.bytes)} MB and ${cache} has ${megabytes(free)} MB left: `
    + 'free some space, or name another folder in LATENT_LAB_CACHE.')
}
