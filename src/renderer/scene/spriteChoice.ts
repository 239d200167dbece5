/**
 * Which points are drawn as their pictures: as many as lie side by side on the screen, those in front before those behind. What was
 * chosen stays chosen while nothing comes clearly before it, so that a turning cloud does not flicker.
 */
import type { ViewPort } from '@shared/domain/latent/picking'
import { pointStates } from './look'

export interface SpriteOptions {
  /** CSS pixels. */
  readonly side: number
  readonly most: number
}

/** Places of the chosen points on the screen, in CSS pixels; nearest to the eye first. */
export interface ChosenSprite {
  readonly index: number
  readonly x: number
  readonly y: number
}

/** Part of its distance by which a chosen point counts as nearer than it is. */
const loyalty = 0.12
/** Part of their side by which two pictures lie apart at least. */
const apart = 0.92

export class SpriteChooser {
  private chosen = new Uint8Array(0)

  /** States as in `pointStates`: hidden and dimmed points have no picture. */
  choose(positions: Float32Array, states: Uint8Array, view: ViewPort, { side, most }: SpriteOptions): ChosenSprite[] {
    const count = positions.length / 3
    if (this.chosen.length !== count) this.chosen = new Uint8Array(count)
    const grid = new Grid(view, side / 2)
    this.fill(grid, positions, states, view)
    const taken = grid.spread(side * apart, most)
    this.chosen.fill(0)
    for (const { index } of taken) this.chosen[index] = 1
    return taken
  }

  /** One pass over all points: the loop is long because calls in it would cost more than its work. */
  private fill(grid: Grid, positions: Float32Array, states: Uint8Array, { matrix, width, height }: ViewPort): void {
    const m = Float64Array.from(matrix)
    const [m0, m1, m3, m4, m5, m7] = [m[0], m[1], m[3], m[4], m[5], m[7]] as [number, number, number, number, number, number]
    const [m8, m9, m11, m12, m13, m15] = [m[8], m[9], m[11], m[12], m[13], m[15]] as [number, number, number, number, number, number]
    for (let i = 0, at = 0; at < positions.length; i++, at += 3) {
      const state = states[i] ?? pointStates.shown
      if (state === pointStates.hidden || state === pointStates.dimmed) continue
      const px = positions[at] as number
      const py = positions[at + 1] as number
      const pz = positions[at + 2] as number
      const w = m3 * px + m7 * py + m11 * pz + m15
      if (!(w > 0)) continue // also drops NaN
      const x = (1 + (m0 * px + m4 * py + m8 * pz + m12) / w) * width / 2
      const y = (1 - (m1 * px + m5 * py + m9 * pz + m13) / w) * height / 2
      if (x >= 0 && y >= 0 && x < width && y < height) grid.offer(i, x, y, this.chosen[i] === 1 ? w * (1 - loyalty) : w)
    }
  }
}

/** The nearest point of every cell of the screen; a cell is half a picture wide. */
class Grid {
  private readonly columns: number
  private readonly rows: number
  private readonly index: Int32Array
  private readonly depth: Float64Array
  private readonly x: Float32Array
  private readonly y: Float32Array

  constructor({ width, height }: ViewPort, private readonly cell: number) {
    this.columns = Math.max(1, Math.ceil(width / cell))
    this.rows = Math.max(1, Math.ceil(height / cell))
    const cells = this.columns * this.rows
    this.index = new Int32Array(cells).fill(-1)
    this.depth = new Float64Array(cells).fill(Infinity)
    this.x = new Float32Array(cells)
    this.y = new Float32Array(cells)
  }

  offer(index: number, x: number, y: number, depth: number): void {
    const at = Math.floor(y / this.cell) * this.columns + Math.floor(x / this.cell)
    if (depth >= (this.depth[at] as number)) return
    this.depth[at] = depth
    this.index[at] = index
    this.x[at] = x
    this.y[at] = y
  }

  /** From near to far, each that lies `apart` or more from those before it. */
  spread(apart: number, most: number): ChosenSprite[] {
    const order = Array.from(this.index.keys()).filter(at => (this.index[at] as number) >= 0)
      .sort((a, b) => (this.depth[a] as number) - (this.depth[b] as number))
    const isTaken = new Uint8Array(this.index.length)
    const taken: ChosenSprite[] = []
    for (const at of order) {
      if (taken.length >= most) break
      if (this.isCrowded(at, isTaken, apart)) continue
      isTaken[at] = 1
      taken.push({ index: this.index[at] as number, x: this.x[at] as number, y: this.y[at] as number })
    }
    return taken
  }

  private isCrowded(at: number, isTaken: Uint8Array, apart: number): boolean {
    const [row, column] = [Math.floor(at / this.columns), at % this.columns]
    for (let r = Math.max(0, row - 2); r <= Math.min(this.rows - 1, row + 2); r++) {
      for (let c = Math.max(0, column - 2); c <= Math.min(this.columns - 1, column + 2); c++) {
        const other = r * this.columns + c
        if (isTaken[other] === 0) continue
        if (Math.abs((this.x[other] as number) - (this.x[at] as number)) < apart
          && Math.abs((this.y[other] as number) - (this.y[at] as number)) < apart) return true
      }
    }
    return false
  }
}
