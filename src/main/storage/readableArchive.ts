/** A run opened for looking at: nothing on the disk changes, and its writer may go on meanwhile. */
import { LabError } from '@shared/errors'
import { readHistory } from './history'
import { findEpoch, readArrays, readEmbedding, readResumePoint } from './readEpoch'
import type { DiskArchive } from './archive'
import type { FsPort } from './fsPort'
import type { LoadedRun } from './loadRun'

export function readableArchive(fs: FsPort, folder: string, run: LoadedRun): DiskArchive {
  const { file, kept, reports, notices, leftovers } = run
  async function refuse(): Promise<never> {
    throw new LabError('E_BUSY', 'This run was opened for looking at only, so nothing is written to it.')
  }
  return {
    folder: () => folder,
    access: 'read',
    notices,
    leftovers,
    facts: () => file,
    kept: () => kept,
    reports: () => reports,
    unsaved: () => ({ waiting: [], lost: [] }),
    weights: async epoch => readArrays(fs, folder, findEpoch(kept, epoch), 'weights.bin'),
    embedding: async (epoch, split) => readEmbedding(fs, folder, findEpoch(kept, epoch), split),
    resumePoint: epoch => readResumePoint(fs, folder, kept, epoch),
    history: async () => (await readHistory(fs, folder)).entries,
    tell: () => undefined,
    commit: refuse,
    update: refuse,
    flush: refuse,
    moveTo: refuse,
    close: async () => undefined,
  }
}
