/** 256 colours for a picture that has more, by median cut (Heckbert 1982) on colours of 15 bits, and the nearest of them for any colour. */

/** Levels of a component: 5 bits. */
const levels = 32
const cells = levels ** 3

interface Box {
  /** Numbers of 15 bits. */
  readonly colours: Int32Array
  readonly pixels: number
}

/** (256 × 3); `rgba` has four bytes a pixel. */
export function paletteOf(rgba: Uint8ClampedArray): Uint8Array {
  const { counts, sums } = histogram(rgba)
  let boxes = [boxOf(Int32Array.from(counts.keys()).filter(cell => (counts[cell] as number) > 0), counts)]
  while (boxes.length < 256) {
    const next = boxes.filter(({ colours }) => colours.length > 1).sort((p, q) => weightOf(q) - weightOf(p))[0]
    if (!next) break
    boxes = [...boxes.filter(box => box !== next), ...cut(next, counts)]
  }
  const palette = new Uint8Array(768)
  boxes.forEach((box, i) => { palette.set(mean(box, sums), 3 * i) })
  return palette
}

/** By colour of 15 bits: how many pixels, and the sums of their components. */
function histogram(rgba: Uint8ClampedArray): { counts: Uint32Array, sums: Float64Array } {
  const counts = new Uint32Array(cells)
  const sums = new Float64Array(3 * cells)
  for (let at = 0; at < rgba.length; at += 4) {
    const cell = cellOf(rgba[at] as number, rgba[at + 1] as number, rgba[at + 2] as number)
    counts[cell] = (counts[cell] as number) + 1
    for (let axis = 0; axis < 3; axis++) sums[3 * cell + axis] = (sums[3 * cell + axis] as number) + (rgba[at + axis] as number)
  }
  return { counts, sums }
}

/** For each pixel the number of the nearest colour. Ask one painter for all frames of a film: it remembers what it has found. */
export function painter(palette: Uint8Array): (rgba: Uint8ClampedArray) => Uint8Array {
  const known = new Int16Array(cells).fill(-1)
  return (rgba) => {
    const pixels = new Uint8Array(rgba.length / 4)
    for (let i = 0; i < pixels.length; i++) {
      const cell = cellOf(rgba[4 * i] as number, rgba[4 * i + 1] as number, rgba[4 * i + 2] as number)
      if (known[cell] === -1) known[cell] = nearest(palette, cell)
      pixels[i] = known[cell] as number
    }
    return pixels
  }
}

function cellOf(r: number, g: number, b: number): number {
  return r >> 3 << 10 | g >> 3 << 5 | b >> 3
}

/** 0 to 31. */
function component(cell: number, axis: number): number {
  return cell >> (2 - axis) * 5 & 31
}

function boxOf(colours: Int32Array, counts: Uint32Array): Box {
  return { colours, pixels: colours.reduce((sum, cell) => sum + (counts[cell] as number), 0) }
}

/** Rare colours are many here (thin marks on an empty ground), so that their spread counts more than their number. */
function weightOf({ colours, pixels }: Box): number {
  return Math.sqrt(pixels) * spreadOf(colours).length ** 2
}

function spreadOf(colours: Int32Array): { axis: number, length: number } {
  const lengths = [0, 1, 2].map((axis) => {
    let [low, high] = [levels, 0]
    for (const cell of colours) {
      low = Math.min(low, component(cell, axis))
      high = Math.max(high, component(cell, axis))
    }
    return high - low
  })
  const length = Math.max(...lengths)
  return { axis: lengths.indexOf(length), length }
}

/** Across its longest side, with half of the pixels on either. */
function cut(box: Box, counts: Uint32Array): Box[] {
  const { axis } = spreadOf(box.colours)
  const sorted = box.colours.toSorted((p, q) => component(p, axis) - component(q, axis))
  let seen = 0
  let at = sorted.findIndex(cell => (seen += counts[cell] as number) * 2 >= box.pixels)
  at = Math.min(Math.max(at, 1), sorted.length - 1)
  return [sorted.slice(0, at), sorted.slice(at)].map(colours => boxOf(colours, counts))
}

function mean({ colours, pixels }: Box, sums: Float64Array): number[] {
  return [0, 1, 2].map(axis => Math.round(colours.reduce((total, cell) => total + (sums[3 * cell + axis] as number), 0) / pixels))
}

function nearest(palette: Uint8Array, cell: number): number {
  let [best, least] = [0, Infinity]
  for (let i = 0; i < palette.length / 3; i++) {
    let far = 0
    for (let axis = 0; axis < 3; axis++) far += (component(cell, axis) * 8 + 4 - (palette[3 * i + axis] as number)) ** 2
    if (far < least) [best, least] = [i, far]
  }
  return best
}
