/** What does not verify is moved aside, never deleted: somebody may still be able to read it. */
import { basename, join } from 'node:path'
import { LabError } from '@shared/errors'
import { systemCode } from './faults'
import { epochFolder, epochName, files, newToken } from './layout'
import type { FsPort } from './fsPort'

/** `epochs/<n>` becomes `quarantine/epoch-<n>-<token>`. */
export async function quarantineEpoch(fs: FsPort, folder: string, epoch: number): Promise<void> {
  await moveAside(fs, folder, epochFolder(folder, epoch), `epoch-${epochName(epoch)}`)
  await fs.syncFolder(join(folder, files.epochs))
}

/** How many epochs were set aside so far. */
export async function countSetAside(fs: FsPort, folder: string): Promise<number> {
  const quarantine = join(folder, files.quarantine)
  if ((await fs.inspect(quarantine))?.kind !== 'folder') return 0
  return (await fs.list(quarantine)).filter(name => name.startsWith('epoch-')).length
}

/** `<name>` of the run's folder becomes `quarantine/<name>-<token>`. */
export async function quarantineFile(fs: FsPort, folder: string, name: string): Promise<void> {
  await moveAside(fs, folder, join(folder, name), name)
  await fs.syncFolder(folder)
}

async function moveAside(fs: FsPort, folder: string, from: string, name: string): Promise<void> {
  const quarantine = join(folder, files.quarantine)
  await ensureFolder(fs, quarantine)
  await fs.rename(from, join(quarantine, `${name}-${newToken()}`))
  await fs.syncFolder(quarantine)
}

/** Makes a folder where there is none; its parent is synced. E_PATH_ESCAPE where a link stands for it. */
export async function ensureFolder(fs: FsPort, path: string): Promise<void> {
  try {
    await fs.makeFolder(path)
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error
    if ((await fs.inspect(path))?.kind === 'folder') return
    throw new LabError('E_PATH_ESCAPE', `${basename(path)} is not a folder but leads elsewhere, so nothing is written to it.`)
  }
  await fs.syncFolder(join(path, '..'))
}
