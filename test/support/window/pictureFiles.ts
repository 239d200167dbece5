/** Picture files of any size, as others write them; none is larger than it must be. */
import { toGif } from '../../../src/shared/domain/latent/gif'

/** A grey PNG, black but for a white middle; above 60,000 pixels it says its size and has one row. */
export function pngOf(width: number, height: number, frames = 1): Uint8Array {
  const rows = width * height > 60_000 ? 1 : height
  const pixels = Array.from({ length: rows }, (_, y) => // each row begins with the number of its filter: none
    [0, ...Array.from({ length: width }, (__, x) => isMiddle(x, y, width, height) ? 255 : 0)]).flat()
  return Uint8Array.from([
    0x89, ...letters('PNG\r\n\x1a\n'), ...chunk('IHDR', [...long(width), ...long(height), 8, 0, 0, 0, 0]),
    ...frames > 1 ? chunk('acTL', [...long(frames), ...long(0)]) : [], ...chunk('IDAT', stored(pixels)), ...chunk('IEND', []),
  ])
}

/** The same as a GIF. */
export function gifOf(width: number, height: number, frames: number): Uint8Array {
  const picture = Uint8Array.from({ length: width * height }, (_, i) => isMiddle(i % width, Math.floor(i / width), width, height) ? 255 : 0)
  return toGif({ width, height, frames: Array.from({ length: frames }, () => picture), frameTime: 100 })
}

function isMiddle(x: number, y: number, width: number, height: number): boolean {
  return Math.abs(x + 0.5 - width / 2) < width / 4 && Math.abs(y + 0.5 - height / 2) < height / 4
}

function chunk(kind: string, data: readonly number[]): number[] {
  const body = [...letters(kind), ...data]
  return [...long(data.length), ...body, ...long(crc32(body))]
}

/** zlib's format with one block that is not compressed: at most 65,535 bytes. */
function stored(data: readonly number[]): number[] {
  const short = [data.length & 255, data.length >> 8]
  let [a, b] = [1, 0]
  for (const byte of data) {
    a = (a + byte) % 65_521
    b = (b + a) % 65_521
  }
  return [0x78, 1, 1, ...short, ...short.map(byte => byte ^ 255), ...data, b >> 8, b & 255, a >> 8, a & 255]
}

function crc32(bytes: readonly number[]): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1
  }
  return (sum ^ 0xffffffff) >>> 0
}

function long(value: number): number[] {
  return [value >>> 24, value >>> 16 & 255, value >>> 8 & 255, value & 255]
}

function letters(text: string): number[] {
  return Array.from(text, letter => letter.charCodeAt(0))
}
