/** The two folders that the app cannot do without, one for what is temporary and one for the user's data; looked at before anything needs them. */
import { accessSync, constants, statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { makeFolder } from './storage/makeFolder'

/**
 * Takes a TMPDIR back that names no folder to write in, and answers it. Chromium puts there the socket by which a second instance finds the
 * first; where it cannot, no instance starts, without a word.
 */
export function takeBackTemporary(environment: NodeJS.ProcessEnv): string | null {
  const named = environment['TMPDIR']
  if (named === undefined || (isAbsolute(named) && problemOf(named) === null)) return null
  delete environment['TMPDIR']
  return named
}

/** Why the app cannot keep its data where it should, in a sentence; null where it can. Makes the folder where there is none. */
export function troubleWithData(folder: string): string | null {
  const problem = problemOf(folder, () => makeFolder(folder))
  if (problem === null) return null
  return `Latent Lab cannot keep its settings and runs in ${folder} (${problem}). Make it a folder that you may write to, or name another with --user-data-dir.`
}

function problemOf(folder: string, make: () => void = () => undefined): string | null {
  try {
    make()
    if (!statSync(folder).isDirectory()) return 'not a folder'
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return null
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown fault'
  }
}
