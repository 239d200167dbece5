/**
 * A packaged app's window, driven as any Chromium's. Only the build for tests allows it, and only while its inspector listens (switches.ts).
 * Playwright's own way into Electron is not taken: without its loader, which no fuse lets in here, some launches never get to their first window.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chromium } from '@playwright/test'
import type { Page } from '@playwright/test'
import { processTree, survivors } from './processes'
import type { ProcessSeen } from './processes'

export interface OpenWindow {
  readonly page: Page
  /** Closes the window, as its user would, and waits for the end of the process. Returns what outlived it. */
  quit(): Promise<readonly ProcessSeen[]>
}

/** Starts a command that is the app, or brings it up in its own process's place. */
export async function openWindow([program, ...args]: readonly [string, ...string[]], env: NodeJS.ProcessEnv): Promise<OpenWindow> {
  const child = spawn(program, [...args, '--inspect=0', '--remote-debugging-port=0'], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  try {
    const browser = await chromium.connectOverCDP(await addressOf(child))
    const [context] = browser.contexts()
    if (!context) throw new Error('the app has no window')
    const page = context.pages()[0] ?? await context.waitForEvent('page', { timeout: 60_000 })
    return { page, quit: () => quit(child, page) }
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
}

/** Where its window can be driven: the app says so when it starts. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const [, address] = /DevTools listening on (ws:\S+)/.exec(said) ?? []
      if (address) resolve(address)
    })
    child.on('error', reject)
    child.on('exit', code => reject(new Error(`the app ended with code ${code} before it had a window:\n${said}`)))
    setTimeout(() => reject(new Error(`the app has no window after a minute:\n${said}`)), 60_000).unref()
  })
}

const pause = (time: number) => new Promise(resolve => setTimeout(resolve, time))

async function quit(child: ChildProcess, page: Page): Promise<readonly ProcessSeen[]> {
  const tree = processTree(child.pid ?? 0)
  const ended = new Promise(resolve => child.once('exit', resolve))
  await page.close()
  await Promise.race([ended, pause(10_000)])
  await pause(500) // Chromium's helpers see that they are alone a moment later
  const left = survivors(tree)
  for (const { pid } of left) process.kill(pid, 'SIGKILL')
  return left
}
