/**
 * A k-d tree over packed points (Bentley 1975; leaves and bounded search after Friedman, Bentley and Finkel 1977). Euclidean, exact.
 * A point with a coordinate that is not finite is left out: it has no place in the order that the tree stands on, and is near to nothing.
 */

const leafSize = 16
/** Points that are put in order at one go: some milliseconds. */
const piece = 8192

export class KdTree {
  /** Point numbers, so ordered that every node of the tree is a range. */
  private readonly order: Int32Array
  /** Split dimension and value by node, in heap order. */
  private readonly axis: Uint8Array
  private readonly cut: Float32Array
  private readonly depth: number

  /** The same tree, made a piece at a time; `breathe` is called in between, so that messages are answered meanwhile. */
  static async grown(points: Float32Array, dimension: number, breathe: () => Promise<unknown>): Promise<KdTree> {
    const tree = new KdTree(points, dimension, false)
    await tree.grow(1, 0, tree.order.length, 0, breathe)
    return tree
  }

  constructor(private readonly points: Float32Array, private readonly dimension: number, isWhole = true) {
    this.order = finitePoints(points, dimension)
    const count = this.order.length
    this.depth = Math.max(0, Math.ceil(Math.log2(Math.max(1, count / leafSize))))
    this.axis = new Uint8Array(2 ** this.depth)
    this.cut = new Float32Array(2 ** this.depth)
    if (isWhole) this.build(1, 0, count, 0)
  }

  /** The k nearest points of each of m queries: m × k indices, nearest first; −1 where there are fewer than k. */
  nearestOfEach(queries: Float32Array, k: number): Int32Array {
    const count = queries.length / this.dimension
    const result = new Int32Array(count * k)
    const heap = new NearestK(k)
    for (let q = 0; q < count; q++) {
      heap.clear()
      this.search(queries, q * this.dimension, heap)
      result.set(heap.indices, q * k)
    }
    return result
  }

  /** The k nearest of one query with their distances. */
  nearest(query: Float32Array, k: number): { indices: Int32Array, distances: Float32Array } {
    const heap = new NearestK(k)
    this.search(query, 0, heap)
    return { indices: heap.indices.slice(), distances: Float32Array.from(heap.squares, Math.sqrt) }
  }

  private build(node: number, from: number, to: number, level: number): void {
    if (level === this.depth) return
    const middle = this.split(node, from, to)
    this.build(2 * node, from, middle, level + 1)
    this.build(2 * node + 1, middle, to, level + 1)
  }

  private async grow(node: number, from: number, to: number, level: number, breathe: () => Promise<unknown>): Promise<void> {
    if (to - from <= piece || level === this.depth) {
      this.build(node, from, to, level)
      await breathe()
      return
    }
    const middle = this.split(node, from, to)
    await breathe()
    await this.grow(2 * node, from, middle, level + 1, breathe)
    await this.grow(2 * node + 1, middle, to, level + 1, breathe)
  }

  /** Puts a range in order around its middle, along its widest axis. */
  private split(node: number, from: number, to: number): number {
    const axis = this.widestAxis(from, to)
    const middle = (from + to) >> 1
    this.select(from, to - 1, middle, axis)
    this.axis[node] = axis
    this.cut[node] = this.at(middle, axis)
    return middle
  }

  private at(position: number, axis: number): number {
    return this.points[(this.order[position] as number) * this.dimension + axis] as number
  }

  private widestAxis(from: number, to: number): number {
    let best = 0
    let widest = -1
    for (let axis = 0; axis < this.dimension; axis++) {
      let low = Infinity
      let high = -Infinity
      for (let i = from; i < to; i++) {
        const value = this.at(i, axis)
        if (value < low) low = value
        if (value > high) high = value
      }
      if (high - low > widest) [best, widest] = [axis, high - low]
    }
    return best
  }

  /** Hoare's selection: afterwards position `middle` holds what sorting would put there, smaller before it, larger after. */
  private select(left: number, right: number, middle: number, axis: number): void {
    while (left < right) {
      const pivot = this.at((left + right) >> 1, axis)
      let i = left
      let j = right
      while (i <= j) {
        while (this.at(i, axis) < pivot) i++
        while (this.at(j, axis) > pivot) j--
        if (i <= j) this.swap(i++, j--)
      }
      if (middle <= j) right = j
      else if (middle >= i) left = i
      else return
    }
  }

  private swap(a: number, b: number): void {
    const held = this.order[a] as number
    this.order[a] = this.order[b] as number
    this.order[b] = held
  }

  private search(query: Float32Array, offset: number, heap: NearestK): void {
    this.visit(1, 0, this.order.length, 0, query, offset, heap)
  }

  private visit(node: number, from: number, to: number, level: number, query: Float32Array, offset: number, heap: NearestK): void {
    if (level === this.depth) return this.scan(from, to, query, offset, heap)
    const difference = (query[offset + (this.axis[node] as number)] as number) - (this.cut[node] as number)
    const middle = (from + to) >> 1
    const below = difference < 0
    this.visit(2 * node + (below ? 0 : 1), below ? from : middle, below ? middle : to, level + 1, query, offset, heap)
    if (difference * difference > heap.worst) return
    this.visit(2 * node + (below ? 1 : 0), below ? middle : from, below ? to : middle, level + 1, query, offset, heap)
  }

  private scan(from: number, to: number, query: Float32Array, offset: number, heap: NearestK): void {
    const { points, order, dimension } = this
    for (let i = from; i < to; i++) {
      const index = order[i] as number
      let square = 0
      for (let axis = 0, p = index * dimension; axis < dimension; axis++, p++) {
        const difference = (points[p] as number) - (query[offset + axis] as number)
        square += difference * difference
      }
      if (square < heap.worst) heap.add(index, square)
    }
  }
}

/** The numbers of the points that are ones. */
export function finitePoints(points: Float32Array, dimension: number): Int32Array {
  const numbers = Int32Array.from({ length: points.length / dimension }, (_, i) => i)
  return numbers.filter((i) => {
    for (let p = i * dimension; p < (i + 1) * dimension; p++) if (!Number.isFinite(points[p])) return false
    return true
  })
}

/** The k smallest squares seen so far, sorted. */
class NearestK {
  readonly indices: Int32Array
  readonly squares: Float64Array
  worst = Infinity

  constructor(private readonly k: number) {
    this.indices = new Int32Array(k)
    this.squares = new Float64Array(k)
    this.clear()
  }

  clear(): void {
    this.indices.fill(-1)
    this.squares.fill(Infinity)
    this.worst = Infinity
  }

  add(index: number, square: number): void {
    let place = this.k - 1
    for (; place > 0 && (this.squares[place - 1] as number) > square; place--) {
      this.squares[place] = this.squares[place - 1] as number
      this.indices[place] = this.indices[place - 1] as number
    }
    this.squares[place] = square
    this.indices[place] = index
    this.worst = this.squares[this.k - 1] as number
  }
}
