/** Ways that keep to where the images are dense, found in latent space itself: what lies close in a drawing may lie far apart. */
import { buildGraph, shortestPath, type NeighbourGraph } from './neighbourGraph'
import { finiteRows, nearestNeighbours } from './nearest'
import { smooth, type Latent } from './paths'

/** Latents of a thinned cloud, (n × dimension). */
export interface Crowded {
  readonly values: Float32Array
  readonly dimension: number
}

export interface Route {
  readonly points: readonly Latent[]
  /** Whether a part of it is straight because the graph does not connect its ends. */
  readonly isBroken: boolean
}

/** Neighbours that each node is joined to. */
const joined = 10
/** Nodes enough to follow the crowd, and differences of coordinates that are compared within seconds. */
const [mostNodes, mostDifferences] = [12_000, 4e9]

/** Every so-manieth of the latents. */
export function thinned({ values, dimension }: Crowded): Crowded {
  const count = Math.floor(values.length / dimension)
  const every = Math.ceil(count / Math.min(mostNodes, Math.sqrt(2 * mostDifferences / dimension)))
  const kept = new Float32Array(Math.ceil(count / every) * dimension)
  for (let i = 0; i * every < count; i++) kept.set(values.subarray(i * every * dimension, (i * every + 1) * dimension), i * dimension)
  return { values: kept, dimension }
}

export class Crowd {
  private readonly rows: Int32Array
  private readonly graph: NeighbourGraph

  constructor(private readonly cloud: Crowded) {
    const { values, dimension } = cloud
    this.rows = finiteRows(values, dimension)
    const k = Math.min(joined, this.rows.length - 1)
    this.graph = k > 0 ? buildGraph(nearestNeighbours(values, dimension, this.rows, k), k) : []
  }

  /** From end to end through the images that lie between them. */
  follow(ends: readonly Latent[]): Route {
    const points: Latent[] = []
    let isBroken = false
    ends.slice(1).forEach((to, i) => {
      const from = ends[i] ?? to
      const path = this.graph.length > 0 ? shortestPath(this.graph, this.nearest(from), this.nearest(to)) : null
      isBroken ||= path === null
      points.push(...smooth([from, ...(path ?? []).slice(1, -1).map(node => this.latentOf(node)), to]))
    })
    return { points, isBroken }
  }

  private nearest(point: Latent): number {
    let [best, least] = [0, Infinity]
    this.rows.forEach((_, node) => {
      const square = this.latentOf(node).reduce((sum, value, c) => sum + (value - (point[c] ?? 0)) ** 2, 0)
      if (square < least) [best, least] = [node, square]
    })
    return best
  }

  private latentOf(node: number): Latent {
    const { values, dimension } = this.cloud
    const row = this.rows[node] ?? 0
    return values.subarray(row * dimension, (row + 1) * dimension)
  }
}
