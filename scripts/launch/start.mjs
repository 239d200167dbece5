/** `npm start`: brings what is missing, builds what is out of date, opens the lab. */
import { SetupError } from '../setup/failure.mjs'
import { takeOptions } from '../setup/options.mjs'
import { runtimeEnvironment } from '../setup/runtimeFile.mjs'
import { setUp } from '../setup/setUp.mjs'
import { handOver } from '../setup/tool.mjs'
import { buildIfOutdated } from './build.mjs'
import { root } from './command.mjs'
import { hasDisplay } from './display.mjs'

/**
 * @param {readonly string[]} args options of set-up; the rest goes to the app
 * @returns {Promise<number>}
 */
export async function start(args) {
  const { options, rest } = takeOptions(args)
  const runtime = await setUp(root, { window: true }, options)
  const env = runtimeEnvironment(runtime)
  await buildIfOutdated(root, env)
  if (!hasDisplay()) throw new SetupError('Everything is in place, but there is no display to open a window on: start it from a desktop session.', { exitCode: 2 })
  return handOver(runtime.electron ?? '', [...sandboxFlags(), root, ...rest], { cwd: root, env: { ...env, ELECTRON_RUN_AS_NODE: undefined } })
}

/**
 * Chromium refuses to run as root with its sandbox. Only this launcher, for developing, ever says so.
 * @param {number | undefined} [user]
 */
export function sandboxFlags(user = process.getuid?.()) {
  return user === 0 ? ['--no-sandbox'] : []
}
