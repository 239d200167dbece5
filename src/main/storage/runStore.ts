/** The runs of one folder: made, listed, opened, named, deleted and brought back. */
import { realpath } from 'node:fs/promises'
import { RunId } from '@shared/domain/run'
import { diskArchive } from './archive'
import { newRunFile, publishRun, writeRunSkeleton } from './createRun'
import { removeRun, restoreRun } from './deleted'
import { clearDrafts } from './drafts'
import { exportRun } from './exportRun'
import { diskFault } from './faults'
import { importRun } from './importRun'
import { newRunId, runFolder } from './layout'
import { listRun, listRuns } from './listing'
import { assertFolder } from './loadRun'
import { makeFolder } from './makeFolder'
import { nodeFs } from './nodeFs'
import { noLabels, readLabels, writeLabels } from './runFile'
import { assertOutside } from './runsFolder'
import { assertRoomToStart, spaceFor } from './space'
import type { RunConfig } from '@shared/domain/runConfig'
import type { DiskArchive } from './archive'
import type { RunDraft } from './createRun'
import type { Exported } from './exportRun'
import type { FsPort } from './fsPort'
import type { Watch } from './meter'
import type { ListedRun } from './listing'
import type { Access } from './loadRun'
import type { Labels } from './runFile'
import type { Space } from './space'

export interface RunStore {
  readonly folder: string
  /** Opened for writing, under a new id unless one is given. E_DISK_FULL where it has no room to begin. */
  create(draft: RunDraft, labels?: Partial<Labels>, id?: RunId): Promise<DiskArchive>
  /** E_BUSY where another process writes it; E_VERSION where a newer lab wrote it and `access` is "write". */
  open(id: string, access: Access): Promise<DiskArchive>
  list(): Promise<ListedRun[]>
  /** One of the list; E_NO_RUN. */
  describe(id: string): Promise<ListedRun>
  labels(id: string): Promise<Labels>
  /** Also while the run trains. */
  relabel(id: string, changes: Partial<Labels>): Promise<Labels>
  /** Moves a run into a folder of the caller's, also from a full disk; answers where it is now. E_BUSY while it trains. */
  remove(id: string, trashFolder: string): Promise<string>
  /** Removes runs in the making whose makers are gone; answers how many. */
  clearDrafts(): Promise<number>
  /** Undoes `remove`. E_BUSY where a run of its id is there again. */
  restore(trashed: string): Promise<RunId>
  /** A run as one file; `target` is where the user chose, outside the folder of runs. Also while the run trains. */
  exportTo(id: string, target: string, watch?: Watch): Promise<Exported>
  /** Answers the id that the run has here. Nothing appears unless all of it verifies. */
  importFrom(source: string, watch?: Watch): Promise<RunId>
  space(config: RunConfig): Promise<Space>
}

/** Makes the folder where there is none. */
export async function openRunStore(path: string): Promise<RunStore> {
  return runStore(nodeFs, await realFolder(path))
}

/** `folder` is there, and no part of its path is a link. */
export function runStore(fs: FsPort, folder: string): RunStore {
  const at = (id: string) => runFolder(folder, id)

  async function create(draft: RunDraft, labels: Partial<Labels> = {}, id = newRunId()): Promise<DiskArchive> {
    assertRoomToStart(await spaceFor(fs, folder, draft.config))
    const file = newRunFile(id, Date.now(), draft)
    const made = await publishRun(fs, folder, file.id, place => writeRunSkeleton(fs, place, file, { ...noLabels, ...labels }))
    return diskArchive(fs, made, 'write')
  }

  async function relabel(id: string, changes: Partial<Labels>): Promise<Labels> {
    await assertFolder(fs, at(id))
    const { labels } = await readLabels(fs, at(id))
    const changed = { ...labels, ...changes }
    await writeLabels(fs, at(id), changed).catch((error: unknown) => {
      throw diskFault(error, 'The labels of the run could not be saved')
    })
    return changed
  }

  return {
    folder, create, relabel,
    remove: async (id, trashFolder) => removeRun(fs, folder, id, trashFolder),
    clearDrafts: async () => (await clearDrafts(fs, folder)).length,
    restore: trashed => restoreRun(fs, trashed, folder),
    open: async (id, access) => diskArchive(fs, at(id), access),
    list: () => listRuns(fs, folder),
    async describe(id) {
      await assertFolder(fs, at(id))
      return listRun(fs, at(id), RunId.parse(id))
    },
    labels: async id => (await readLabels(fs, at(id))).labels,
    async exportTo(id, target, watch) {
      await assertOutside(target, folder)
      return exportRun(fs, at(id), target, watch)
    },
    importFrom: (source, watch) => importRun(fs, folder, source, watch),
    space: config => spaceFor(fs, folder, config),
  }
}

/** The user's own choice may be a link; from here on nothing is. */
async function realFolder(path: string): Promise<string> {
  try {
    makeFolder(path)
    return await realpath(path)
  } catch (error) {
    throw diskFault(error, `The folder for runs, ${path}, could not be opened`)
  }
}
