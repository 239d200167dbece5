/** The built app under Playwright: launched with a folder of its own for each test, and surely closed. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { _electron, test as base } from '@playwright/test'
import type { ElectronApplication, Page } from '@playwright/test'
import { apps, root } from './apps'
import { eventually, kill, processTree, survivors } from './processes'
import type { ProcessSeen } from './processes'
import { recordRequests } from './requests'
import type { RequestRecord } from './requests'
import type { Settings } from '../../src/shared/domain/settings'

export { expect } from '@playwright/test'

export { apps, root }

export interface Lab {
  readonly app: ElectronApplication
  readonly page: Page
  readonly userData: string
  /** Pid of the main process. */
  readonly pid: number
  /** Errors of the page: uncaught ones, console errors, violations of the content security policy. */
  readonly faults: string[]
  /** Addresses that its processes have asked of the network since its first line, the app's own files aside: there should be none. */
  sent(): Promise<readonly string[]>
  /**
   * Quits, and gives the processes of a main that is gone a second to notice. Kills what is left, and returns it. Rejects where there were faults or
   * requests that the test has not said it provokes.
   */
  close(): Promise<readonly ProcessSeen[]>
}

/** Errors of the page, requests, and what main's log has of faults that nobody caught. */
export type Provoked = 'faults' | 'requests' | 'uncaught'

export interface LaunchOptions {
  /** One of `apps`; the whole one where absent. */
  readonly folder?: string
  /** Undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly args?: readonly string[]
  readonly userData?: string
  /** What a folder without settings begins with; null for a true first start. */
  readonly settings?: Partial<Settings> | null
  /** Root cannot have Chromium's sandbox; another user is given one here. */
  readonly executable?: string
  readonly sandbox?: boolean
  /** What the test brings about itself; of anything else its app must be free when it is closed. */
  readonly provokes?: readonly Provoked[]
}

/** Electron's executable: what set-up found, else the package's own. */
export function electronPath(): string {
  const file = join(root, '.runtime.json')
  const runtime = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as { electron?: string } : {}
  return runtime.electron ?? join(root, 'node_modules/electron/dist/electron')
}

export async function launchLab(options: LaunchOptions = {}): Promise<Lab> {
  const userData = options.userData ?? mkdtempSync(join(tmpdir(), 'latent-lab-'))
  if (options.settings !== null) seedSettings(userData, options.settings ?? {})
  const requests = recordRequests()
  const app = await launch(options, userData, requests)
  const page = await app.firstWindow({ timeout: 60_000 })
  const faults = watchFaults(page)
  await page.waitForLoadState('domcontentloaded')
  const pid = await app.evaluate(() => process.pid)
  async function close() {
    const left = await closeLab(app, pid)
    const found = { faults, requests: requests.end(), uncaught: uncaughtIn(userData) }
    if (!options.userData) rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
    assertNone(found, options.provokes ?? [])
    return left
  }
  const sent = async () => app.evaluate(() => undefined).then(() => requests.read()) // by then main has heard what its sessions have sent
  return { app, page, userData, pid, faults, sent, close }
}

/** Lines of main's log. */
function uncaughtIn(userData: string): readonly string[] {
  const file = join(userData, 'logs/main.log')
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(line => /^\S+ an (?:uncaught fault|unhandled rejection)$/.test(line)) : []
}

function assertNone(found: Readonly<Record<Provoked, readonly string[]>>, provoked: readonly Provoked[]) {
  const wrong = Object.entries(found).filter(([kind, lines]) => lines.length > 0 && !provoked.includes(kind as Provoked))
  if (wrong.length > 0) throw new Error(`When the app was closed, it had had ${wrong.map(([kind, lines]) => `${kind}:\n${lines.join('\n')}`).join('\n')}`)
}

/** The tests read English, whatever the machine speaks. */
function seedSettings(userData: string, settings: Partial<Settings>) {
  const file = join(userData, 'settings.json')
  if (existsSync(file)) return
  mkdirSync(userData, { recursive: true })
  writeFileSync(file, JSON.stringify({ language: 'en', welcomed: true, ...settings }))
}

/**
 * What Playwright loads into an Electron that it finds by itself: it holds `ready` back until both debuggers are attached.
 * Without it, on a busy machine, about one launch in fifty never gets to its first window.
 */
export const loader = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'lib/server/electron/loader.js')

function launch(options: LaunchOptions, userData: string, requests: RequestRecord): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: options.executable ?? electronPath(),
    cwd: root,
    args: ['-r', loader, ...requests.args, options.folder ?? apps.whole, `--user-data-dir=${userData}`, ...options.args ?? []],
    env: cleanEnvironment({ ...options.env, ...requests.env }),
    chromiumSandbox: options.sandbox ?? process.getuid?.() !== 0,
    timeout: 60_000,
  })
}

/** The environment of the tests without what would change the app, and with what a test wants. */
function cleanEnvironment(wanted: LaunchOptions['env'] = {}): Record<string, string> {
  const own = Object.entries(process.env).filter(([name]) => !/^(LATENT_LAB_|ELECTRON_RENDERER_URL|NODE_OPTIONS)/.test(name))
  const all: NodeJS.ProcessEnv = { ...Object.fromEntries(own), ...wanted }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Record<string, string>
}

function watchFaults(page: Page): string[] {
  const faults: string[] = []
  page.on('pageerror', error => faults.push(`uncaught: ${error.stack ?? error.message}`))
  page.on('console', message => message.type() === 'error' && faults.push(`console: ${message.text()}`))
  return faults
}

/** Playwright's own close may wait for ever, and leaves orphans when it does. */
async function closeLab(app: ElectronApplication, pid: number): Promise<readonly ProcessSeen[]> {
  const tree = processTree(pid)
  await Promise.race([app.close().catch(() => undefined), new Promise(resolve => setTimeout(resolve, 10_000))])
  // Chromium's zygotes leave when they find main's end of a socket closed: after main, by a moment that a busy machine draws out.
  await eventually('its processes are gone', () => survivors(tree).length === 0, 1000).catch(() => undefined)
  const left = survivors(tree)
  for (const { pid: orphan } of left) kill(orphan)
  return left
}

/** Tests that need one app each get it as `lab`; how it is launched they say with `test.use({ launch: … })`. */
export const test = base.extend<{ launch: LaunchOptions, lab: Lab }>({
  launch: [{}, { option: true }],
  lab: async ({ launch }, use, info) => {
    const lab = await launchLab(launch)
    await use(lab)
    if (info.status !== info.expectedStatus) await attachLogs(lab, info)
    await lab.close()
  },
})

async function attachLogs(lab: Lab, info: { attach(name: string, options: { body: string, contentType: string }): Promise<void> }) {
  for (const name of ['main', 'engine']) {
    const file = join(lab.userData, 'logs', `${name}.log`)
    if (existsSync(file)) await info.attach(`${name}.log`, { body: readFileSync(file, 'utf8'), contentType: 'text/plain' })
  }
  if (lab.faults.length > 0) await info.attach('faults of the page', { body: lab.faults.join('\n'), contentType: 'text/plain' })
}

/** With `bare`, one bare app for all tests of a file which leave it as it was. */
export const bareTest = test.extend<object, { bare: Lab }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures it needs off this pattern: none
  bare: [async ({}, use) => {
    const args = ['--use-fake-device-for-media-stream'] // so that a camera is there to be denied
    const lab = await launchLab({ folder: apps.bare, args, provokes: ['faults'], env: { LD_LIBRARY_PATH: '/nowhere', SECRET_TOKEN: 'x' } })
    await use(lab)
    await lab.close()
  }, { scope: 'worker' }],
})
