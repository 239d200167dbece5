/** Ways through the latent space from point to point, as evenly spaced stations. Points are latent vectors of any dimension. */
import type { KdTree } from './kdTree'
import { pointAt } from './bounds'

export type Latent = Float32Array
export type PathKind = 'straight' | 'spline' | 'density'

/** Stations along straight lines through the points, equally far from one another. */
export function straightPath(points: readonly Latent[], stations: number): Latent[] {
  return evenly(points, stations)
}

/** Stations along a centripetal-free Catmull-Rom spline: it passes through every point. */
export function splinePath(points: readonly Latent[], stations: number): Latent[] {
  if (points.length < 3) return evenly(points, stations)
  const fine: Latent[] = []
  const perSegment = 32
  for (let segment = 0; segment < points.length - 1; segment++) {
    for (let step = 0; step < perSegment; step++) fine.push(catmullRom(points, segment, step / perSegment))
  }
  return evenly([...fine, last(points)], stations)
}

/** p(t) between points[segment] and the next; the ends are mirrored. */
function catmullRom(points: readonly Latent[], segment: number, t: number): Latent {
  const p1 = at(points, segment)
  const p2 = at(points, segment + 1)
  const p0 = points[segment - 1] ?? p1.map((value, k) => 2 * value - (p2[k] ?? 0))
  const p3 = points[segment + 2] ?? p2.map((value, k) => 2 * value - (p1[k] ?? 0))
  return p1.map((b, k) => {
    const [a, c, d] = [p0[k] ?? 0, p2[k] ?? 0, p3[k] ?? 0]
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
  })
}

/** The same way, cut into stations of equal length; the first and the last point are kept exactly. */
export function evenly(points: readonly Latent[], stations: number): Latent[] {
  const lengths = points.slice(1).map((point, i) => norm(point, at(points, i)))
  const total = lengths.reduce((sum, length) => sum + length, 0)
  if (points.length === 0 || stations < 1) return []
  if (points.length === 1 || total === 0 || stations === 1) return Array.from({ length: stations }, () => at(points, 0).slice())
  return Array.from({ length: stations }, (_, i) => along(points, lengths, total * i / (stations - 1)))
}

function along(points: readonly Latent[], lengths: readonly number[], travelled: number): Latent {
  let rest = travelled
  for (let i = 0; i < lengths.length; i++) {
    const length = lengths[i] ?? 0
    if (rest <= length && length > 0) return blend(at(points, i), at(points, i + 1), rest / length)
    rest -= length
  }
  return last(points).slice()
}

export function blend(a: Latent, b: Latent, t: number): Latent {
  return a.map((value, k) => value + t * ((b[k] ?? 0) - value))
}

function norm(a: Latent, b: Latent): number {
  return Math.hypot(...a.map((value, k) => value - (b[k] ?? 0)))
}

/** k nearest neighbours of some of the points, both ways, so that one can walk from cluster to cluster where the data is dense. */
export interface NeighbourGraph {
  /** Which points are nodes. */
  readonly nodes: Int32Array
  /** For each node: the other nodes and the cost of going there. */
  readonly edges: readonly (readonly { readonly to: number, readonly cost: number }[])[]
}

/** The cost of a step is its squared length: many short steps through a crowd are cheaper than one leap over a gap. */
export function buildGraph(positions: Float32Array, tree: KdTree, nodes: Int32Array, k = 10): NeighbourGraph {
  const nodeOf = new Map<number, number>()
  nodes.forEach((index, node) => nodeOf.set(index, node))
  const edges: { to: number, cost: number }[][] = Array.from(nodes, () => [])
  nodes.forEach((index, node) => {
    for (const { index: other, distance } of tree.nearest(pointAt(positions, index), k, index)) {
      const to = nodeOf.get(other)
      if (to === undefined) continue
      edges[node]?.push({ to, cost: distance * distance })
      edges[to]?.push({ to: node, cost: distance * distance })
    }
  })
  return { nodes, edges }
}

/** Dijkstra: nodes from one to another, or null where the graph does not connect them. */
export function shortestPath({ edges }: NeighbourGraph, from: number, to: number): number[] | null {
  const cost = new Float64Array(edges.length).fill(Infinity)
  const previous = new Int32Array(edges.length).fill(-1)
  const queue = new PriorityQueue()
  cost[from] = 0
  queue.push(from, 0)
  for (let node = queue.pop(); node !== null && node !== to; node = queue.pop()) {
    for (const edge of edges[node] ?? []) {
      const total = (cost[node] ?? 0) + edge.cost
      if (total >= (cost[edge.to] ?? 0)) continue
      cost[edge.to] = total
      previous[edge.to] = node
      queue.push(edge.to, total)
    }
  }
  return cost[to] === Infinity ? null : backtrack(previous, to)
}

function backtrack(previous: Int32Array, to: number): number[] {
  const path = [to]
  for (let node = previous[to] ?? -1; node >= 0; node = previous[node] ?? -1) path.push(node)
  return path.reverse()
}

/** A binary heap; stale entries are left in, since a node's cost only falls. */
class PriorityQueue {
  private readonly heap: { node: number, cost: number }[] = []

  push(node: number, cost: number): void {
    let i = this.heap.push({ node, cost }) - 1
    while (i > 0 && this.costAt((i - 1) >> 1) > this.costAt(i)) {
      this.swap(i, (i - 1) >> 1)
      i = (i - 1) >> 1
    }
  }

  pop(): number | null {
    const top = this.heap[0]
    const end = this.heap.pop()
    if (!top || !end) return null
    if (this.heap.length > 0) {
      this.heap[0] = end
      this.sink(0)
    }
    return top.node
  }

  private sink(start: number): void {
    for (let i = start; ;) {
      const [left, right] = [2 * i + 1, 2 * i + 2]
      let least = i
      if (this.costAt(left) < this.costAt(least)) least = left
      if (this.costAt(right) < this.costAt(least)) least = right
      if (least === i) return
      this.swap(i, least)
      i = least
    }
  }

  private costAt(i: number): number {
    return this.heap[i]?.cost ?? Infinity
  }

  private swap(i: number, j: number): void {
    const [a, b] = [this.heap[i], this.heap[j]]
    if (a && b) [this.heap[i], this.heap[j]] = [b, a]
  }
}

/** Averages each inner station with its neighbours a few times: a way through data points is jagged. */
export function smooth(path: readonly Latent[], rounds = 3): Latent[] {
  let current = [...path]
  for (let round = 0; round < rounds; round++) {
    current = current.map((point, i) => i === 0 || i === current.length - 1
      ? point
      : point.map((value, k) => (value * 2 + (current[i - 1]?.[k] ?? 0) + (current[i + 1]?.[k] ?? 0)) / 4))
  }
  return current
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index]
  if (item === undefined) throw new RangeError(`no point ${index} of ${items.length}`)
  return item
}

function last<T>(items: readonly T[]): T {
  return at(items, items.length - 1)
}
