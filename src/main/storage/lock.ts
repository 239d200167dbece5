/**
 * One writer a run. The lock is `lock-<g>.json`, made by a create that fails where the file exists; the highest g holds. Taking over a lock
 * whose process is gone means creating g + 1, which only one can do, so nobody ever removes another's lock to take it.
 */
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { LabError } from '@shared/errors'
import { readDocument } from './documents'
import { diskFault, systemCode } from './faults'
import { ProcessIdentity, identityOf, stateOf } from './processes'
import type { FsPort } from './fsPort'

export interface Lock {
  /** Rejects with E_BUSY where another process has taken the run over, E_IO where the run's folder is gone: nothing may be written then. */
  check(): Promise<void>
  release(): Promise<void>
}

interface Found {
  readonly generation: number
  readonly holder: ProcessIdentity | null
}

/** E_BUSY where a living process holds the run. */
export async function acquireLock(fs: FsPort, folder: string, self = identityOf()): Promise<Lock> {
  const found = await findLock(fs, folder)
  if (found?.holder) assertGone(found.holder, self)
  const generation = (found?.generation ?? 0) + 1
  await create(fs, lockPath(folder, generation), self)
  await removeOlder(fs, folder, generation)
  const identity = (await fs.inspect(folder))?.identity
  let isHeld = true
  return {
    async check() {
      if (!isHeld) throw busy('This run was closed, so nothing more is written to it.')
      if ((await fs.inspect(folder))?.identity !== identity) {
        throw new LabError('E_IO', 'The folder of the run was deleted or renamed. Choose another folder to save the run there.')
      }
      const newest = await findLock(fs, folder)
      if (newest?.generation !== generation || !isDeepStrictEqual(newest.holder, self)) throw busy('Another process took this run over, so nothing more is written here.')
    },
    async release() {
      if (!isHeld) return // by now it may be another's
      isHeld = false
      await fs.removeFile(lockPath(folder, generation)).catch(() => undefined)
    },
  }
}

/** E_BUSY where a process holds the run that lives, or may. Writes nothing, so it can be asked on a full disk. */
export async function assertFree(fs: FsPort, folder: string, self = identityOf()): Promise<void> {
  const found = await findLock(fs, folder)
  if (found?.holder) assertGone(found.holder, self)
}

/** Whether a living process holds the run, as far as can be told from here. */
export async function isLocked(fs: FsPort, folder: string): Promise<boolean> {
  const found = await findLock(fs, folder)
  return found?.holder ? stateOf(found.holder) !== 'gone' : false
}

async function findLock(fs: FsPort, folder: string): Promise<Found | null> {
  const generations = (await fs.list(folder)).map(generationOf).filter(g => g !== null)
  if (generations.length === 0) return null
  const generation = Math.max(...generations)
  return { generation, holder: await readHolder(fs, lockPath(folder, generation)) }
}

/** A lock between its creation and its first byte is unreadable: wait a little; one whose writer died there stays so. */
async function readHolder(fs: FsPort, path: string): Promise<ProcessIdentity | null> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const holder = await tryReadHolder(fs, path)
    if (holder) return holder
    await wait(20)
  }
  return null
}

async function tryReadHolder(fs: FsPort, path: string): Promise<ProcessIdentity | null> {
  try {
    const bytes = await readDocument(fs, path, 10_000)
    return ProcessIdentity.parse(JSON.parse(String(bytes)))
  } catch {
    return null
  }
}

function assertGone(holder: ProcessIdentity, self: ProcessIdentity): void {
  switch (stateOf(holder, self)) {
    case 'gone': return
    case 'alive': throw busy(`This run is being written by another process (number ${holder.pid}). Close it there first.`)
    case 'elsewhere': throw busy(
      `This run was left open on the computer ${holder.host}. Close it there; if that computer is gone, remove the run's lock file.`)
  }
}

async function create(fs: FsPort, path: string, self: ProcessIdentity): Promise<void> {
  try {
    const file = await fs.createFile(path)
    try {
      await file.write(Buffer.from(JSON.stringify(self)))
    } finally {
      await file.close()
    }
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw busy('This run was just opened by another process.')
    throw diskFault(error, 'The run could not be opened for writing')
  }
}

async function removeOlder(fs: FsPort, folder: string, generation: number): Promise<void> {
  for (const name of await fs.list(folder)) {
    const older = generationOf(name)
    if (older !== null && older < generation) await fs.removeFile(join(folder, name)).catch(() => undefined)
  }
}

function generationOf(name: string): number | null {
  const match = /^lock-(\d{1,9})\.json$/.exec(name)
  return match ? Number(match[1]) : null
}

function lockPath(folder: string, generation: number): string {
  return join(folder, `lock-${generation}.json`)
}

function busy(text: string): LabError {
  return new LabError('E_BUSY', text)
}
