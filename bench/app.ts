/** Electron apps under measurement. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import type { ElectronApplication, Page } from '@playwright/test'
import { kill, processTree, survivors } from '../test/support/processes'
import { root } from './worker'

export const emptyApp = join(root, 'bench/fixtures/empty-app')

export interface OpenApp {
  readonly app: ElectronApplication
  readonly page: Page
  /** Of the main process. */
  readonly pid: number
  /** From the process's start until its Start button could be pressed. */
  readonly seconds: number
  close(): Promise<void>
}

/** Opens the app of a folder and waits until the button of the test id `start` is visible and enabled. */
export async function openApp(folder: string, userData: string): Promise<OpenApp> {
  passTheWelcome(userData)
  const before = performance.now()
  const app = await _electron.launch({
    executablePath: electronPath(),
    cwd: root,
    args: [folder, `--user-data-dir=${userData}`],
    env: cleanEnvironment(),
    chromiumSandbox: process.getuid?.() !== 0,
    timeout: 60_000,
  })
  const pid = app.process().pid ?? 0
  try {
    const page = await app.firstWindow({ timeout: 60_000 })
    await page.locator('[data-testid="start"]:enabled').waitFor({ state: 'visible', timeout: 60_000 })
    return { app, page, pid, seconds: (performance.now() - before) / 1000, close: () => close(app, pid) }
  } catch (error) {
    await close(app, pid)
    throw error
  }
}

/** A first start would greet before it can be used. */
export function passTheWelcome(userData: string): void {
  const file = join(userData, 'settings.json')
  if (existsSync(file)) return
  mkdirSync(userData, { recursive: true })
  writeFileSync(file, JSON.stringify({ language: 'en', welcomed: true }))
}

/** Playwright's own close may wait for ever. */
async function close(app: ElectronApplication, pid: number): Promise<void> {
  const tree = processTree(pid)
  await Promise.race([app.close().catch(() => undefined), new Promise(resolve => setTimeout(resolve, 10_000))])
  for (const left of survivors(tree)) kill(left.pid)
}

/** Electron's executable: what set-up found, else the package's own. */
export function electronPath(): string {
  const file = join(root, '.runtime.json')
  const runtime = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as { electron?: string | null } : {}
  return runtime.electron ?? join(root, 'node_modules/electron/dist/electron')
}

/** Without what would change the app: the bench's loader, and what set-up says to the command line. */
function cleanEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(([name]) => !/^(LATENT_LAB_|NODE_OPTIONS|TSX_|npm_)/.test(name))
  return Object.fromEntries(entries) as Record<string, string>
}
