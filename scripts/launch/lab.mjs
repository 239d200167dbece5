/** `npm run lab -- …`: the lab without a window. Standard output belongs to it alone. */
import { join } from 'node:path'
import { defaults } from '../setup/options.mjs'
import { runtimeEnvironment } from '../setup/runtimeFile.mjs'
import { setUp } from '../setup/setUp.mjs'
import { attach } from '../setup/tool.mjs'
import { buildIfOutdated } from './build.mjs'
import { root } from './command.mjs'

/**
 * @param {readonly string[]} args all of them are the lab's
 * @returns {Promise<number>} the lab's exit code
 */
export async function lab(args) {
  const env = runtimeEnvironment(await setUp(root, {}, defaults))
  await buildIfOutdated(root, env)
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => undefined) // the lab ends its run in order
  return attach(process.execPath, [join(root, 'out/main/lab.js'), ...args], { env })
}
