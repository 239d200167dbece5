/** `npm run bench -- …`: brings what is missing, builds what is out of date, measures. */
import { join } from 'node:path'
import { cacheRoot } from '../setup/cache.mjs'
import { defaults } from '../setup/options.mjs'
import { runtimeEnvironment } from '../setup/runtimeFile.mjs'
import { setUp } from '../setup/setUp.mjs'
import { attach } from '../setup/tool.mjs'
import { buildIfOutdated } from './build.mjs'
import { root } from './command.mjs'
import { hasDisplay } from './display.mjs'

/**
 * @param {readonly string[]} args all of them are the bench's
 * @returns {Promise<number>} 0 where everything was measured, whether or not a goal is reached
 */
export async function bench(args) {
  const isHelp = args.includes('--help')
  const env = isHelp ? {} : await ready()
  return attach(process.execPath, ['--import', 'tsx', join(root, 'bench/index.ts'), ...args], {
    cwd: root, env: { ...env, TSX_TSCONFIG_PATH: join(root, 'tsconfig.node.json'), LATENT_LAB_CACHE: cacheRoot(process.env) },
  })
}

async function ready() {
  const env = runtimeEnvironment(await setUp(root, { window: true, virtualDisplay: !hasDisplay() }, defaults))
  await buildIfOutdated(root, env)
  return env
}
