/** The file system of Node, asynchronous throughout: a save never blocks the thread that trains. */
import { constants } from 'node:fs'
import * as fs from 'node:fs/promises'
import type { BigIntStats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import type { FileFacts, FileReader, FileWriter, FsPort } from './fsPort'

/** Windows knows no O_NOFOLLOW; links are rare there, and `inspect` still sees them. */
const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW
const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL } = constants

export const nodeFs: FsPort = {
  makeFolder: path => fs.mkdir(path, { mode: 0o755 }),
  createFile: async path => writer(await fs.open(path, O_WRONLY | O_CREAT | O_EXCL | noFollow, 0o644), 0),
  openFile: async (path, length) => {
    const handle = await fs.open(path, O_WRONLY | noFollow)
    try {
      await handle.truncate(length)
      return writer(handle, length)
    } catch (error) {
      await handle.close()
      throw error
    }
  },
  rename: (from, to) => fs.rename(from, to),
  removeFile: path => fs.unlink(path),
  removeFolder: path => fs.rmdir(path),
  syncFolder,
  list: path => fs.readdir(path),
  inspect,
  readFile: async path => reader(await fs.open(path, O_RDONLY | noFollow | constants.O_NONBLOCK)),
  freeBytes: async (path) => {
    const { bavail, bsize } = await fs.statfs(path)
    return bavail * bsize
  },
}

function writer(handle: FileHandle, start: number): FileWriter {
  let position = start
  return {
    async write(bytes) {
      for (let done = 0; done < bytes.length;) {
        const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position)
        done += bytesWritten
        position += bytesWritten
      }
    },
    sync: () => handle.sync(),
    close: () => handle.close(),
  }
}

async function reader(handle: FileHandle): Promise<FileReader> {
  const stats = await handle.stat()
  if (!stats.isFile()) {
    await handle.close()
    throw Object.assign(new Error('not a regular file'), { code: 'EINVAL' })
  }
  return {
    bytes: stats.size,
    async read(into, position) {
      let done = 0
      while (done < into.length) {
        const { bytesRead } = await handle.read(into, done, into.length - done, position + done)
        if (bytesRead === 0) break
        done += bytesRead
      }
      return done
    },
    close: () => handle.close(),
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return // NTFS journals its names; a folder cannot be opened there
  const handle = await fs.open(path, O_RDONLY | constants.O_DIRECTORY | noFollow)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function inspect(path: string): Promise<FileFacts | null> {
  try {
    const stats = await fs.lstat(path, { bigint: true })
    return { kind: kindOf(stats), bytes: Number(stats.size), identity: `${stats.dev}:${stats.ino}` }
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  }
}

function kindOf(stats: BigIntStats): FileFacts['kind'] {
  if (stats.isSymbolicLink()) return 'link'
  if (stats.isDirectory()) return 'folder'
  return stats.isFile() ? 'file' : 'other'
}
