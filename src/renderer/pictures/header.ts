/** What a picture file says of itself before anything of it is decoded: PNG, JPEG, GIF, WebP and BMP. */

export interface PictureHeader {
  readonly width: number
  readonly height: number
  /** More than one where it moves. */
  readonly frames: number
}

/** Null where it is none of the five, or ends before it has told its size. */
export function readHeader(bytes: Uint8Array): PictureHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const found = readers.find(({ starts }) => starts.every(([at, text]) => textAt(view, at, text.length) === text))?.read(view)
    return found && found.width > 0 && found.height > 0 ? found : null
  } catch (error) {
    if (error instanceof RangeError) return null // it ends too early
    throw error
  }
}

interface Reader {
  /** What stands where. */
  readonly starts: readonly (readonly [number, string])[]
  /** Throws a RangeError where the file ends too early. */
  read(view: DataView): PictureHeader | null
}

const readers: readonly Reader[] = [
  { starts: [[0, '\x89PNG\r\n\x1a\n'], [12, 'IHDR']], read: readPng },
  { starts: [[0, '\xff\xd8\xff']], read: readJpeg },
  { starts: [[0, 'GIF8']], read: readGif },
  { starts: [[0, 'RIFF'], [8, 'WEBP']], read: readWebp },
  { starts: [[0, 'BM']], read: readBmp },
]

/** An animated PNG counts its frames in a chunk before the pixels. */
function readPng(view: DataView): PictureHeader {
  const size = { width: view.getUint32(16), height: view.getUint32(20) }
  for (let at = 8; at + 12 <= view.byteLength; at += 12 + view.getUint32(at)) {
    const kind = textAt(view, at + 4, 4)
    if (kind === 'acTL') return { ...size, frames: view.getUint32(at + 8) }
    if (kind === 'IDAT') break
  }
  return { ...size, frames: 1 }
}

/** The size stands in the start of frame, whose marker is one of sixteen but three. */
function readJpeg(view: DataView): PictureHeader | null {
  for (let at = 2; ; at += 2 + view.getUint16(at + 2)) {
    while (view.getUint8(at) === 0xff && view.getUint8(at + 1) === 0xff) at++ // filling
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7), frames: 1 }
    }
  }
}

function readGif(view: DataView): PictureHeader {
  const tableAt = (at: number) => (view.getUint8(at) & 0x80) === 0 ? 0 : 3 * 2 ** ((view.getUint8(at) & 7) + 1)
  let [at, frames] = [13 + tableAt(10), 0]
  while (at < view.byteLength) {
    const kind = view.getUint8(at)
    if (kind !== 0x21 && kind !== 0x2c) break
    if (kind === 0x2c) frames++
    at = afterBlocks(view, kind === 0x21 ? at + 2 : at + 11 + tableAt(at + 9))
  }
  return { width: view.getUint16(6, true), height: view.getUint16(8, true), frames: Math.max(1, frames) }
}

/** Blocks of up to 255 bytes, each after its length; one of no length is the last. */
function afterBlocks(view: DataView, at: number): number {
  while (at < view.byteLength && view.getUint8(at) > 0) at += 1 + view.getUint8(at)
  return at + 1
}

function readWebp(view: DataView): PictureHeader | null {
  const kind = textAt(view, 12, 4)
  if (kind === 'VP8 ') return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff, frames: 1 }
  if (kind === 'VP8L') {
    const bits = view.getUint32(21, true)
    return { width: (bits & 0x3fff) + 1, height: (bits >>> 14 & 0x3fff) + 1, frames: 1 }
  }
  if (kind !== 'VP8X') return null
  const side = (at: number) => 1 + view.getUint16(at, true) + 65_536 * view.getUint8(at + 2)
  let frames = 0
  for (let at = 12; at + 8 <= view.byteLength; at += 8 + 2 * Math.ceil(view.getUint32(at + 4, true) / 2)) {
    if (textAt(view, at, 4) === 'ANMF') frames++
  }
  return { width: side(24), height: side(27), frames: Math.max(1, frames) }
}

/** Rows from the top are told by a negative height. */
function readBmp(view: DataView): PictureHeader {
  if (view.getUint32(14, true) === 12) return { width: view.getUint16(18, true), height: view.getUint16(20, true), frames: 1 }
  return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)), frames: 1 }
}

function textAt(view: DataView, at: number, length: number): string {
  if (at + length > view.byteLength) return ''
  return String.fromCharCode(...Array.from({ length }, (_, i) => view.getUint8(at + i)))
}
