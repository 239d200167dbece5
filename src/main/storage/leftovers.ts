/** What saves that never ended left in a run's folder: drafts, which were never a part of the run. */
import { basename, join } from 'node:path'
import { messageOf } from '@shared/errors'
import { epochNames } from './epochs'
import { diskFault } from './faults'
import { files, temporaryPrefix } from './layout'
import { removeTree } from './trees'
import type { FsPort } from './fsPort'
import type { LoadedRun } from './loadRun'

/** As paths within the run's folder. */
export async function findLeftovers(fs: FsPort, folder: string): Promise<string[]> {
  const inEpochs = (await epochNames(fs, folder)).map(name => join(files.epochs, name))
  return [...await fs.list(folder), ...inEpochs].filter(path => basename(path).startsWith(temporaryPrefix)).sort()
}

/** To be called by whoever holds the run's lock. What cannot be cleared away stays, and is said. */
export async function clearLeftovers(fs: FsPort, folder: string, run: LoadedRun): Promise<LoadedRun> {
  if (run.leftovers.length === 0) return run
  try {
    for (const path of run.leftovers) await removeTree(fs, join(folder, path))
    return { ...run, leftovers: [], notices: [...run.notices, `What ${run.leftovers.length} unfinished save(s) had left was cleared away.`] }
  } catch (error) {
    return { ...run, notices: [...run.notices, messageOf(diskFault(error, 'What unfinished saves had left could not be cleared away'))] }
  }
}
