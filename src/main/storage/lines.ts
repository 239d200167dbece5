/** Lines of JSON with a CRC-32 of their own as last key: `{"epoch":1,"crc":"1a2b3c4d"}`. The CRC is of the line without that key. */
import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'
import type { FsPort } from './fsPort'

export interface LinesFound {
  readonly values: readonly unknown[]
  /** Where the last whole line ends, in bytes: a writer goes on from there. */
  readonly end: number
  /** Lines that do not verify, the torn one at the end included. */
  readonly dropped: number
}

const tail = /,"crc":"([0-9a-f]{8})"\}$/

/** `value` must have at least one key. */
export function line(value: object): string {
  const text = JSON.stringify(value)
  return `${text.slice(0, -1)},"crc":"${checksum(text)}"}\n`
}

/** The value of a line (without its newline), or undefined where a byte of it changed. */
export function parseLine(text: string): unknown {
  const match = tail.exec(text)
  if (!match) return undefined
  const body = `${text.slice(0, match.index)}}`
  return checksum(body) === match[1] ? JSON.parse(body) as unknown : undefined
}

export function parseLines(bytes: Uint8Array): LinesFound {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const values: unknown[] = []
  let dropped = 0
  let end = 0
  for (let start = 0; start < buffer.length;) {
    const newline = buffer.indexOf(10, start)
    const value = newline < 0 ? undefined : parseLine(buffer.toString('utf8', start, newline))
    if (value === undefined) dropped++
    else values.push(value)
    if (newline >= 0) end = newline + 1
    start = newline < 0 ? buffer.length : newline + 1
  }
  return { values, end, dropped }
}

/** Writes after a file's first `start` bytes; what a failed write left is cut off by the next. */
export function linesWriter(fs: FsPort, path: string, start: number) {
  let end = start
  return async function append(values: readonly object[]): Promise<void> {
    if (values.length === 0) return
    const bytes = Buffer.from(values.map(line).join(''))
    const isThere = await fs.inspect(path) !== null
    const file = isThere ? await fs.openFile(path, end) : await fs.createFile(path)
    try {
      await file.write(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    if (!isThere) await fs.syncFolder(dirname(path))
    end += bytes.length
  }
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0')
}
