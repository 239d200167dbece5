/**
 * The app started without Playwright: as a second instance, which hands over and leaves, or where Playwright cannot be.
 * What it asks of the network is recorded all the same.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { apps } from './apps'
import { electronPath } from './lab'
import { recordRequests } from './requests'

export interface Alone {
  readonly child: ChildProcess
  /** Rejects where the app has asked anything of the network. */
  readonly ended: Promise<Ended>
}

interface Ended {
  readonly code: number | null
  /** All that it said on standard error. */
  readonly said: string
  /** And on standard output. */
  readonly told: string
}

interface AloneOptions {
  /** One of `apps`; the one with the engine of the tests where absent. */
  readonly folder?: string
  readonly cwd?: string
  /** A script that runs before the app's first line. */
  readonly first?: string
  readonly env?: Readonly<Record<string, string>>
}

export function startAlone(args: readonly string[], { folder = apps.fakeEngine, cwd, first, env = {} }: AloneOptions = {}): Alone {
  const requests = recordRequests()
  const rootNeeds = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const before = first === undefined ? [] : ['-r', first]
  const child = spawn(electronPath(), [...rootNeeds, ...requests.args, ...before, folder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env, ...requests.env }, ...cwd === undefined ? {} : { cwd },
  })
  let said = ''
  let told = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => told += text)
  child.stderr.setEncoding('utf8').on('data', (text: string) => said += text)
  async function end(): Promise<Ended> {
    const [code] = await once(child, 'close') as [number | null]
    const asked = requests.end()
    if (asked.length > 0) throw new Error(`The app that was started alone has asked of the network:\n${asked.join('\n')}`)
    return { code, said, told }
  }
  return { child, ended: end() }
}

/** Starts the app again over the same data; its exit code. */
export async function secondInstance(userData: string, args: readonly string[], options: AloneOptions = {}): Promise<number | null> {
  return (await startAlone([`--user-data-dir=${userData}`, ...args], options).ended).code
}
