/** Runs electron-builder with the programs of this system, so that it downloads none of its own. */
import { join } from 'node:path'
import { SetupError } from '../setup/failure.mjs'
import { runtimeEnvironment } from '../setup/runtimeFile.mjs'
import { attach, run } from '../setup/tool.mjs'

/** Where a download would go instead: nobody listens there, so one that slips in fails and is seen. */
const nowhere = 'http://127.0.0.1:9/'

/** What is made by programs of this system alone; the tools of other forms are electron-builder's own downloads. */
const madeHere = ['dir', 'deb', 'tar.xz']

/**
 * @param {string} root the checkout
 * @param {import('./ready.mjs').Ready} ready
 * @param {readonly string[]} targets
 * @param {readonly string[]} options of electron-builder
 */
export async function electronBuilder(root, { runtime }, targets, options = []) {
  const sevenZip = process.platform === 'linux' ? (await run('sh', ['-c', 'command -v 7za || true'])).trim() : ''
  const code = await attach(process.execPath, [join(root, 'node_modules/electron-builder/cli.js'),
    '--config', 'electron-builder.config.mjs', '--publish', 'never', '--linux', ...targets, ...options], {
    cwd: root, stdio: ['ignore', 2, 2], env: { ...runtimeEnvironment(runtime), ...environmentFor(root, targets, sevenZip) },
  })
  if (code !== 0) throw new SetupError('The app could not be packed; electron-builder says above why.')
}

/**
 * Downloads are let through only where a target needs one, and fpmDeb stands in for fpm only where a .deb is all that fpm is wanted for.
 * @param {string} root
 * @param {readonly string[]} targets
 * @param {string} sevenZip this system's; empty where there is none
 * @returns {Record<string, string>}
 */
export function environmentFor(root, targets, sevenZip) {
  const isMadeHere = targets.every(target => madeHere.includes(target))
  return {
    ...sevenZip ? { ELECTRON_BUILDER_7ZIP_PATH: sevenZip } : {}, // only a packed form needs it
    ELECTRON_BUILDER_COMPRESSION_LEVEL: '1', // of the .tar.xz; higher ones take minutes for a few per cent
    ...targets.includes('rpm') ? {} : { CUSTOM_FPM_PATH: join(root, 'scripts/package/fpmDeb.mjs') },
    ...isMadeHere ? { ELECTRON_BUILDER_BINARIES_MIRROR: process.env['ELECTRON_BUILDER_BINARIES_MIRROR'] ?? nowhere } : {},
    ELECTRON_MIRROR: process.env['ELECTRON_MIRROR'] ?? nowhere, // set-up has brought it
  }
}
