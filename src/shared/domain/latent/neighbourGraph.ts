/** The neighbour graph of a cloud: one walks from cluster to cluster where the data is dense. */
import type { Near } from './nearest'

/** For each node: the other nodes and the cost of going there. */
export type NeighbourGraph = readonly (readonly { readonly to: number, readonly cost: number }[])[]

/** Nodes are joined both ways. The cost of a step is its squared length: many short steps through a crowd are cheaper than one leap over a gap. */
export function buildGraph({ indices, distances }: Near, k: number): NeighbourGraph {
  const edges: { to: number, cost: number }[][] = Array.from({ length: indices.length / k }, () => [])
  indices.forEach((to, at) => {
    if (to < 0) return
    const node = Math.floor(at / k)
    const cost = (distances[at] as number) ** 2
    edges[node]?.push({ to, cost })
    edges[to]?.push({ to: node, cost })
  })
  return edges
}

/** Dijkstra: nodes from one to another, or null where the graph does not connect them. */
export function shortestPath(graph: NeighbourGraph, from: number, to: number): number[] | null {
  const cost = new Float64Array(graph.length).fill(Infinity)
  const previous = new Int32Array(graph.length).fill(-1)
  const queue = new PriorityQueue()
  cost[from] = 0
  queue.push(from, 0)
  for (let node = queue.pop(); node !== null && node !== to; node = queue.pop()) {
    for (const edge of graph[node] ?? []) {
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
