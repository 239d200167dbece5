/** A picture with a depth buffer, and what can be stamped into it. Depths are distances from the eye: the smaller is in front. */
import type { Rgb } from '@shared/domain/latent/colours'
import { imagePixels, imageSide } from '@shared/domain/image'
import { toScreen } from '@shared/domain/latent/picking'
import { makeMark, type Mark } from './marks'
import type { SpriteSheet } from './spriteSheet'

const largestMark = 96
/** How much of the ground lies around a garment, of 256: a square with round corners that runs out. */
const veil = Uint16Array.from({ length: imagePixels }, (_, at) => {
  const [x, y] = [at % imageSide, Math.floor(at / imageSide)].map(place => (place + 0.5) / imageSide * 2 - 1) as [number, number]
  const t = Math.min(1, Math.max(0, (x ** 4 + y ** 4 - 0.3) / 0.8))
  return Math.round(192 * (1 - t * t * (3 - 2 * t)))
})

interface PlacedMark extends Mark {
  /** From the middle's pixel to each other one. */
  readonly offsets: Int32Array
}

export class RasterPicture {
  readonly image: ImageData
  /** The image's bytes as RGBA numbers. */
  readonly pixels: Uint32Array
  readonly depths: Float32Array
  /** By shape × 128 + diameter. */
  private readonly marks: PlacedMark[] = []

  constructor(readonly width: number, readonly height: number) {
    this.image = new ImageData(width, height)
    this.pixels = new Uint32Array(this.image.data.buffer)
    this.depths = new Float32Array(width * height)
  }

  clear([r, g, b]: Rgb): void {
    this.pixels.fill(packed(r, g, b))
    this.depths.fill(Infinity)
  }

  /** A mark around (x, y); `alpha` is 0 to 256. */
  stamp(shape: number, x: number, y: number, depth: number, diameter: number, colour: number, alpha: number): void {
    const mark = this.markOf(shape, Math.min(largestMark, Math.max(1, Math.round(diameter))))
    const [left, top] = [Math.round(x), Math.round(y)]
    const { reach } = mark
    const isInside = left >= reach && top >= reach && left < this.width - reach && top < this.height - reach
    if (isInside) this.stampWhole(mark, top * this.width + left, depth, colour, alpha)
    else this.stampCut(mark, left, top, depth, colour, alpha)
  }

  /** What `put` does, for all pixels of a mark at once: most of a frame's time is spent here. */
  private stampWhole({ offsets, cover }: PlacedMark, middle: number, depth: number, colour: number, alpha: number): void {
    const { pixels, depths } = this
    const [redBlue, green] = [colour & 0xff00ff, colour >>> 8 & 0xff]
    for (let k = 0; k < cover.length; k++) {
      const at = middle + (offsets[k] as number)
      if (depth >= (depths[at] as number)) continue
      const share = (cover[k] as number) * alpha >> 8
      if (share > 128) depths[at] = depth
      const under = pixels[at] as number
      const rest = 256 - share
      pixels[at] = share >= 250
        ? colour
        : 0xff000000 | (Math.imul(under & 0xff00ff, rest) + Math.imul(redBlue, share)) >>> 8 & 0xff00ff
          | (Math.imul(under >>> 8 & 0xff, rest) + Math.imul(green, share)) & 0xff00
    }
  }

  /** At the border. */
  private stampCut({ dx, dy, cover }: PlacedMark, left: number, top: number, depth: number, colour: number, alpha: number): void {
    for (let k = 0; k < cover.length; k++) {
      const column = left + (dx[k] as number)
      const row = top + (dy[k] as number)
      if (column < 0 || row < 0 || column >= this.width || row >= this.height) continue
      this.put(row * this.width + column, depth, colour, (cover[k] as number) * alpha >> 8)
    }
  }

  /** A garment of the sheet around (x, y) over whatever is there, tinted by its class, on a veil of the ground. */
  stampSprite(sheet: SpriteSheet, slot: number, x: number, y: number, side: number, tints: Uint32Array, ground: number): void {
    const [left, top] = [Math.round(x - side / 2), Math.round(y - side / 2)]
    const [first, last] = [Math.max(0, -left), Math.min(side, this.width - left)]
    for (let row = Math.max(0, -top); row < side && top + row < this.height; row++) {
      const line = Math.floor(row * imageSide / side)
      const from = sheet.rowOf(slot, line)
      const start = (top + row) * this.width + left
      for (let column = first; column < last; column++) {
        const across = Math.floor(column * imageSide / side)
        const value = sheet.data[from + across] as number
        const at = start + column
        this.pixels[at] = value >= 20
          ? tints[value >> 4] as number
          : mixed(this.pixels[at] as number, ground, veil[line * imageSide + across] as number)
      }
    }
  }

  /** Where nothing lies in front, mixes a colour in; mostly covered pixels hide what comes later and lies behind. */
  put(at: number, depth: number, colour: number, alpha: number): void {
    if (depth >= (this.depths[at] as number)) return
    if (alpha > 128) this.depths[at] = depth
    this.pixels[at] = alpha >= 250 ? colour : mixed(this.pixels[at] as number, colour, alpha)
  }

  /** Straight lines one pixel wide between pairs of places; they lie behind everything. */
  lines(ends: Float32Array, matrix: ArrayLike<number>, [r, g, b]: Rgb): void {
    const view = { matrix, width: this.width, height: this.height }
    for (let at = 0; at + 5 < ends.length; at += 6) {
      const from = toScreen([ends[at] ?? 0, ends[at + 1] ?? 0, ends[at + 2] ?? 0], view)
      const to = toScreen([ends[at + 3] ?? 0, ends[at + 4] ?? 0, ends[at + 5] ?? 0], view)
      if (from && to) this.line(from.x, from.y, to.x, to.y, packed(r, g, b))
    }
  }

  private line(x0: number, y0: number, x1: number, y1: number, colour: number): void {
    const steps = Math.min(8192, Math.ceil(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1)))
    for (let step = 0; step <= steps; step++) {
      const x = Math.floor(x0 + (x1 - x0) * step / steps)
      const y = Math.floor(y0 + (y1 - y0) * step / steps)
      if (x >= 0 && y >= 0 && x < this.width && y < this.height) this.pixels[y * this.width + x] = colour
    }
  }

  private markOf(shape: number, diameter: number): PlacedMark {
    const key = shape * 128 + diameter
    return this.marks[key] ??= this.placed(makeMark(shape, diameter))
  }

  private placed(mark: Mark): PlacedMark {
    return { ...mark, offsets: Int32Array.from(mark.dx, (dx, k) => (mark.dy[k] as number) * this.width + dx) }
  }
}

/** RGBA in the byte order of an ImageData read as 32-bit numbers (little endian). */
export function packed(r: number, g: number, b: number): number {
  return (255 << 24 | b << 16 | g << 8 | r) >>> 0
}

/** Two channels at a time; `alpha` is 0 to 256. */
export function mixed(under: number, over: number, alpha: number): number {
  const rest = 256 - alpha
  const redBlue = (Math.imul(under & 0xff00ff, rest) + Math.imul(over & 0xff00ff, alpha)) >>> 8 & 0xff00ff
  const green = (Math.imul(under >>> 8 & 0xff, rest) + Math.imul(over >>> 8 & 0xff, alpha)) & 0xff00
  return (0xff000000 | green | redBlue) >>> 0
}

/** Colours of sixteen greys of a garment. */
export function tintsOf([r, g, b]: Rgb, dark: boolean): Uint32Array {
  return Uint32Array.from({ length: 16 }, (_, step) => {
    const value = step / 15
    const tint = (c: number) => dark
      ? c * 0.45 + value * (c * 0.4 + 255 * 0.6 - c * 0.45)
      : c * 0.7 + 255 * 0.3 + value * (c * 0.4 - c * 0.7 - 255 * 0.3)
    return packed(tint(r), tint(g), tint(b))
  })
}
