/** Takes what the engine needs out of the wheels, laid out as Python's site-packages: the libraries look for each other from there. */
import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { LabError } from '@shared/errors'
import { throwIfPaused } from './paused'
import { openArchive } from './zip'
import type { Archive, Entry } from './zip'

/** The libraries, what XLA compiles with, and the licences: no headers, no static libraries, no Python. */
const wanted = [
  /^tensorflow\/libtensorflow_(?:cc|framework)\.so\.2$/,
  /^tensorflow\/THIRD_PARTY_NOTICES\.txt$/,
  /^nvidia\/(?!.*\/include\/)(?!.*\.(?:a|pyi?)$).+$/,
  /^nvidia_\w+-[\w.]+\.dist-info\/(?:.*\/)?License[\w.]*$/i,
]

export function isWanted(name: string): boolean {
  return wanted.some(pattern => pattern.test(name))
}

export interface WheelFile {
  readonly path: string
  /** For sentences. */
  readonly name: string
}

export interface UnpackOptions {
  readonly signal: AbortSignal
  /** The most bytes that all wheels together may become. */
  readonly most: number
  onProgress(bytes: number, of: number): void
}

/** Into a folder that is empty. E_FORMAT, E_TOO_BIG, E_DISK_FULL, E_IO or Paused: the folder is then of no use. */
export async function unpackWheels(files: readonly WheelFile[], folder: string, options: UnpackOptions): Promise<void> {
  const archives: Archive[] = []
  try {
    for (const { path, name } of files) archives.push(await openArchive(path, name))
    const all = archives.flatMap(archive => archive.entries.filter(({ name }) => isWanted(name)).map(entry => ({ archive, entry })))
    const total = all.reduce((sum, { entry }) => sum + entry.size, 0)
    if (total > options.most) throw new LabError('E_TOO_BIG', `The wheels unpack to ${total} bytes; at most ${options.most} were expected. Nothing was installed.`)
    let done = 0
    for (const { archive, entry } of all) {
      await write(archive, entry, folder, options.signal, bytes => options.onProgress(done += bytes, total))
    }
  } catch (error) {
    throw diskFault(error)
  } finally {
    await Promise.all(archives.map(archive => archive.close()))
  }
}

/** `wx`: two wheels never write one file. Flushed, because what names it comes to disk later. */
async function write(archive: Archive, entry: Entry, folder: string, signal: AbortSignal, onBytes: (bytes: number) => void) {
  const path = join(folder, ...entry.name.split('/'))
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, 'wx', entry.isExecutable ? 0o755 : 0o644)
  try {
    for await (const chunk of archive.read(entry)) {
      throwIfPaused(signal)
      await file.writeFile(chunk)
      onBytes(chunk.length)
    }
    await file.sync()
  } finally {
    await file.close()
  }
}

function diskFault(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new LabError('E_DISK_FULL', 'The disk is full, so the GPU build was not installed. Free some space and try again: what was fetched is kept.', { cause: error })
  if (code === 'EEXIST') return new LabError('E_FORMAT', 'Two wheels hold the same file, so nothing was installed.', { cause: error })
  if (typeof code === 'string' && code.startsWith('Z_')) return new LabError('E_FORMAT', 'A wheel is damaged, so nothing was installed. Fetch it again.', { cause: error })
  return error
}
