/**
 * UMAP (McInnes, Healy and Melville 2018, arXiv:1802.03426): neighbours in d dimensions stay neighbours in three. Exact neighbours, since
 * 10,000 points are few; it starts from a given layout (principal components), so that epochs lie alike.
 */
import { seeded } from '../seeded'
import { finiteRows, nearestNeighbours, type Near } from './nearest'

export interface UmapOptions {
  /** Neighbours of each point, itself not counted. */
  readonly neighbours?: number
  readonly epochs?: number
  readonly seed?: number
  /** Told the share that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void
}

/** Curve of nearness for points that may lie 0.1 apart: 1 / (1 + a·r^2b), as fitted by the authors' program. */
const a = 1.576943460405378
const b = 0.8950608781227859
const negatives = 5
/** Half the width of the layout that it starts from. */
const span = 10
const neighbourShare = 0.3

/** (n × d) latents and (n × 3) places to start from to (n × 3) places; NaN where a latent has none. */
export function umap(values: Float32Array, dimension: number, start: Float32Array, options: UmapOptions = {}): Float32Array {
  const { neighbours = 15, epochs = 200, seed = 1, onProgress = () => undefined } = options
  const rows = finiteRows(values, dimension)
  const k = Math.min(neighbours, rows.length - 1)
  const random = seeded(seed)
  const places = startFrom(start, rows, random)
  if (k > 0) {
    const near = nearestNeighbours(values, dimension, rows, k, share => onProgress(neighbourShare * share))
    const edges = fuzzyEdges(near, rows.length, k, epochs)
    arrange(places, edges, rows.length, epochs, random, share => onProgress(neighbourShare + (1 - neighbourShare) * share))
  }
  const all = new Float32Array(values.length / dimension * 3).fill(NaN)
  rows.forEach((row, i) => { all.set(places.subarray(3 * i, 3 * i + 3), 3 * row) })
  return all
}

interface Edges {
  readonly heads: Int32Array
  readonly tails: Int32Array
  /** Rounds between two pulls along an edge: the stronger, the fewer. */
  readonly every: Float32Array
}

/** How much two points are neighbours, seen from either: p + q − p·q. Edges too weak to be pulled once are left out. */
function fuzzyEdges({ indices, distances }: Near, n: number, k: number, epochs: number): Edges {
  const directed = new Map<number, number>()
  for (let i = 0; i < n; i++) {
    const own = distances.subarray(i * k, (i + 1) * k)
    const nearest = own.find(distance => distance > 0) ?? 0
    const scale = bandwidth(own, nearest, Math.log2(k + 1))
    for (let m = 0; m < k; m++) {
      directed.set(i * n + (indices[i * k + m] as number), Math.exp(-Math.max(0, (own[m] as number) - nearest) / scale))
    }
  }
  const found: [head: number, tail: number, weight: number][] = []
  for (const [key, p] of directed) {
    const [i, j] = [Math.floor(key / n), key % n]
    const q = directed.get(j * n + i)
    if (q !== undefined && i > j) continue // told by the other one
    found.push([i, j, q === undefined ? p : p + q - p * q])
  }
  const strongest = found.reduce((most, [, , weight]) => Math.max(most, weight), 0)
  const kept = found.filter(([, , weight]) => weight * epochs >= strongest)
  return {
    heads: Int32Array.from(kept, ([head]) => head), tails: Int32Array.from(kept, ([, tail]) => tail),
    every: Float32Array.from(kept, ([, , weight]) => strongest / weight),
  }
}

/** The scale at which the neighbours' nearness sums up to `target`, by halving. */
function bandwidth(distances: Float32Array, nearest: number, target: number): number {
  let [low, high, middle] = [0, Infinity, 1]
  for (let step = 0; step < 64; step++) {
    let sum = 0
    for (const distance of distances) sum += Math.exp(-Math.max(0, distance - nearest) / middle)
    if (Math.abs(sum - target) < 1e-5) break
    if (sum > target) high = middle
    else low = middle
    middle = high === Infinity ? middle * 2 : (low + high) / 2
  }
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length
  return Math.max(middle, 1e-3 * mean, 1e-12)
}

/** Pulls neighbours together and pushes others apart, ever more gently. */
function arrange(
  places: Float32Array, { heads, tails, every }: Edges, n: number, epochs: number, random: () => number, onProgress: (share: number) => void,
): void {
  const due = every.slice()
  for (let epoch = 0; epoch < epochs; epoch++) {
    onProgress(epoch / epochs)
    const rate = 1 - epoch / epochs
    for (let e = 0; e < heads.length; e++) {
      if ((due[e] as number) > epoch + 1) continue
      due[e] = (due[e] as number) + (every[e] as number)
      const head = 3 * (heads[e] as number)
      const tail = 3 * (tails[e] as number)
      pull(places, head, tail, rate)
      for (let m = 0; m < negatives; m++) {
        push(places, head, 3 * Math.floor(random() * n), rate)
        push(places, tail, 3 * Math.floor(random() * n), rate)
      }
    }
  }
}

function pull(places: Float32Array, i: number, j: number, rate: number): void {
  const square = squareBetween(places, i, j)
  if (square === 0) return
  const power = square ** b
  const force = -2 * a * b * power / square / (1 + a * power)
  for (let c = 0; c < 3; c++) {
    const step = rate * clip(force * ((places[i + c] as number) - (places[j + c] as number)))
    places[i + c] = (places[i + c] as number) + step
    places[j + c] = (places[j + c] as number) - step
  }
}

function push(places: Float32Array, i: number, j: number, rate: number): void {
  if (i === j) return
  const square = squareBetween(places, i, j)
  const force = 2 * b / ((0.001 + square) * (1 + a * square ** b))
  for (let c = 0; c < 3; c++) {
    const step = square === 0 ? 0.01 * (c - 1) : clip(force * ((places[i + c] as number) - (places[j + c] as number)))
    places[i + c] = (places[i + c] as number) + rate * step
  }
}

function squareBetween(places: Float32Array, i: number, j: number): number {
  const x = (places[i] as number) - (places[j] as number)
  const y = (places[i + 1] as number) - (places[j + 1] as number)
  const z = (places[i + 2] as number) - (places[j + 2] as number)
  return x * x + y * y + z * z
}

function clip(force: number): number {
  return force > 4 ? 4 : force < -4 ? -4 : force
}

/** The start, scaled to ±10, with a little noise so that identical points can part. */
function startFrom(start: Float32Array, rows: Int32Array, random: () => number): Float32Array {
  let largest = 0
  for (const row of rows) {
    for (let c = 0; c < 3; c++) largest = Math.max(largest, Math.abs(start[3 * row + c] ?? 0) || 0)
  }
  const places = new Float32Array(3 * rows.length)
  rows.forEach((row, i) => {
    for (let c = 0; c < 3; c++) places[3 * i + c] = (start[3 * row + c] || 0) * (largest > 0 ? span / largest : 1) + 1e-3 * (random() - 0.5)
  })
  return places
}
