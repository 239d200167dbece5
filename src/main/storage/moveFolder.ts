/** A folder from one place to another, also across disks; there it is whole before it is gone here. */
import { basename, dirname } from 'node:path'
import { draftPath } from './drafts'
import { systemCode } from './faults'
import { copyTree, removeTree } from './trees'
import type { FsPort } from './fsPort'

export async function moveFolder(fs: FsPort, from: string, to: string): Promise<void> {
  try {
    await fs.rename(from, to)
  } catch (error) {
    if (systemCode(error) !== 'EXDEV') throw error
    await moveAcross(fs, from, to)
  }
  await fs.syncFolder(dirname(to))
  await fs.syncFolder(dirname(from))
}

async function moveAcross(fs: FsPort, from: string, to: string): Promise<void> {
  const draft = draftPath(dirname(to), basename(to))
  try {
    await copyTree(fs, from, draft)
    await fs.rename(draft, to)
  } catch (error) {
    await removeTree(fs, draft).catch(() => undefined)
    throw error
  }
  await fs.syncFolder(dirname(to))
  await removeTree(fs, from)
}
