/** Zip archives, also such as no honest program writes. */
import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipEntry {
  readonly name: string
  readonly data?: Buffer | string
  /** Unix mode. */
  readonly mode?: number
  readonly flags?: number
  readonly method?: number
  /** What the directory claims, where that is not the truth. */
  readonly size?: number
  readonly crc?: number
  readonly packed?: number
  readonly offset?: number
}

export function zip(entries: readonly ZipEntry[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const entry of entries) {
    const data = Buffer.from(entry.data ?? '')
    const method = entry.method ?? 8
    const packed = method === 8 ? deflateRawSync(data) : data
    const name = Buffer.from(entry.name)
    const local = Buffer.concat([Buffer.alloc(30), name, packed])
    local.writeUInt32LE(0x04034b50)
    local.writeUInt16LE(name.length, 26)
    const record = Buffer.concat([Buffer.alloc(46), name])
    record.writeUInt32LE(0x02014b50)
    record.writeUInt16LE(entry.flags ?? 0, 8)
    record.writeUInt16LE(method, 10)
    record.writeUInt32LE(entry.crc ?? crc32(data), 16)
    record.writeUInt32LE(entry.packed ?? packed.length, 20)
    record.writeUInt32LE(entry.size ?? data.length, 24)
    record.writeUInt16LE(name.length, 28)
    record.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 38)
    record.writeUInt32LE(entry.offset ?? at, 42)
    bodies.push(local)
    directory.push(record)
    at += local.length
  }
  const end = Buffer.alloc(22)
  const list = Buffer.concat(directory)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...bodies, list, end])
}
