/** Whole small files: read with a cap, replaced in one step. */
import { basename, dirname } from 'node:path'
import { damaged, systemCode } from './faults'
import { newToken, temporary } from './layout'
import type { FsPort } from './fsPort'

const megabyte = 1_000_000

/** The bytes of a file of at most `cap` bytes; null where there is none. */
export async function readDocument(fs: FsPort, path: string, cap = 16 * megabyte): Promise<Buffer | null> {
  const file = await fs.readFile(path).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  })
  if (!file) return null
  try {
    if (file.bytes > cap) throw damaged(`${basename(path)} has ${file.bytes} bytes, more than the ${cap} that it may have.`)
    const bytes = Buffer.alloc(file.bytes)
    return bytes.subarray(0, await file.read(bytes, 0))
  } finally {
    await file.close()
  }
}

/** Writes a new file and makes its bytes durable; its name is durable only after the folder's sync. */
export async function writeDocument(fs: FsPort, path: string, bytes: Uint8Array): Promise<void> {
  const file = await fs.createFile(path)
  try {
    await file.write(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** After this, and after a crash in its midst, the file has either its old bytes or the new ones. */
export async function replaceDocument(fs: FsPort, path: string, bytes: Uint8Array, token = newToken()): Promise<void> {
  const folder = dirname(path)
  const draft = temporary(folder, basename(path), token)
  try {
    await writeDocument(fs, draft, bytes)
    await fs.rename(draft, path)
  } catch (error) {
    await fs.removeFile(draft).catch(() => undefined)
    throw error
  }
  await fs.syncFolder(folder)
}
