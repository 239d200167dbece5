/** `history.jsonl`: the story of a run between its epochs, to draw it again as it was. Nothing of it is needed to go on. */
import { join } from 'node:path'
import { BatchReport, LogEntry } from '@shared/domain/run'
import { z } from '@shared/schema'
import { readDocument } from './documents'
import { files } from './layout'
import { parseLines } from './lines'
import type { FsPort } from './fsPort'

export const HistoryEntry = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('log'), entry: LogEntry }),
  z.strictObject({ kind: z.literal('batch'), report: BatchReport }),
])
export type HistoryEntry = z.infer<typeof HistoryEntry>

export interface History {
  readonly entries: readonly HistoryEntry[]
  /** Where the last whole line ends, in bytes. */
  readonly end: number
}

export const noHistory: History = { entries: [], end: 0 }
const cap = 64 * 1024 * 1024

/** Lines that do not verify are left out; of a file that cannot be read at all nothing is told, and nothing is lost. */
export async function readHistory(fs: FsPort, folder: string): Promise<History> {
  const path = join(folder, files.history)
  const facts = await fs.inspect(path)
  if (facts?.kind !== 'file') return noHistory
  try {
    const { values, end } = parseLines(await readDocument(fs, path, cap) ?? new Uint8Array(0))
    return { entries: values.flatMap(value => HistoryEntry.safeParse(value).data ?? []), end }
  } catch {
    return { entries: [], end: facts.bytes }
  }
}
