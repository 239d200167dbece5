/** The latent space of one epoch: neighbours, trust and principal axes over all 70,000 images. */
import * as tf from '@tensorflow/tfjs-core'
import type { Split } from '@shared/domain/image'
import type { Embedding } from './archive'
import type { NativeBackend } from './backend'
import { KdTree } from './model/kdTree'
import { eachBlock, neighboursAmong } from './model/neighbours'
import { principalComponents } from './model/pca'

export type Metric = 'euclidean' | 'cosine' | 'manhattan'

export interface Space {
  readonly dimension: number
  /** Nearest first; test images are numbered from the end of train. */
  neighbours(point: Float32Array, k: number, metric: Metric, split: Split | null): { indices: Int32Array, distances: Float32Array }
  /** `breathe` is called while the space is looked at for the first time. */
  trust(point: Float32Array, cycled: Float32Array, breathe: () => Promise<void>): Promise<Trust>
}

export interface Trust {
  readonly relativeDistance: number
  readonly cycleError: number
  readonly densityRank: number
}

/** Images looked at to learn what distances are usual. */
const sampleSize = 2000
/** The neighbour whose distance stands for the local density: the k-th is less noisy than the first. */
const densityNeighbour = 10

export function spaceOf(embeddings: Readonly<Record<Split, Embedding>>): Space {
  const { dimension } = embeddings.train
  const trainCount = embeddings.train.errors.length
  const points = new Float32Array((trainCount + embeddings.test.errors.length) * dimension)
  points.set(embeddings.train.latents)
  points.set(embeddings.test.latents, trainCount * dimension)
  const tree = dimension <= 8 ? new KdTree(points, dimension) : null
  const count = points.length / dimension

  function nearest(point: Float32Array, k: number, metric: Metric, from = 0, to = count) {
    if (tree && metric === 'euclidean' && from === 0 && to === count) return tree.nearest(point, k)
    return scan(points, dimension, point, k, distances[metric], from, to)
  }

  let usual: Promise<Usual> | undefined

  return {
    dimension,
    neighbours: (point, k, metric, split) => nearest(point, k, metric, split === 'test' ? trainCount : 0, split === 'train' ? trainCount : count),
    async trust(point, cycled, breathe) {
      const { spacing, density } = await (usual ??= usualDistances(points, dimension, breathe))
      const found = nearest(point, densityNeighbour, 'euclidean').distances
      const scale = spacing > 0 ? spacing : 1
      const farther = density.length - lowerBound(density, found[densityNeighbour - 1] ?? Infinity)
      return {
        relativeDistance: finite((found[0] ?? Infinity) / scale),
        cycleError: finite(distances.euclidean(point, 0, cycled, 0, dimension) / scale),
        densityRank: farther / density.length,
      }
    },
  }
}

/** What distances a sample of the images has to its neighbours: the median to the first, and to the k-th of each, sorted. */
interface Usual {
  readonly spacing: number
  readonly density: Float32Array
}

async function usualDistances(points: Float32Array, dimension: number, breathe: () => Promise<void>): Promise<Usual> {
  const count = points.length / dimension
  const stride = Math.max(1, Math.floor(count / sampleSize))
  const sample = Int32Array.from({ length: Math.ceil(count / stride) }, (_, i) => i * stride)
  const queries = new Float32Array(sample.length * dimension)
  sample.forEach((image, i) => queries.set(points.subarray(image * dimension, (image + 1) * dimension), i * dimension))
  const first: number[] = []
  const density: number[] = []
  const k = Math.min(count, densityNeighbour + 1) // the image itself is the nearest, at distance 0
  const neighbours = neighboursAmong(points, dimension)
  await eachBlock(neighbours, queries, dimension, k, breathe, (nearest, start) => {
    for (let q = 0; q * k < nearest.length; q++) {
      const to = (image: number | undefined) => distances.euclidean(queries, (start + q) * dimension, points, (image ?? 0) * dimension, dimension)
      first.push(to(nearest[q * k + 1]))
      density.push(to(nearest[(q + 1) * k - 1]))
    }
  })
  neighbours.dispose()
  return { spacing: median(first), density: Float32Array.from(density).sort() }
}

/** Principal axes of latents (n × d): the mean and the first three, with the share of the variance that each explains. */
export async function principalAxes(backend: NativeBackend, { latents, dimension }: Embedding, breathe: () => Promise<void>) {
  const rows = (start: number, end: number) => tf.tensor2d(latents.subarray(start * dimension, end * dimension), [end - start, dimension])
  const { mean, components, variances } = await principalComponents(backend, latents.length / dimension, dimension, rows, breathe)
  const total = variances.reduce((a, b) => a + b, 0)
  const axes = Math.min(3, dimension)
  return {
    mean,
    basis: components.slice(0, axes * dimension),
    explained: variances.slice(0, axes).map(variance => total > 0 ? variance / total : 0),
  }
}

type Distance = (a: Float32Array, i: number, b: Float32Array, j: number, dimension: number) => number

const distances: Readonly<Record<Metric, Distance>> = {
  euclidean(a, i, b, j, dimension) {
    let sum = 0
    for (let axis = 0; axis < dimension; axis++) sum += ((a[i + axis] ?? 0) - (b[j + axis] ?? 0)) ** 2
    return Math.sqrt(sum)
  },
  manhattan(a, i, b, j, dimension) {
    let sum = 0
    for (let axis = 0; axis < dimension; axis++) sum += Math.abs((a[i + axis] ?? 0) - (b[j + axis] ?? 0))
    return sum
  },
  /** 1 − cos of the angle at the origin; 1 where one of the two is the origin. */
  cosine(a, i, b, j, dimension) {
    let [dot, squareA, squareB] = [0, 0, 0]
    for (let axis = 0; axis < dimension; axis++) {
      const [x, y] = [a[i + axis] ?? 0, b[j + axis] ?? 0]
      dot += x * y
      squareA += x * x
      squareB += y * y
    }
    return squareA > 0 && squareB > 0 ? 1 - dot / Math.sqrt(squareA * squareB) : 1
  },
}

function scan(points: Float32Array, dimension: number, point: Float32Array, k: number, distance: Distance, from: number, to: number) {
  const all = new Float64Array(to - from)
  for (let i = from; i < to; i++) all[i - from] = distance(points, i * dimension, point, 0, dimension)
  const order = Int32Array.from(all, (_, i) => i).sort((a, b) => (all[a] ?? 0) - (all[b] ?? 0)).subarray(0, k)
  return { indices: order.map(i => i + from), distances: Float32Array.from(order, i => all[i] ?? 0) }
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0
}

/** How many of the sorted values are smaller. */
function lowerBound(sorted: Float32Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.MAX_VALUE
}
