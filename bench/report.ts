/** How figures are shown and kept. */
import { cpus, loadavg, totalmem } from 'node:os'
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isReached } from './figure'
import type { Figure, Gap } from './figure'
import { root } from './worker'

export interface Section {
  readonly part: string
  readonly title: string
  readonly figures: readonly (Figure | Gap)[]
}

export interface Machine {
  readonly processor: string
  readonly threads: number
  readonly memory: number // bytes
  /** Runnable processes in the last minute, before the bench began. */
  readonly load: number
}

export function machineNow(): Machine {
  return { processor: cpus()[0]?.model.trim() ?? '', threads: cpus().length, memory: totalmem(), load: loadavg()[0] ?? 0 }
}

export function sentenceOf({ processor, threads, memory, load }: Machine): string {
  const busy = load > threads / 2 ? ' Others are at work on this machine: trust no single figure of this run.' : ''
  return `${processor}, ${threads} threads, ${(memory / 2 ** 30).toFixed(0)} GiB; load ${load.toFixed(1)} at the start.${busy}`
}

/** A section as lines of a table. */
export function tableOf({ title, figures }: Section): string {
  return [title, ...figures.map(rowOf)].join('\n')
}

function rowOf(entry: Figure | Gap): string {
  if ('reason' in entry) return `  ${entry.name.padEnd(52)} not measured: ${entry.reason}`
  const { name, value, unit, median, detail } = entry
  const middle = median === undefined ? '' : `median ${shown(median)}`
  return `  ${name.padEnd(52)} ${`${shown(value)} ${unit}`.padStart(14)}  ${middle.padEnd(14)} ${verdictOf(entry).padEnd(24)} ${detail ?? ''}`.trimEnd()
}

function verdictOf(figure: Figure): string {
  const reached = isReached(figure)
  if (reached === null) return ''
  const { atLeast, atMost } = figure.goal ?? {}
  const goal = atLeast === undefined ? `≤ ${shown(atMost ?? NaN)}` : `≥ ${shown(atLeast)}`
  return `${goal} ${reached ? 'reached' : 'NOT REACHED'}`
}

function shown(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3)
}

/** Writes everything to bench-results/, and answers the file's path. */
export function keep(machine: Machine, sections: readonly Section[], now = new Date()): string {
  const folder = join(root, 'bench-results')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${now.toISOString().slice(0, 19).replaceAll(':', '')}.json`)
  const judged = sections.map(section => ({
    ...section,
    figures: section.figures.map(figure => 'reason' in figure ? figure : { ...figure, reached: isReached(figure) }),
  }))
  writeFileSync(file, `${JSON.stringify({ at: now.toISOString(), commit: commit(), node: process.version, machine, sections: judged }, null, 2)}\n`)
  return file
}

function commit(): string | null {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return null
  }
}
