/** What is kept of every epoch (src/main/storage keeps it on disk); here, an archive in memory. */
import { LabError } from '@shared/errors'
import type { RunChanges } from '../storage/archive'
import type { HistoryEntry } from '../storage/history'
import { pointOf } from '../storage/record'
import type { EpochRecord, RunArchive } from '../storage/record'

export type { Embedding, EpochRecord, NamedArray, RunArchive } from '../storage/record'

/** What a session needs of an archive: it also notes facts of the run as they become known, and tells its story. */
export type SessionArchive = RunArchive & {
  update(changes: RunChanges): Promise<void>
  tell(entry: HistoryEntry): void
  /** Epochs that are in memory only; and those that memory could not hold either. */
  unsaved(): { readonly waiting: readonly number[], readonly lost: readonly number[] }
  /** Tries again to write the epochs that are in memory only. */
  flush(): Promise<void>
  /** Goes on in another folder of runs. */
  moveTo(runsFolder: string): Promise<void>
}

export function memoryArchive(): SessionArchive {
  const records = new Map<number, EpochRecord>()
  function record(epoch: number): EpochRecord {
    const found = records.get(epoch)
    if (!found) throw new LabError('E_NO_RUN', `Epoch ${epoch} of this run is not kept; ${records.size} epochs are.`)
    return found
  }
  return {
    commit: async entry => void records.set(entry.report.epoch, entry),
    weights: async epoch => record(epoch).weights,
    embedding: async (epoch, split) => record(epoch).embeddings[split],
    resumePoint: async (epoch = Math.max(...records.keys())) => pointOf(record(epoch)),
    update: async () => undefined,
    tell: () => undefined,
    unsaved: () => ({ waiting: [], lost: [] }), // nobody expects them on a disk
    flush: async () => undefined,
    moveTo: async () => undefined,
    close: () => undefined, // can be looked at after its end; whoever lets go of it frees it
  }
}
