/** A file system of which one change fails, or all from one on. Reads never fail. */
import { fault } from './memoryFs'
import type { FileWriter, FsPort } from '../../../src/main/storage/fsPort'

export interface Plan {
  /** Which change fails, the first being 1; 0 for none. */
  readonly at: number
  readonly code: 'EIO' | 'ENOSPC' | 'EROFS' | 'EACCES' | 'ESTALE'
  /** All from then on, until `heal`. */
  readonly sticky: boolean
}

export interface FaultyFs extends FsPort {
  /** Changes asked for so far. */
  readonly count: () => number
  readonly heal: () => void
}

/** A failing write leaves half of its bytes, as a full disk does. */
export function faultyFs(fs: FsPort, plan: Plan): FaultyFs {
  let count = 0
  let healed = false
  function fails(): boolean {
    count++
    return !healed && plan.at > 0 && (plan.sticky ? count >= plan.at : count === plan.at)
  }
  function guard<A extends unknown[], R>(work: (...args: A) => Promise<R>) {
    return async (...args: A): Promise<R> => {
      if (fails()) throw fault(plan.code, String(args[0]))
      return work(...args)
    }
  }
  function writer(file: FileWriter): FileWriter {
    return {
      async write(bytes) {
        if (!fails()) return file.write(bytes)
        await file.write(bytes.subarray(0, bytes.length >> 1))
        throw fault(plan.code, 'write')
      },
      sync: guard(() => file.sync()),
      close: () => file.close(),
    }
  }
  return {
    ...fs,
    count: () => count,
    heal: () => {
      healed = true
    },
    makeFolder: guard(fs.makeFolder),
    createFile: guard(async path => writer(await fs.createFile(path))),
    openFile: guard(async (path, length) => writer(await fs.openFile(path, length))),
    rename: guard(fs.rename),
    removeFile: guard(fs.removeFile),
    removeFolder: guard(fs.removeFolder),
    syncFolder: guard(fs.syncFolder),
  }
}
