/** A folder and those above it, where they are missing. */
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** Not by `recursive`, which goes round for ever where a folder takes nothing and calls it missing, as those of /proc do. Throws Node's errors. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && statSync(path).isDirectory()) return
    if (code !== 'ENOENT' || existsSync(dirname(path))) throw error
    makeFolder(dirname(path))
    makeFolder(path) // which somebody else may have made meanwhile
  }
}
