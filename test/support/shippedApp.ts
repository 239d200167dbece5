/** The app as it is shipped: nothing can drive its window, but its logs tell that it came up. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually, processTree, survivors } from './processes'
import type { ProcessSeen } from './processes'

export interface CameUp {
  /** The process that shows the page: its command line, and what Linux says of it. */
  readonly renderer: { readonly command: string, readonly status: string }
  /** All it has said on standard error. */
  readonly said: string
  /** What outlived the end that it was asked for. */
  readonly left: readonly ProcessSeen[]
}

/** Starts the app, waits until window and engine are there, and asks it to end. `userData` is where its logs come to be. */
export async function comesUp([program, ...args]: readonly [string, ...string[]], env: NodeJS.ProcessEnv, userData: string): Promise<CameUp> {
  const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => said += text)
  const log = () => readFileSync(join(userData, 'logs/main.log'), 'utf8')
  await eventually('the engine is ready', () => isReady(log), 60_000)
  const tree = processTree(child.pid ?? 0)
  const page = tree.find(({ command }) => command.includes('--type=renderer'))
  if (!page) throw new Error('no process shows a page')
  const renderer = { command: page.command, status: readFileSync(`/proc/${page.pid}/status`, 'utf8') }
  child.kill('SIGTERM')
  await eventually('it has ended', () => survivors(tree).length === 0, 10_000).catch(() => undefined)
  return { renderer, said, left: survivors(tree) }
}

function isReady(log: () => string): boolean {
  try {
    return log().includes('{"kind":"ready"}')
  } catch {
    return false // not there yet
  }
}
