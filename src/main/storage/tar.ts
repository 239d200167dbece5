/** The headers of uncompressed tar (POSIX.1-1988 "ustar"): 512 bytes before each file, whose bytes are filled up to a multiple of 512. */
import { LabError } from '@shared/errors'

export const block = 512

export interface TarHeader {
  readonly name: string
  readonly bytes: number
  readonly kind: 'file' | 'folder'
}

/** `seconds` since 1970. */
export function encodeHeader({ name, bytes }: TarHeader, seconds: number): Buffer {
  const header = Buffer.alloc(block)
  if (Buffer.byteLength(name) > 100 || bytes >= 8 ** 11) throw new LabError('E_TOO_BIG', `${name} is too large to be put into one file.`)
  header.write(name, 0)
  writeOctal(header, 0o644, 100, 8)
  writeOctal(header, 0, 108, 8)
  writeOctal(header, 0, 116, 8)
  writeOctal(header, bytes, 124, 12)
  writeOctal(header, Math.floor(seconds), 136, 12)
  header.write('0', 156)
  header.write('ustar\u000000', 257)
  writeOctal(header, checksum(header), 148, 7)
  header.write(' ', 155)
  return header
}

/** Null for the empty block that ends an archive. E_FORMAT where it is no header, E_UNSUPPORTED for anything but files and folders. */
export function decodeHeader(header: Buffer): TarHeader | null {
  if (header.every(byte => byte === 0)) return null
  if (header.toString('latin1', 257, 262) !== 'ustar' || readOctal(header, 148, 8) !== checksum(header))
    throw new LabError('E_FORMAT', 'This is no exported run: a header of the tar archive is damaged or missing.')
  const bytes = readOctal(header, 124, 12)
  const type = String.fromCharCode(header[156] ?? 0)
  const name = text(header, 0, 100)
  if (bytes === null) throw new LabError('E_FORMAT', `The archive does not say how long ${JSON.stringify(name)} is.`)
  if (text(header, 345, 155) !== '') throw new LabError('E_PATH_ESCAPE', 'The archive holds a path that no run has.')
  if (type !== '0' && type !== '\0' && type !== '5') throw new LabError('E_UNSUPPORTED', `The archive holds ${JSON.stringify(name)}, which is neither file nor folder.`)
  return { name, bytes, kind: type === '5' ? 'folder' : 'file' }
}

/** Bytes from one header to the next. */
export function padded(bytes: number): number {
  return Math.ceil(bytes / block) * block
}

/** Sum of all bytes, those of the checksum itself counted as spaces. */
function checksum(header: Buffer): number {
  return header.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 32 : byte), 0)
}

function writeOctal(header: Buffer, value: number, offset: number, length: number): void {
  header.write(value.toString(8).padStart(length - 1, '0'), offset)
}

function readOctal(header: Buffer, offset: number, length: number): number | null {
  const digits = /^ *([0-7]+)[ \0]*$/.exec(header.toString('latin1', offset, offset + length))?.[1]
  return digits === undefined ? null : parseInt(digits, 8)
}

function text(header: Buffer, offset: number, length: number): string {
  const end = header.indexOf(0, offset)
  return header.toString('utf8', offset, end < 0 || end > offset + length ? offset + length : end)
}
