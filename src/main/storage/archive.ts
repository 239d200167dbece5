/** The archive of one run on the disk. */
import { diskFault } from './faults'
import { readHistory } from './history'
import { acquireLock } from './lock'
import { clearLeftovers } from './leftovers'
import { assertFolder, loadRun } from './loadRun'
import { readableArchive } from './readableArchive'
import { WritableArchive } from './writableArchive'
import type { EpochReport } from '@shared/domain/run'
import type { KeptEpoch } from './epochs'
import type { FsPort } from './fsPort'
import type { HistoryEntry } from './history'
import type { Access } from './loadRun'
import type { RunArchive } from './record'
import type { RunFile } from './runFile'

/** Facts that become known, or change, while a run goes on. */
export type RunChanges = Partial<Pick<RunFile, 'state' | 'floors' | 'executor' | 'executorReason' | 'parameters' | 'rateChanges' | 'versions' | 'device'>>

export interface DiskArchive extends RunArchive {
  folder(): string
  readonly access: Access
  facts(): RunFile
  /** Epochs on the disk, ascending. */
  kept(): readonly KeptEpoch[]
  /** Epochs that are in memory only, because the disk would not take them; and those that memory could not hold either. */
  unsaved(): { readonly waiting: readonly number[], readonly lost: readonly number[] }
  /** The figures of each epoch, those in memory included. */
  reports(): readonly EpochReport[]
  /** What was found wrong with the run since it was opened, and what was done about it: sentences for the user. */
  readonly notices: readonly string[]
  /** What saves that never ended left in the run's folder; a writer has cleared it away as it opened the run. */
  readonly leftovers: readonly string[]
  /** Writes facts into run.json. */
  update(changes: RunChanges): Promise<void>
  /** Adds to the run's story, written with the next epoch, `update` or `close`. */
  tell(entry: HistoryEntry): void
  /** The story so far, in order. */
  history(): Promise<readonly HistoryEntry[]>
  /** Tries again to write the epochs that are in memory only. */
  flush(): Promise<void>
  /** Goes on in another folder of runs, because this one is full or gone: copies what can be read, and writes what waits in memory. */
  moveTo(runsFolder: string): Promise<void>
  /** Tries a last time to write what waits, then gives the lock back. */
  close(): Promise<void>
}

/** Opens a run's folder. A writer holds its lock until `close`; a reader changes nothing and may look at a run that trains. */
export async function diskArchive(fs: FsPort, folder: string, access: Access): Promise<DiskArchive> {
  await assertFolder(fs, folder)
  const lock = access === 'write' ? await acquireLock(fs, folder) : null
  try {
    const found = await loadRun(fs, folder, access)
    if (!lock) return readableArchive(fs, folder, found)
    const run = await clearLeftovers(fs, folder, found) // nobody else can be writing them now
    const { end } = await readHistory(fs, folder)
    const archive = new WritableArchive(fs, folder, run, end, lock)
    await archive.settle()
    return archive
  } catch (error) {
    await lock?.release()
    throw diskFault(error, 'The run could not be opened')
  }
}
