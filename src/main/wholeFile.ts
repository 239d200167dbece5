/** Files that are there whole or not at all: written beside their place, flushed, then moved into it. */
import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { LabError } from '@shared/errors'

/** For what is tiny and must be on disk before the next line runs, as when a window closes. E_DISK_FULL or E_IO. */
export function writeWholeSync(file: string, text: string): void {
  const temporary = temporaryBeside(file)
  try {
    writeFlushed(temporary, text)
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw writeFault(file, error)
  }
}

function writeFlushed(file: string, text: string) {
  const descriptor = openSync(file, 'wx')
  try {
    writeFileSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** For the user's own files: an old one of that name survives whatever fails. E_DISK_FULL or E_IO. */
export async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const temporary = temporaryBeside(file)
  try {
    const handle = await open(temporary, 'wx')
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw writeFault(file, error)
  }
}

function writeFault(file: string, error: unknown): LabError {
  const code = (error as NodeJS.ErrnoException).code
  const name = basename(file)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new LabError('E_DISK_FULL', `The disk is full, so ${name} was not written. Free some space, or choose another folder.`, { cause: error })
  return new LabError('E_IO', `${name} could not be written (${code ?? 'unknown fault'}). Choose another folder.`, { cause: error })
}

function temporaryBeside(file: string): string {
  return join(dirname(file), `.${basename(file)}.${process.pid}-${randomUUID()}.tmp`)
}

/** The process that was writing it, where a name is that of a file in the making; what its end left behind is worth nothing. */
export function writerOf(name: string): number | null {
  const match = /^\..+\.(\d+)-[0-9a-f-]{36}\.tmp$/.exec(name)
  return match ? Number(match[1]) : null
}

/** Removes what writes left in a folder whose process was killed; answers the names. */
export async function clearUnfinished(folder: string): Promise<string[]> {
  const cleared: string[] = []
  for (const name of await readdir(folder)) {
    const writer = writerOf(name)
    if (writer === null || !await isUnfinished(join(folder, name), writer)) continue
    await rm(join(folder, name), { force: true })
    cleared.push(name)
  }
  return cleared
}

/** Our own number may have been another's before: in a container it is the same at every start. */
async function isUnfinished(file: string, writer: number): Promise<boolean> {
  if (writer !== process.pid) return !isAlive(writer)
  const facts = await stat(file).catch(() => null)
  return facts !== null && facts.mtimeMs < performance.timeOrigin
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
