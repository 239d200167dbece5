/** Whole folders. Links are never followed: a link is removed or refused as what it is. */
import { join } from 'node:path'
import { LabError } from '@shared/errors'
import type { FsPort } from './fsPort'

export async function removeTree(fs: FsPort, path: string): Promise<void> {
  const facts = await fs.inspect(path)
  if (!facts) return
  if (facts.kind !== 'folder') return fs.removeFile(path)
  for (const name of await fs.list(path)) await removeTree(fs, join(path, name))
  await fs.removeFolder(path)
}

const chunk = 1024 * 1024

/** Copies files and folders, each made durable; refuses links and devices. */
export async function copyTree(fs: FsPort, from: string, to: string): Promise<void> {
  const facts = await fs.inspect(from)
  if (facts?.kind === 'file') return copyFile(fs, from, to)
  if (facts?.kind !== 'folder') throw new LabError('E_PATH_ESCAPE', 'The run holds something that is neither file nor folder, so it was not copied.')
  await fs.makeFolder(to)
  for (const name of await fs.list(from)) await copyTree(fs, join(from, name), join(to, name))
  await fs.syncFolder(to)
}

async function copyFile(fs: FsPort, from: string, to: string): Promise<void> {
  const source = await fs.readFile(from)
  try {
    const target = await fs.createFile(to)
    try {
      const buffer = new Uint8Array(chunk)
      for (let position = 0; position < source.bytes;) {
        const count = await source.read(buffer, position)
        if (count === 0) break
        await target.write(buffer.subarray(0, count))
        position += count
      }
      await target.sync()
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}
