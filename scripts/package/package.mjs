/** `npm run package`: the app as people install it, into dist/. Says how large it has become. */
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { buildIfOutdated } from '../launch/build.mjs'
import { root } from '../launch/command.mjs'
import { filesBelow } from '../setup/stamp.mjs'
import { ageOf } from '../setup/electronReleases.mjs'
import { electronFromRegistry } from '../setup/pins.mjs'
import { SetupError } from '../setup/failure.mjs'
import { runtimeEnvironment } from '../setup/runtimeFile.mjs'
import { electronBuilder } from './builder.mjs'
import { limits } from './limits.mjs'
import { makeReady } from './ready.mjs'
import { writeSbom } from './sbom.mjs'
import { stage } from './stage.mjs'
import { writeSums } from './sums.mjs'
import { folders, makeTestBuild } from './testBuild.mjs'

const dist = join(root, 'dist')

const help = `Usage: npm run package -- [options] [targets]

Without a target: deb and tar.xz. AppImage and rpm have to be asked for, and are downloaded tools' work; see docs/packaging.md.

  --for-tests   only the unpacked app, and a copy of it that can be tested
  --help        this text`

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
export async function makePackages(args) {
  if (args.includes('--help')) return say(help)
  if (process.platform !== 'linux') throw new SetupError('Packages for Windows and macOS are made by electron-builder itself: see docs/packaging.md.', { exitCode: 2 })
  const forTests = args.includes('--for-tests')
  const ready = await makeReady(root, forTests ? [] : ['packages'])
  await buildIfOutdated(root, runtimeEnvironment(ready.runtime))
  await unpacked(ready)
  await writeSbom(root, join(dist, 'sbom.cdx.json'), ready)
  if (forTests) {
    await makeTestBuild(dist, 'latent-lab')
    return say(`dist/${folders.test}`)
  }
  for (const name of await packagesIn(dist)) await rm(join(dist, name)) // those of an earlier state must not be listed beside these
  const targets = args.filter(arg => !arg.startsWith('-'))
  await electronBuilder(root, ready, targets.length > 0 ? targets : ['deb', 'tar.xz'], ['--prepackaged', join('dist', folders.release)])
  return conclude(ready)
}

/** @param {import('./ready.mjs').Ready} ready */
async function unpacked(ready) {
  await rm(join(dist, folders.release), { recursive: true, force: true })
  await stage(root, ready)
  await electronBuilder(root, ready, ['dir'])
}

/** @param {import('./ready.mjs').Ready} ready */
async function conclude({ runtime }) {
  const packages = await packagesIn(dist)
  await writeSums(dist, [...packages, 'sbom.cdx.json'], join(dist, 'SHA256SUMS'))
  const sizes = await Promise.all(packages.map(async name => ({ name, bytes: (await stat(join(dist, name))).size, limit: limits.package })))
  sizes.push({ name: 'installed', bytes: await bytesBelow(join(dist, folders.release)), limit: limits.installed })
  for (const { name, bytes, limit } of sizes) say(`${name.padEnd(36)} ${mega(bytes)} MB of at most ${mega(limit)}`)
  if (runtime.electronVersion) say(ageOf(runtime.electronVersion))
  if (runtime.electronVersion === electronFromRegistry.version) say('That one is to be tested, not to be given to anybody.')
  return sizes.every(({ bytes, limit }) => bytes <= limit) ? 0 : 1
}

/** @param {string} folder */
async function packagesIn(folder) {
  return (await readdir(folder)).filter(name => /\.(?:deb|xz|AppImage|rpm)$/.test(name))
}

/** @param {string} folder */
async function bytesBelow(folder) {
  const sizes = await Promise.all((await filesBelow(folder)).map(async path => (await stat(join(folder, path))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** @param {number} bytes */
function mega(bytes) {
  return String(Math.round(bytes / 1e6)).padStart(4)
}

/** @param {string} text */
function say(text) {
  console.log(text)
  return 0
}
