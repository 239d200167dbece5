/** How long an app keeps its user waiting, beside an app that does nothing: warmed up, in turns, as a ratio. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Figure, Goal } from './figure'
import { interleave } from './interleave'
import type { Measure } from './interleave'
import type { Bench } from './part'
import { median, ratios } from './statistics'

export interface Launches {
  /** What the figures are called. */
  readonly name: string
  readonly beside: string
  readonly goal?: Goal
  /** Seconds of one launch, with a folder that is this app's own and stays from one launch to the next. */
  readonly lab: (folder: string) => Promise<number>
  readonly empty: (folder: string) => Promise<number>
}

export async function compareLaunches({ name, beside, goal, ...launches }: Launches, { options, tell }: Bench): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'latent-lab-bench-'))
  const of = (app: 'lab' | 'empty'): Measure => () => launches[app](join(folder, app))
  const [lab, empty] = [of('lab'), of('empty')]
  try {
    for (const warmUp of [lab, empty, lab, empty]) await warmUp() // cold files, a profile to be made, then scripts to be compiled for good
    const measured = await interleave(options.pairs, { lab, empty }, tell)
    const found = ratios(measured.lab, measured.empty)
    return [
      { name, value: Math.max(...measured.lab), unit: 's', median: median(measured.lab) },
      { name: beside, value: Math.max(...found), unit: '×', median: median(found), measured, ...goal ? { goal } : {} },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
