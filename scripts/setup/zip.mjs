/** Takes single files out of a zip archive (a wheel is one) without unpacking the rest. Whoever calls has checked the archive's sum. */
import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdir, open, stat, symlink } from 'node:fs/promises'
import { dirname, join, normalize, sep } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {number} method 0 stored, 8 deflated
 * @property {number} packed bytes in the archive
 * @property {number} size bytes unpacked
 * @property {number} offset of its local header
 * @property {number} mode Unix mode, 0 where the archive has none
 */

const endOfDirectory = 0x06054b50
const directoryHeader = 0x02014b50
const longestComment = 65_535 + 22

/**
 * Unpacks the entries that `target` gives a path for.
 * @param {string} archive
 * @param {string} folder
 * @param {(name: string) => string | null} target where an entry goes below the folder; null leaves it out
 * @returns {Promise<number>} how many were unpacked
 */
export async function unzip(archive, folder, target) {
  let count = 0
  for (const entry of await listEntries(archive)) {
    const path = entry.name.endsWith('/') ? null : target(entry.name)
    if (path === null) continue
    await unpack(archive, entry, inside(folder, path))
    count += 1
  }
  return count
}

/**
 * The archive's directory.
 * @param {string} archive
 * @returns {Promise<Entry[]>}
 */
export async function listEntries(archive) {
  const { size } = await stat(archive)
  const tail = await bytesAt(archive, Math.max(0, size - longestComment), size)
  const end = tail.lastIndexOf(uint32(endOfDirectory))
  if (end < 0) throw new Error(`${archive} is not a zip archive.`)
  const start = tail.readUInt32LE(end + 16)
  return parseDirectory(await bytesAt(archive, start, start + tail.readUInt32LE(end + 12)))
}

/**
 * @param {Buffer} directory
 * @returns {Entry[]}
 */
function parseDirectory(directory) {
  const entries = []
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === directoryHeader;) {
    const [name, extra, comment] = [28, 30, 32].map(field => directory.readUInt16LE(at + field))
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + Number(name)),
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
      mode: directory.readUInt32LE(at + 38) >>> 16,
    })
    at += 46 + Number(name) + Number(extra) + Number(comment)
  }
  return entries
}

/**
 * @param {string} archive
 * @param {Entry} entry
 * @param {string} file
 */
async function unpack(archive, entry, file) {
  if (entry.offset === 0xffffffff || entry.size === 0xffffffff) throw new Error(`${entry.name} is larger than this reader takes (zip64).`)
  await mkdir(dirname(file), { recursive: true })
  const header = await bytesAt(archive, entry.offset, entry.offset + 30)
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  if ((entry.mode & 0o170000) === 0o120000) return symlink((await bytesAt(archive, start, start + entry.packed)).toString(), file)
  const unpacked = entry.method === 8 ? createInflateRaw() : new PassThrough()
  await pipeline(chunksAt(archive, start, start + entry.packed), unpacked, createWriteStream(file))
  if ((await stat(file)).size !== entry.size) throw new Error(`${entry.name} does not have the length that ${archive} says.`)
  if (entry.mode & 0o111) await chmod(file, 0o755)
}

/**
 * The path below the folder; an archive must not write anywhere else.
 * @param {string} folder
 * @param {string} path
 */
function inside(folder, path) {
  const file = normalize(join(folder, path))
  if (!file.startsWith(normalize(folder) + sep)) throw new Error(`The archive holds a path that leads out of its folder: ${path}`)
  return file
}

/**
 * @param {string} archive
 * @param {number} from
 * @param {number} to
 */
function chunksAt(archive, from, to) {
  return to > from ? createReadStream(archive, { start: from, end: to - 1, highWaterMark: 1 << 20 }) : Readable.from([])
}

/**
 * @param {string} archive
 * @param {number} from
 * @param {number} to
 */
async function bytesAt(archive, from, to) {
  const handle = await open(archive)
  try {
    const { buffer } = await handle.read(Buffer.alloc(to - from), 0, to - from, from)
    return buffer
  } finally {
    await handle.close()
  }
}

/** @param {number} value */
function uint32(value) {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
