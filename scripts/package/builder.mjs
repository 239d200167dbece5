/** Runs electron-builder with the programs of this system, so that it downloads none of its own. */
import { join } from 'node:path'
import { SetupError } from '../setup/failure.mjs'
import { runtimeEnvironment } from '../setup/runtimeFile.mjs'
import { attach, run } from '../setup/tool.mjs'

/** Where a download would go instead: nobody listens there, so one that slips in fails and is seen. */
const nowhere = 'http://127.0.0.1:9/'

/**
 * @param {string} root the checkout
 * @param {import('./ready.mjs').Ready} ready
 * @param {readonly string[]} args after the platform: targets and options
 */
export async function electronBuilder(root, { runtime }, args) {
  const code = await attach(process.execPath, [join(root, 'node_modules/electron-builder/cli.js'),
    '--config', 'electron-builder.config.mjs', '--publish', 'never', ...args], {
    cwd: root, stdio: ['ignore', 2, 2], env: { ...runtimeEnvironment(runtime), ...await environment(root) },
  })
  if (code !== 0) throw new SetupError('The app could not be packed; electron-builder says above why.')
}

/** @param {string} root */
async function environment(root) {
  if (process.platform !== 'linux') return {}
  const sevenZip = (await run('sh', ['-c', 'command -v 7za || true'])).trim()
  return {
    ...sevenZip ? { ELECTRON_BUILDER_7ZIP_PATH: sevenZip } : {}, // only a packed form needs it
    ELECTRON_BUILDER_COMPRESSION_LEVEL: '1', // of the .tar.xz; higher ones take minutes for a few per cent
    CUSTOM_FPM_PATH: join(root, 'scripts/package/fpmDeb.mjs'),
    ELECTRON_BUILDER_BINARIES_MIRROR: process.env['ELECTRON_BUILDER_BINARIES_MIRROR'] ?? nowhere,
    ELECTRON_MIRROR: process.env['ELECTRON_MIRROR'] ?? nowhere,
  }
}
