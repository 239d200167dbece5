/** GIF films (GIF89a): pictures of 256 colours, LZW as the format has it. */

export interface GreyFilm {
  readonly width: number
  readonly height: number
  /** Each width × height bytes. */
  readonly frames: readonly Uint8Array[]
  /** Time of a frame in ms; rounded to hundredths of a second. */
  readonly frameTime: number
}

export function toGif({ width, height, frames, frameTime }: GreyFilm): Uint8Array<ArrayBuffer> {
  const film = new GifFilm(width, height, Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3)))
  for (const frame of frames) film.add(frame, frameTime)
  return film.finish()
}

/** A film that grows frame by frame and is played for ever. */
export class GifFilm {
  private readonly bytes = new Bytes()

  /** `palette` has 256 colours of three bytes. */
  constructor(private readonly width: number, private readonly height: number, palette: Uint8Array) {
    const { bytes } = this
    bytes.text('GIF89a')
    bytes.short(width).short(height).put(0xf7, 0, 0) // a global table of 256 colours
    bytes.all(palette)
    bytes.put(0x21, 0xff, 11).text('NETSCAPE2.0')
    bytes.put(3, 1, 0, 0, 0) // for ever
  }

  /** One number of the palette a pixel; `time` in ms is rounded to hundredths of a second. */
  add(pixels: Uint8Array, time: number): void {
    const { bytes, width, height } = this
    bytes.put(0x21, 0xf9, 4, 0).short(Math.max(2, Math.round(time / 10))).put(0, 0)
    bytes.put(0x2c).short(0).short(0).short(width).short(height).put(0)
    bytes.put(8) // bits of a colour
    bytes.blocks(compress(pixels))
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.put(0x3b).take()
  }
}

const clear = 256
const end = 257
const most = 4096

/** LZW with codes of 9 to 12 bits; the table starts anew when it is full. */
function compress(pixels: Uint8Array): Uint8Array {
  const out = new Bits()
  let table = new Map<number, number>()
  let next = end + 1
  let width = 9
  out.write(clear, width)
  let prefix = pixels[0] ?? 0
  for (let i = 1; i < pixels.length; i++) {
    const value = pixels[i] ?? 0
    const key = prefix * 256 + value
    const known = table.get(key)
    if (known !== undefined) {
      prefix = known
      continue
    }
    out.write(prefix, width)
    if (next < most) {
      table.set(key, next++)
      if (next > 1 << width && width < 12) width++
    } else {
      out.write(clear, width)
      table = new Map()
      next = end + 1
      width = 9
    }
    prefix = value
  }
  out.write(prefix, width)
  // The decoder has taken one more entry by now, and may read the end in a wider code.
  out.write(end, next + 1 > 1 << width && width < 12 ? width + 1 : width)
  return out.take()
}

/** Bytes that grow: a film may have many millions of them. */
class Bytes {
  private held = new Uint8Array(1 << 16)
  private length = 0

  put(...values: number[]): this {
    return this.all(values)
  }

  all(values: ArrayLike<number>): this {
    if (this.length + values.length > this.held.length) this.grow(values.length)
    this.held.set(values, this.length)
    this.length += values.length
    return this
  }

  short(value: number): this {
    return this.put(value & 255, value >> 8 & 255)
  }

  text(text: string): this {
    return this.all(new TextEncoder().encode(text))
  }

  /** In blocks of at most 255 bytes, each after its length; an empty one ends them. */
  blocks(data: Uint8Array): void {
    for (let at = 0; at < data.length; at += 255) {
      const block = data.subarray(at, at + 255)
      this.put(block.length).all(block)
    }
    this.put(0)
  }

  take(): Uint8Array<ArrayBuffer> {
    return this.held.slice(0, this.length)
  }

  private grow(by: number): void {
    const larger = new Uint8Array(2 * this.held.length + by)
    larger.set(this.held)
    this.held = larger
  }
}

/** Least significant bit first. */
class Bits {
  private readonly bytes = new Bytes()
  private held = 0
  private count = 0

  write(value: number, width: number): void {
    this.held |= value << this.count
    this.count += width
    while (this.count >= 8) {
      this.bytes.put(this.held & 255)
      this.held >>= 8
      this.count -= 8
    }
  }

  take(): Uint8Array {
    if (this.count > 0) this.bytes.put(this.held & 255)
    return this.bytes.take()
  }
}

/** Every pixel as scale × scale. */
export function enlarge(pixels: Uint8Array, width: number, scale: number): Uint8Array {
  const height = pixels.length / width
  const large = new Uint8Array(pixels.length * scale * scale)
  for (let y = 0; y < height * scale; y++) {
    for (let x = 0; x < width * scale; x++) large[y * width * scale + x] = pixels[Math.floor(y / scale) * width + Math.floor(x / scale)] ?? 0
  }
  return large
}
