/**
 * Reads zip archives (a wheel is one) that may be hostile. An archive is refused as a whole where any name is not a plain relative one, where an
 * entry is a link, lies over another, stands twice or is encrypted; an entry never becomes longer than its header says, and must have its checksum.
 */
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { LabError } from '@shared/errors'

export interface Entry {
  readonly name: string
  readonly isCompressed: boolean
  /** Bytes in the archive and unpacked. */
  readonly packed: number
  readonly size: number
  readonly crc: number
  /** Of its local header. */
  readonly offset: number
  readonly isExecutable: boolean
}

export interface Archive {
  readonly entries: readonly Entry[]
  /** The contents, checked by the time they end. E_FORMAT where they are not what the header says. */
  read(entry: Entry): AsyncIterable<Buffer>
  close(): Promise<void>
}

const signatures = { end: 0x06054b50, directory: 0x02014b50, local: 0x04034b50 }
const longestDirectory = 64_000_000
const longestEnd = 22 + 65_535
const encrypted = 1

/** Reads and checks the archive's directory; the file stays open until `close`. */
export async function openArchive(path: string, name: string): Promise<Archive> {
  const file = await open(path)
  try {
    const entries = await readEntries(file, name)
    return { entries, read: entry => contents(file, entry, name), close: () => file.close() }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function readEntries(file: FileHandle, name: string): Promise<Entry[]> {
  const { size } = await file.stat()
  const tail = await bytesAt(file, Math.max(0, size - longestEnd), size)
  const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0 || end + 22 > tail.length) throw bad(name, 'it is no zip archive')
  const [count, length, start] = [tail.readUInt16LE(end + 10), tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)]
  if (count === 0xffff || start === 0xffffffff) throw bad(name, 'it is of the 64-bit kind, which no wheel of the lab is')
  if (length > longestDirectory || start + length > size) throw bad(name, 'its directory is out of bounds')
  const entries = parseDirectory(await bytesAt(file, start, start + length), count, name)
  assertApart(entries, start, name)
  return entries
}

function parseDirectory(directory: Buffer, count: number, archive: string): Entry[] {
  const entries: Entry[] = []
  const seen = new Set<string>()
  let at = 0
  for (let i = 0; i < count; i++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== signatures.directory) throw bad(archive, 'its directory is damaged')
    const [nameLength, extra, comment] = [directory.readUInt16LE(at + 28), directory.readUInt16LE(at + 30), directory.readUInt16LE(at + 32)]
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength)
    const entry = parseEntry(directory, at, name, archive)
    const key = name.toLowerCase().replace(/\/$/, '')
    if (seen.has(key)) throw bad(archive, `${shown(name)} stands in it twice`)
    seen.add(key)
    if (entry) entries.push(entry)
    at += 46 + nameLength + extra + comment
  }
  return entries
}

/** Null for a folder: folders come with their files. */
function parseEntry(directory: Buffer, at: number, name: string, archive: string): Entry | null {
  if (!isPlain(name)) throw bad(archive, `the name ${shown(name)} does not stay inside its folder`)
  const [flags, method, mode] = [directory.readUInt16LE(at + 8), directory.readUInt16LE(at + 10), directory.readUInt32LE(at + 38) >>> 16]
  const kind = mode & 0o170000
  if (kind !== 0 && kind !== 0o100000 && kind !== 0o040000) throw bad(archive, `${shown(name)} is a link or a device`)
  if (flags & encrypted) throw bad(archive, `${shown(name)} is encrypted`)
  if (method !== 0 && method !== 8) throw bad(archive, `${shown(name)} is packed in a way that no wheel is`)
  const [crc, packed, size, offset] = [16, 20, 24, 42].map(field => directory.readUInt32LE(at + field)) as [number, number, number, number]
  if ([packed, size, offset].includes(0xffffffff)) throw bad(archive, `${shown(name)} is longer than four gigabytes`)
  if (method === 0 && packed !== size) throw bad(archive, `${shown(name)} has two lengths`)
  return name.endsWith('/') ? null : { name, isCompressed: method === 8, packed, size, crc, offset, isExecutable: (mode & 0o111) !== 0 }
}

/** Forward slashes between segments that are names; no drive, no way up, nothing invisible. */
export function isPlain(name: string): boolean {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  if (name === '' || name.length > 1000 || /[\u0000-\u001f\u007f\\:\ufffd]/.test(name)) return false
  return name.replace(/\/$/, '').split('/').every(segment => segment !== '' && segment !== '.' && segment !== '..' && !/[. ]$/.test(segment))
}

/** Entries that share bytes are how a small archive becomes a very large folder. */
function assertApart(entries: readonly Entry[], end: number, archive: string) {
  const sorted = [...entries].sort((a, b) => a.offset - b.offset)
  sorted.forEach((entry, i) => {
    const limit = sorted[i + 1]?.offset ?? end
    if (entry.offset + 30 + entry.packed > limit) throw bad(archive, `${shown(entry.name)} lies over its neighbour`)
  })
}

async function* contents(file: FileHandle, entry: Entry, archive: string): AsyncGenerator<Buffer> {
  const header = await bytesAt(file, entry.offset, entry.offset + 30)
  if (header.length < 30 || header.readUInt32LE(0) !== signatures.local) throw bad(archive, `${shown(entry.name)} is not where its directory says`)
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  let size = 0
  let crc = 0
  for await (const chunk of unpacked(file, start, entry)) {
    size += chunk.length
    if (size > entry.size) throw bad(archive, `${shown(entry.name)} is longer than it says`)
    crc = crc32(chunk, crc)
    yield chunk
  }
  if (size !== entry.size || crc !== entry.crc) throw bad(archive, `${shown(entry.name)} is damaged`)
}

function unpacked(file: FileHandle, start: number, { isCompressed, packed }: Entry): AsyncIterable<Buffer> {
  const raw = chunksAt(file, start, start + packed)
  if (!isCompressed) return raw
  const inflate = createInflateRaw({ chunkSize: 1 << 20 })
  const source = Readable.from(raw)
  source.on('error', error => inflate.destroy(error))
  return source.pipe(inflate)
}

async function* chunksAt(file: FileHandle, from: number, to: number): AsyncGenerator<Buffer> {
  for (let at = from; at < to;) {
    const chunk = await bytesAt(file, at, Math.min(to, at + (1 << 20)))
    if (chunk.length === 0) return
    at += chunk.length
    yield chunk
  }
}

/** Fewer where the file ends. */
async function bytesAt(file: FileHandle, from: number, to: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.max(0, to - from)), 0, Math.max(0, to - from), from)
  return buffer.subarray(0, bytesRead)
}

function bad(archive: string, why: string): LabError {
  return new LabError('E_FORMAT', `${archive} was not unpacked: ${why}.`)
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 80))
}
