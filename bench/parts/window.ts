/** The real app while it trains: does the window stay smooth, and does it cost the training anything? */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openApp } from '../app'
import type { OpenApp } from '../app'
import { trainByCommandLine } from '../commandLine'
import { worstOf } from '../figure'
import type { Figure } from '../figure'
import { interleave } from '../interleave'
import { residentMemory } from '../memory'
import type { Part } from '../part'
import { median, percentile, ratios } from '../statistics'
import { root } from '../worker'

/** The first one, in which everything warms up, is not counted. */
const epochs = 4
/** Between two looks at main's loop, in ms. */
const tick = 5

export const window: Part = {
  name: 'window',
  title: 'The window while Seed trains, and training with the window beside the command line',
  async measure({ options, tell }) {
    const userData = mkdtempSync(join(tmpdir(), 'latent-lab-bench-'))
    const lab = await openApp(root, userData)
    try {
      await lab.page.getByTestId('field-epochs').fill(String(epochs))
      const measured = await interleave(options.pairs, { app: () => trainInApp(lab, userData), commandLine: trainAlone }, tell)
      const memory = await memoryByProcess(lab)
      const smoothness = await watched(lab, () => trainInApp(lab, userData)) // a run of its own: to watch is to ask for frames that nobody needs
      return [
        worstOf('Training with the window open', '×', ratios(measured.app, measured.commandLine), { atMost: 1.15 },
          { detail: 'seconds of an epoch beside the command line\'s', measured }),
        ...smoothness,
        ...memory,
      ]
    } finally {
      await lab.close()
      rmSync(userData, { recursive: true, force: true })
    }
  },
}

/** The median epoch's training seconds of a run that is started as a person does. */
async function trainInApp({ page }: OpenApp, userData: string): Promise<number> {
  const before = reportedRuns(userData).length
  await page.getByTestId('start').click()
  for (;;) {
    const run = reportedRuns(userData)[before] ?? []
    if (run.length === epochs) {
      await page.locator('[data-testid="start"]:enabled').waitFor({ timeout: 30_000 })
      return median(run.slice(1))
    }
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

async function trainAlone(): Promise<number> {
  const { epochs: reports } = await trainByCommandLine(['--preset', 'seed', '--epochs', String(epochs)])
  return median(reports.slice(1).map(({ seconds }) => seconds))
}

/** Seconds of each epoch of each run on disk, oldest run first. */
function reportedRuns(userData: string): number[][] {
  const folder = join(userData, 'runs')
  return names(folder).sort().map(run => text(join(folder, run, 'metrics.jsonl')).split('\n').filter(Boolean)
    .map(line => (JSON.parse(line) as { report: { seconds: number } }).report.seconds)).filter(run => run.length > 0)
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function text(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

interface Watched {
  benchDelay: { enable(): void, disable(): void, percentile(share: number): number, max: number }
}

/** The page's frames and the lag of main's loop while something goes on. */
async function watched({ page, app }: OpenApp, work: () => Promise<unknown>): Promise<Figure[]> {
  // As text: what tsx makes of an inner function does not run in a page.
  await page.evaluate(`
    window.benchFrames = []
    let last = performance.now()
    requestAnimationFrame(function frame(now) {
      benchFrames.push(now - last)
      last = now
      requestAnimationFrame(frame)
    })`)
  await app.evaluate((_electron, resolution) => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks')
    const benchDelay = (globalThis as unknown as Watched).benchDelay = monitorEventLoopDelay({ resolution })
    benchDelay.enable() // once: enabled anew it would count the time between as a lag
  }, tick)
  await work()
  const frames = await page.evaluate<number[]>('benchFrames')
  const delay = await app.evaluate(() => {
    const { benchDelay } = globalThis as unknown as Watched
    benchDelay.disable()
    return { p50: benchDelay.percentile(50), p95: benchDelay.percentile(95), max: benchDelay.max } // nanoseconds between two ticks
  })
  return [
    { name: 'Time of a frame, p95', unit: 'ms', value: percentile(frames, 0.95), median: median(frames),
      detail: `${frames.length} frames, the longest ${Math.max(...frames).toFixed(0)} ms` },
    { name: 'Lag of main\'s loop, p95', unit: 'ms', value: lag(delay.p95), median: lag(delay.p50), detail: `at most ${lag(delay.max).toFixed(0)} ms` },
  ]
}

/** What a tick came too late by, in ms. */
function lag(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e6 - tick)
}

/** Resident memory of all processes, by what Electron calls them. */
async function memoryByProcess({ app }: OpenApp): Promise<Figure[]> {
  const processes = await app.evaluate(({ app: electron }) => electron.getAppMetrics().map(({ pid, type, name }) => ({ pid, type, name })))
  const sums = new Map<string, number>()
  for (const { pid, type, name } of processes) {
    const kind = name ?? type
    sums.set(kind, (sums.get(kind) ?? 0) + residentMemory(pid))
  }
  return [...sums].map(([kind, value]): Figure => ({ name: `Memory: ${kind}`, unit: 'MB', value,
    ...kind.includes('Engine') ? { goal: { atMost: 900 } } : {}, detail: 'resident, after the last run' }))
}
