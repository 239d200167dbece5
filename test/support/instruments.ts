/** The app under test seen from main's side: its processes, what they hold, how late main answers, what it asks. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Lab } from './lab'
import { processTree } from './processes'

/** Whoever is asked gives this answer; returns what counts the questions, also when the app has gone. */
export async function answerQuestions({ app, userData: folder }: Lab, response = 0) {
  const file = join(folder, 'questions')
  await app.evaluate(({ dialog }, { file, response }) => {
    dialog.showMessageBox = (() => {
      process.getBuiltinModule('node:fs').appendFileSync(file, '?')
      return Promise.resolve({ response, checkboxChecked: false })
    }) as unknown as typeof dialog.showMessageBox
  }, { file, response })
  return () => existsSync(file) ? readFileSync(file, 'utf8').length : 0
}

/** Keeps the app from opening folders in the desktop's windows; returns what tells the ones that it would have opened. */
export async function watchOpened({ app }: Lab): Promise<() => Promise<readonly string[]>> {
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openPath = (path) => {
      opened.push(path)
      return Promise.resolve('')
    }
  })
  return () => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
}

interface Watched {
  loop: { percentile(share: number): number, readonly max: number }
}

const tick = 20 // ms

export async function watchMain({ app }: Lab): Promise<void> {
  await app.evaluate((_electron, resolution) => {
    const loop = process.getBuiltinModule('node:perf_hooks').monitorEventLoopDelay({ resolution })
    loop.enable()
    Object.assign(globalThis, { loop })
  }, tick)
}

/** By how many ms main's loop came too late. */
export async function mainLag({ app }: Lab) {
  const { p99, max } = await app.evaluate(() => {
    const { loop } = globalThis as unknown as Watched
    return { p99: loop.percentile(99), max: loop.max } // nanoseconds between two ticks
  })
  return { p99: p99 / 1e6 - tick, max: max / 1e6 - tick }
}

/** Resident memory of a process in MiB. */
export function resident(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

/** Resident memory in MiB, and the files that all processes of the app have open. */
export async function holdings(lab: Lab) {
  const files = processTree(lab.pid).map(({ pid }) => readdirSync(`/proc/${pid}/fd`).length)
  return { main: resident(lab.pid), engine: resident(await enginePid(lab)), files: files.reduce((a, b) => a + b, 0) }
}

export function enginePid({ app }: Lab): Promise<number> {
  return app.evaluate(({ app }) => app.getAppMetrics().find(({ name }) => name === 'Latent Lab Engine')?.pid ?? 0)
}

/** The process that draws for all windows. */
export function gpuPid({ app }: Lab): Promise<number> {
  return app.evaluate(({ app }) => app.getAppMetrics().find(({ type }) => type === 'GPU')?.pid ?? 0)
}

export function pagePid({ app }: Lab): Promise<number> {
  return app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    return !contents || contents.isCrashed() ? 0 : contents.getOSProcessId()
  })
}

/** Ends the page from within, or loads it anew as the menu does. */
export function endPage({ app }: Lab, how: 'crash' | 'reload'): Promise<void> {
  return app.evaluate(({ BrowserWindow }, how) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (how === 'crash') contents?.forcefullyCrashRenderer()
    else contents?.reload()
  }, how)
}

/** Leaves a mark that goes with the page. */
export async function markPage(lab: Lab): Promise<void> {
  await inPage(lab, 'window.marked = true')
}

/** Whether it is still the page that was marked, or none stands. */
export async function isMarked(lab: Lab): Promise<boolean> {
  return await inPage(lab, 'window.marked === true') !== false
}

/** Epochs that the window shows; -1 where none stands. */
export async function rowsSeen(lab: Lab): Promise<number> {
  return Number(await inPage(lab, 'document.querySelectorAll("[data-testid=loss-table] tbody tr").length') ?? -1)
}

/**
 * What a page makes of a line of code; null where none stands. Asked through main, because a page that crashed once is lost to the tests; and a page
 * that goes while it is asked never answers.
 */
function inPage({ app }: Lab, code: string): Promise<unknown> {
  return app.evaluate(async ({ BrowserWindow }, code) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (!contents || contents.isCrashed() || contents.isLoading()) return null
    const silence = new Promise<null>(resolve => setTimeout(() => resolve(null), 1000))
    return Promise.race([contents.executeJavaScript(code) as Promise<unknown>, silence])
  }, code)
}
