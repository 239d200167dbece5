/** Whether a folder may hold runs, asked before anything is written there. */
import { constants } from 'node:fs'
import { access, lstat, realpath } from 'node:fs/promises'
import { dirname, isAbsolute, parse, relative, sep } from 'node:path'
import { LabError } from '@shared/errors'
import { diskFault } from './faults'

/** Its real path. E_IO where it is missing or may not be written, E_PATH_ESCAPE where runs do not belong; `notWithin` is the app's own folder. */
export async function checkRunsFolder(path: string, notWithin: string): Promise<string> {
  if (!isAbsolute(path) || path.includes('\0')) throw new LabError('E_PATH_ESCAPE', 'A folder for runs needs its whole path. Choose another one.')
  const folder = await realpath(path).catch((error: unknown) => {
    throw diskFault(error, `The folder for runs, ${path}, could not be opened`)
  })
  if (!(await lstat(folder)).isDirectory()) throw new LabError('E_IO', `${path} is not a folder. Choose another one for runs.`)
  if (folder === parse(folder).root) throw new LabError('E_PATH_ESCAPE', 'Runs are not kept at the root of a disk. Choose a folder in it.')
  if (isWithin(folder, await realpath(notWithin))) throw new LabError('E_PATH_ESCAPE', 'Runs are not kept inside the app, which an update replaces. Choose another folder.')
  await access(folder, constants.R_OK | constants.W_OK | constants.X_OK).catch((error: unknown) => {
    throw diskFault(error, `${path} cannot hold runs`)
  })
  return folder
}

/** Where a file is about to be made: E_PATH_ESCAPE where that is among the runs, whose files are the store's own. */
export async function assertOutside(target: string, runsFolder: string): Promise<void> {
  const place = await realpath(dirname(target)).catch((error: unknown) => {
    throw diskFault(error, `The folder of ${target} could not be opened`)
  })
  if (isWithin(place, runsFolder)) throw new LabError('E_PATH_ESCAPE', 'This is where the lab keeps its runs. Choose a place outside of it.')
}

/** Also where they are the same. Both are real paths. */
function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
