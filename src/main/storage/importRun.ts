/**
 * A run from one file. The archive may come from anybody: names are matched against those that a run has, so that none can lead elsewhere;
 * lengths are checked before anything is written; and the run appears only when every hash of it was compared.
 */
import { basename, dirname, join } from 'node:path'
import { LabError } from '@shared/errors'
import { RunId } from '@shared/domain/run'
import { publishRun } from './createRun'
import { bytesOf, findEpochs, verifyEpoch } from './epochs'
import { damaged, readFault } from './faults'
import { files, newRunId, runFolder } from './layout'
import { ensureFolder } from './quarantine'
import { Meter } from './meter'
import { readRunFile, writeRunFile } from './runFile'
import { block, decodeHeader, padded } from './tar'
import { newer } from './versions'
import type { FileReader, FsPort } from './fsPort'
import type { Watch } from './meter'
import type { TarHeader } from './tar'

interface Entry extends TarHeader {
  /** Within the run's folder. */
  readonly path: string
  /** Where its bytes begin in the archive. */
  readonly position: number
}

const gigabyte = 1024 ** 3
const largest = { entries: 20_000, document: gigabyte / 4, archive: 256 * gigabyte }
const chunk = 1024 * 1024
const inRun = /^(run\.json|labels\.json|metrics\.jsonl|history\.jsonl|epochs\/(0|[1-9]\d{0,5})\/(manifest\.json|[a-z]+\.bin))$/

/** The id that the run has now: its own, or a new one where that is taken. E_FORMAT, E_TRUNCATED, E_TOO_BIG, E_PATH_ESCAPE, E_RUN_DAMAGED … */
export async function importRun(fs: FsPort, runsFolder: string, source: string, watch: Watch | null = null): Promise<RunId> {
  const archive = await fs.readFile(source).catch((error: unknown) => {
    throw readFault(error, basename(source))
  })
  try {
    const { id: ownId, entries } = await readContents(archive)
    await assertRoom(fs, runsFolder, entries)
    const meter = new Meter(sizeOf(entries) + sizeOf(entries.filter(({ path }) => path.endsWith('.bin'))), watch) // unpacked, then verified
    const id = await fs.inspect(runFolder(runsFolder, ownId)) ? newRunId() : ownId
    await publishRun(fs, runsFolder, id, async (draft) => {
      await ensureFolder(fs, join(draft, files.epochs))
      for (const entry of entries) await unpack(fs, archive, entry, draft, meter)
      await verifyDraft(fs, draft, id, meter)
    })
    return id
  } finally {
    await archive.close()
  }
}

/** Reads headers only. */
async function readContents(archive: FileReader): Promise<{ id: RunId, entries: readonly Entry[] }> {
  const entries = new Map<string, Entry>()
  let id: RunId | null = null
  if (archive.bytes > largest.archive) throw new LabError('E_TOO_BIG', 'The file is too large to be an exported run.')
  for (let position = 0; ;) {
    const header = await readHeader(archive, position)
    if (!header) break
    const [top, path] = placeOf(header.name)
    if (id !== null && top !== id) throw new LabError('E_FORMAT', 'The archive holds more than one run.')
    id = top
    position += block
    if (header.kind === 'file') entries.set(path, checked({ ...header, path, position }, archive, entries))
    position += padded(header.bytes)
  }
  if (id === null || !entries.has(files.run)) throw new LabError('E_FORMAT', 'The archive holds no run: run.json is missing.')
  return { id, entries: [...entries.values()] }
}

async function readHeader(archive: FileReader, position: number): Promise<TarHeader | null> {
  const header = Buffer.alloc(block)
  const count = await archive.read(header, position)
  if (count < block) throw new LabError('E_TRUNCATED', `The archive ends after ${position + count} bytes, in the midst of its contents.`)
  return decodeHeader(header)
}

/** The run's id and the path within it; folders give an empty path. */
function placeOf(name: string): [RunId, string] {
  const [top = '', ...rest] = name.replace(/^\.\//, '').split('/')
  const path = rest.join('/')
  const isFolder = path === '' || /^epochs\/(\d{1,6}\/)?$/.test(path)
  if (!RunId.safeParse(top).success || !(isFolder || inRun.test(path)))
    throw new LabError('E_PATH_ESCAPE', `The archive holds ${JSON.stringify(name.slice(0, 60))}, which no run has. Nothing was imported.`)
  return [top, path]
}

function checked(entry: Entry, archive: FileReader, before: ReadonlyMap<string, Entry>): Entry {
  const isDocument = !entry.path.endsWith('.bin')
  if (before.size >= largest.entries || (isDocument && entry.bytes > largest.document)) throw new LabError('E_TOO_BIG', 'The archive holds more than a run may.')
  if (!inRun.test(entry.path)) throw new LabError('E_FORMAT', `The archive holds ${entry.path} as a file.`)
  if (entry.position + entry.bytes > archive.bytes)
    throw new LabError('E_TRUNCATED', `The archive has ${archive.bytes} bytes, but ${entry.path} alone would end at ${entry.position + entry.bytes}.`)
  if (before.has(entry.path)) throw new LabError('E_FORMAT', `The archive holds ${entry.path} twice.`)
  return entry
}

async function assertRoom(fs: FsPort, runsFolder: string, entries: readonly Entry[]): Promise<void> {
  if (await fs.freeBytes(runsFolder) < sizeOf(entries)) throw new LabError('E_DISK_FULL', 'The disk has no room for this run. Free some space and try again.')
}

function sizeOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { bytes }) => sum + bytes, 0)
}

async function unpack(fs: FsPort, archive: FileReader, { path, position, bytes }: Entry, draft: string, meter: Meter): Promise<void> {
  const folder = join(draft, dirname(path))
  if (folder !== draft) await ensureFolder(fs, folder)
  const file = await fs.createFile(join(draft, path))
  try {
    const buffer = Buffer.alloc(Math.min(chunk, bytes))
    for (let done = 0; done < bytes;) {
      const count = await archive.read(buffer.subarray(0, Math.min(chunk, bytes - done)), position + done)
      if (count === 0) throw new LabError('E_TRUNCATED', 'The archive became shorter while it was read.')
      await file.write(buffer.subarray(0, count))
      done += count
      meter.add(count)
    }
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Every document, every length, every hash. */
async function verifyDraft(fs: FsPort, draft: string, id: RunId, meter: Meter): Promise<void> {
  const { file, version } = await readRunFile(fs, draft)
  if (version === 'newer') throw newer('The run')
  const { kept, bad, hasNewer } = await findEpochs(fs, draft, file.origin)
  if (hasNewer) throw newer('The run')
  const problems = bad.map(({ problem }) => problem)
  for (const entry of kept) {
    problems.push(...await verifyEpoch(fs, draft, entry))
    meter.add(bytesOf(entry))
    await fs.syncFolder(join(draft, files.epochs, String(entry.manifest.epoch)))
  }
  if (problems[0]) throw damaged(`The archive is damaged, so nothing was imported. ${problems[0]}`)
  if (file.id !== id) await writeRunFile(fs, draft, { ...file, id })
  await fs.syncFolder(join(draft, files.epochs))
}
