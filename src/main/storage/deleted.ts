/**
 * Runs that were deleted, in a folder of their own until somebody takes them away for good. What lies there is all that is known of them,
 * so it outlives the app.
 */
import { basename, join } from 'node:path'
import { LabError } from '@shared/errors'
import { RunId } from '@shared/domain/run'
import { diskFault, systemCode } from './faults'
import { runFolder } from './layout'
import { assertFolder } from './loadRun'
import { assertFree } from './lock'
import { moveFolder } from './moveFolder'
import { ensureFolder } from './quarantine'
import type { FsPort } from './fsPort'

export interface DeletedRun {
  readonly path: string
  readonly id: RunId
}

const ending = /\.[0-9a-f]{12}$/

let lastTime = 0

/** The time of the deletion, so that the names tell which was the last; two within one millisecond are told apart as well. */
function nameFor(id: RunId): string {
  lastTime = Math.max(lastTime + 1, Date.now())
  return `${id}.${lastTime.toString(16).padStart(12, '0')}`
}

/** Answers where the run is now. Nothing is written to its disk but names: on one that is full, this is how room is made. */
export async function removeRun(fs: FsPort, runsFolder: string, id: RunId, trashFolder: string): Promise<string> {
  const folder = runFolder(runsFolder, id)
  await assertFolder(fs, folder)
  await assertFree(fs, folder)
  const trashed = join(trashFolder, nameFor(id))
  try {
    await ensureFolder(fs, trashFolder)
    await moveFolder(fs, folder, trashed)
  } catch (error) {
    throw diskFault(error, 'The run could not be deleted')
  }
  return trashed
}

/** E_BUSY where a run of its id is there again. */
export async function restoreRun(fs: FsPort, trashed: string, runsFolder: string): Promise<RunId> {
  const id = RunId.parse(basename(trashed).replace(ending, ''))
  const folder = runFolder(runsFolder, id)
  if (await fs.inspect(folder)) throw new LabError('E_BUSY', 'The run cannot be brought back, because there is one of its id again.')
  await moveFolder(fs, trashed, folder).catch((error: unknown) => {
    throw diskFault(error, 'The run could not be brought back')
  })
  return id
}

/** The one deleted last comes last. */
export async function deletedRuns(fs: FsPort, trashFolder: string): Promise<DeletedRun[]> {
  const names = await fs.list(trashFolder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return []
    throw diskFault(error, 'The folder of deleted runs could not be read')
  })
  const timeOf = (name: string) => ending.exec(name)?.[0] ?? ''
  return names
    .filter(name => timeOf(name) !== '' && RunId.safeParse(name.replace(ending, '')).success)
    .sort((a, b) => timeOf(a) < timeOf(b) ? -1 : 1)
    .map(name => ({ path: join(trashFolder, name), id: name.replace(ending, '') }))
}
