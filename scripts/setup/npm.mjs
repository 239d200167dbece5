/** The npm packages of this checkout, exactly as package-lock.json names them. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isNetworkTrouble, NetworkError } from './failure.mjs'
import { run } from './tool.mjs'

/**
 * Packages that may run their install scripts. None needs to: esbuild's and electron-winstaller's only check or unpack what is there
 * already, core-js prints a message, fsevents compiles for macOS what is shipped built, and tfjs-node-gpu's fetches a library that is no
 * longer served.
 * @type {readonly string[]}
 */
export const mayRunScripts = []

/** Packages whose install scripts were read and are left out; a test holds this list against package-lock.json. */
export const skippedScripts = ['@tensorflow/tfjs-node-gpu', 'core-js', 'electron-winstaller', 'esbuild', 'fsevents']

/** A few quick tries; npm's own default would sit a minute and more where there is no network. */
const patience = ['--fetch-retries=3', '--fetch-retry-factor=2', '--fetch-retry-mintimeout=1000']

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} Locked
 * @typedef {{ packages?: Record<string, Locked> }} Lockfile
 */

/**
 * Whether node_modules holds what the lockfile wants. npm writes the list of what it has installed last, so a half-made folder has none.
 * @param {Lockfile} wanted package-lock.json
 * @param {Lockfile | null} installed node_modules/.package-lock.json
 * @returns {boolean}
 */
export function isInstalled(wanted, installed) {
  if (!installed?.packages) return false
  const have = installed.packages
  return Object.entries(wanted.packages ?? {}).every(([path, { version, integrity, optional }]) => {
    const there = have[path]
    if (path === '' || (optional && !there)) return true // optional ones are for other systems
    return there?.version === version && there?.integrity === integrity
  })
}

/**
 * @param {string} root the checkout
 * @returns {Promise<boolean>}
 */
export async function packagesPresent(root) {
  const wanted = await readJson(join(root, 'package-lock.json'))
  const installed = await readJson(join(root, 'node_modules/.package-lock.json'))
  if (!wanted?.packages || !isInstalled(wanted, installed)) return false
  return Object.entries(wanted.packages).every(([path, { optional }]) => optional || existsSync(join(root, path)))
}

/**
 * Without a network npm would try each of some hundred packages several times, so one small question goes first; what npm has kept from
 * earlier is enough then, or it is not.
 * @param {string} root the checkout
 * @param {string} log
 */
export async function installPackages(root, log) {
  const source = await registryAnswers(root, log) ? '--prefer-offline' : '--offline'
  await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', source, ...patience], { cwd: root, log }).catch((error) => {
    throw source === '--offline' ? new NetworkError('npm packages', error) : error
  })
  if (mayRunScripts.length > 0) await npm(['rebuild', '--ignore-scripts=false', ...mayRunScripts], { cwd: root, log })
}

/**
 * @param {string} root
 * @param {string} log
 */
function registryAnswers(root, log) {
  return npm(['view', 'node-api-headers', 'version', '--prefer-online', ...patience], { cwd: root, log })
    .then(() => true, error => !isNetworkTrouble(error.output))
}

/**
 * Fetches one package's archive into a folder, with the registry and the certificates that npm is configured for.
 * @param {string} spec name@version
 * @param {{ folder: string, cache: string, log: string }} where `cache` keeps it out of npm's own
 */
export async function fetchArchive(spec, { folder, cache, log }) {
  await npm(['pack', '--ignore-scripts', '--pack-destination', folder, '--cache', cache, ...patience, spec], { cwd: folder, log })
}

/**
 * How to start npm: the one that started this command, else the one in PATH.
 * @param {readonly string[]} args
 * @returns {[string, ...string[]]}
 */
export function npmCommand(args) {
  const own = process.env['npm_execpath'] ?? ''
  if (basename(own) === 'npm-cli.js') return [process.execPath, own, ...args]
  return process.platform === 'win32' ? ['cmd', '/c', 'npm', ...args] : ['npm', ...args]
}

/**
 * @param {readonly string[]} args
 * @param {import('./tool.mjs').ToolOptions} options
 */
function npm(args, options) {
  const [command, ...all] = npmCommand(args)
  return run(command, all, options)
}

/**
 * @param {string} file
 * @returns {Promise<Lockfile | null>}
 */
async function readJson(file) {
  return readFile(file, 'utf8').then(JSON.parse, () => null)
}
