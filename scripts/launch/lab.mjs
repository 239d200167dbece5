/** `npm run lab -- …`: the lab without a window. Standard output belongs to it alone. */
import { join } from 'node:path'
import { defaults } from '../setup/options.mjs'
import { runtimeEnvironment } from '../setup/runtimeFile.mjs'
import { setUp } from '../setup/setUp.mjs'
import { handOver } from '../setup/tool.mjs'
import { buildIfOutdated } from './build.mjs'
import { root } from './command.mjs'

/**
 * @param {readonly string[]} args all of them are the lab's
 * @returns {Promise<number>} the lab's exit code
 */
export async function lab(args) {
  const env = runtimeEnvironment(await setUp(root, {}, defaults))
  await buildIfOutdated(root, env)
  return handOver(process.execPath, [join(root, 'out/main/lab.js'), ...args], { env })
}
