/** Nearest neighbours among packed 3-D positions: a balanced k-d tree over an index array, no nodes allocated. */
import type { Vec3 } from './bounds'
import { isDrawable } from './bounds'

export interface Neighbour {
  readonly index: number
  readonly distance: number
}

export class KdTree {
  /** Indices of drawable points; the middle of each range is its node, and the axis goes round with the depth. */
  private readonly order: Int32Array
  private readonly heap: Candidates

  constructor(private readonly positions: Float32Array, largestK = 128) {
    this.order = drawableIndices(positions)
    this.heap = new Candidates(largestK)
    this.build(0, this.order.length, 0)
  }

  get size(): number {
    return this.order.length
  }

  /** The k points nearest to a place, nearest first; `except` leaves one out. */
  nearest(place: Vec3, k: number, except = -1): Neighbour[] {
    this.heap.reset(k)
    this.search(0, this.order.length, 0, place, except)
    return this.heap.sorted()
  }

  private build(from: number, to: number, axis: number): void {
    if (to - from < 2) return
    const middle = (from + to) >> 1
    selectNth(this.order, this.positions, from, to - 1, middle, axis)
    this.build(from, middle, (axis + 1) % 3)
    this.build(middle + 1, to, (axis + 1) % 3)
  }

  private search(from: number, to: number, axis: number, place: Vec3, except: number): void {
    if (from >= to) return
    const middle = (from + to) >> 1
    const index = this.order[middle] as number // within the range
    const at = 3 * index
    const dx = place[0] - (this.positions[at] as number)
    const dy = place[1] - (this.positions[at + 1] as number)
    const dz = place[2] - (this.positions[at + 2] as number)
    if (index !== except) this.heap.offer(index, dx * dx + dy * dy + dz * dz)
    const side = axis === 0 ? dx : axis === 1 ? dy : dz
    const next = (axis + 1) % 3
    if (side < 0) this.search(from, middle, next, place, except)
    else this.search(middle + 1, to, next, place, except)
    if (side * side > this.heap.worst) return
    if (side < 0) this.search(middle + 1, to, next, place, except)
    else this.search(from, middle, next, place, except)
  }
}

/** The k best so far, worst last, by insertion: k is small. */
class Candidates {
  private readonly indices: Int32Array
  private readonly squares: Float64Array
  private k = 0
  private count = 0
  worst = Infinity

  constructor(private readonly largest: number) {
    this.indices = new Int32Array(largest)
    this.squares = new Float64Array(largest)
  }

  reset(k: number): void {
    this.k = Math.min(k, this.largest)
    this.count = 0
    this.worst = this.k > 0 ? Infinity : -1
  }

  offer(index: number, square: number): void {
    if (square >= this.worst) return
    let at = this.count < this.k ? this.count++ : this.k - 1
    while (at > 0 && (this.squares[at - 1] as number) > square) {
      this.squares[at] = this.squares[at - 1] as number
      this.indices[at] = this.indices[at - 1] as number
      at--
    }
    this.squares[at] = square
    this.indices[at] = index
    if (this.count === this.k) this.worst = this.squares[this.k - 1] as number
  }

  sorted(): Neighbour[] {
    return Array.from({ length: this.count }, (_, i) => (
      { index: this.indices[i] as number, distance: Math.sqrt(this.squares[i] as number) }))
  }
}

function drawableIndices(positions: Float32Array): Int32Array {
  const count = Math.floor(positions.length / 3)
  const indices = new Int32Array(count)
  let kept = 0
  for (let i = 0; i < count; i++) {
    if (isDrawable(positions[3 * i] as number, positions[3 * i + 1] as number, positions[3 * i + 2] as number)) indices[kept++] = i
  }
  return indices.slice(0, kept)
}

/** Hoare's selection: after it, order[n] is where sorting would put it. Identical values cost no more than others. */
function selectNth(order: Int32Array, positions: Float32Array, left: number, right: number, n: number, axis: number): void {
  const value = (i: number) => positions[3 * (order[i] as number) + axis] as number
  while (left < right) {
    const pivot = value((left + right) >> 1)
    let i = left
    let j = right
    while (i <= j) {
      while (value(i) < pivot) i++
      while (value(j) > pivot) j--
      if (i > j) break
      const swap = order[i] as number
      order[i++] = order[j] as number
      order[j--] = swap
    }
    if (n <= j) right = j
    else if (n >= i) left = i
    else return
  }
}
