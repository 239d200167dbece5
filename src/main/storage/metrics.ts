/** `metrics.jsonl`: each epoch's figures, a line each; of two lines for one epoch (the run was resumed before it) the later counts. */
import { join } from 'node:path'
import { EpochReport } from '@shared/domain/run'
import { z } from '@shared/schema'
import { files } from './layout'
import { parseLine, parseLines } from './lines'
import type { FileReader, FsPort } from './fsPort'

const MetricsLine = z.object({ report: EpochReport })

export interface Metrics {
  /** By epoch, ascending. */
  readonly reports: readonly EpochReport[]
  readonly end: number
  readonly dropped: number
  /** True where the file was too large to be read whole and every so many lines were taken instead. */
  readonly sampled: boolean
}

/** About 12,000 epochs, ten times what a run may have. */
const wholeUpTo = 4 * 1024 * 1024
const samples = 1000
/** Longer than two lines. */
const window = 4 * 1024

export async function readMetrics(fs: FsPort, folder: string, limit = wholeUpTo): Promise<Metrics> {
  const path = join(folder, files.metrics)
  const facts = await fs.inspect(path)
  if (facts?.kind !== 'file') return { reports: [], end: 0, dropped: 0, sampled: false }
  try {
    const file = await fs.readFile(path)
    try {
      return file.bytes > limit ? await sample(file) : await readWhole(file)
    } finally {
      await file.close()
    }
  } catch { // every figure stands in a manifest, too
    return { reports: [], end: facts.bytes, dropped: 0, sampled: false }
  }
}

async function readWhole(file: FileReader): Promise<Metrics> {
  const bytes = Buffer.alloc(file.bytes)
  const { values, end, dropped } = parseLines(bytes.subarray(0, await file.read(bytes, 0)))
  const { reports, strangers } = reportsOf(values)
  return { reports, end, dropped: dropped + strangers, sampled: false }
}

/** The first whole line at each of some places spread evenly, and the end of the last. */
async function sample(file: FileReader): Promise<Metrics> {
  const buffer = Buffer.alloc(window)
  const values: unknown[] = []
  let end = 0
  for (let i = 0; i <= samples; i++) {
    const position = Math.floor((file.bytes - window) * i / samples)
    const text = buffer.toString('latin1', 0, await file.read(buffer, position))
    const start = i === 0 ? 0 : text.indexOf('\n') + 1
    const stop = text.indexOf('\n', start)
    const value = stop < 0 ? undefined : parseLine(buffer.toString('utf8', start, stop))
    if (value !== undefined) values.push(value)
    if (i === samples) end = text.includes('\n') ? position + text.lastIndexOf('\n') + 1 : file.bytes
  }
  return { reports: reportsOf(values).reports, end, dropped: 0, sampled: true }
}

function reportsOf(values: readonly unknown[]): { reports: EpochReport[], strangers: number } {
  const byEpoch = new Map<number, EpochReport>()
  let strangers = 0
  for (const value of values) {
    const parsed = MetricsLine.safeParse(value)
    if (parsed.success) byEpoch.set(parsed.data.report.epoch, parsed.data.report)
    else strangers++
  }
  return { reports: [...byEpoch.values()].sort((a, b) => a.epoch - b.epoch), strangers }
}
