/** The latent space of one epoch: neighbours, trust and principal axes over all 70,000 images. */
import * as tf from '@tensorflow/tfjs-core'
import type { Split } from '@shared/domain/image'
import type { Embedding } from './archive'
import type { NativeBackend } from './backend'
import { KdTree } from './model/kdTree'
import { eachBlock, neighboursAmong, type Neighbours } from './model/neighbours'
import { principalComponents } from './model/pca'
import { plainComponents } from './model/plainPca'
import { surroundingImages, surroundingsOf, type Surroundings } from './model/surroundings'

export type Metric = 'euclidean' | 'cosine' | 'manhattan'

export interface Space {
  readonly dimension: number
  /** Nearest first; test images are numbered from the end of train. */
  neighbours(point: Float32Array, k: number, metric: Metric, split: Split | null): { indices: Int32Array, distances: Float32Array }
  /** `breathe` is called while the space is looked at for the first time. */
  trust(point: Float32Array, cycle: Cycle, breathe: () => Promise<void>): Promise<Trust>
  /** Of `count` images from the `first` on; `labels` are those of all. `breathe` is called between blocks. */
  surroundings(labels: Uint8Array, first: number, count: number, breathe: () => Promise<void>): Promise<Surroundings>
}

/** Latent points (n × d) decoded, and encoded again. */
export type Cycle = (points: Float32Array) => Promise<Float32Array>

/** See the contract. */
export interface Trust {
  readonly relativeDistance: number
  readonly distanceBound: number
  readonly cycleError: number
  readonly cycleBound: number
  readonly densityRank: number
}

/** Images looked at to learn what distances are usual. */
const sampleSize = 2000
/** One of so many of them makes the round trip, a block at a time. */
const [cycleStride, cycleBlock] = [4, 64]
/** The share of the images that stay within a bound. */
const within = 0.99

/** `breathe` is called while it is made. */
export async function spaceOf(embeddings: Readonly<Record<Split, Embedding>>, breathe: () => Promise<void>): Promise<Space> {
  const { dimension } = embeddings.train
  const trainCount = embeddings.train.errors.length
  const points = new Float32Array((trainCount + embeddings.test.errors.length) * dimension)
  points.set(embeddings.train.latents)
  points.set(embeddings.test.latents, trainCount * dimension)
  const tree = dimension <= 8 ? await KdTree.grown(points, dimension, breathe) : null
  const count = points.length / dimension

  function nearest(point: Float32Array, k: number, metric: Metric, from = 0, to = count) {
    if (tree && metric === 'euclidean' && from === 0 && to === count) return tree.nearest(point, k)
    return scan(points, dimension, point, k, distances[metric], from, to)
  }

  let usual: Promise<Usual> | undefined
  const open = (breathe: () => Promise<void>) => openNeighbours(points, dimension, tree, breathe)

  return {
    dimension,
    neighbours: (point, k, metric, split) => nearest(point, k, metric, split === 'test' ? trainCount : 0, split === 'train' ? trainCount : count),
    async trust(point, cycle, breathe) {
      const { spacing, farthest, density, cycleFarthest } = await (usual ??= usualDistances(points, dimension, open, cycle, breathe))
      const found = nearest(point, surroundingImages, 'euclidean').distances
      const scale = spacing > 0 ? spacing : 1
      const farther = density.length - lowerBound(density, found[surroundingImages - 1] ?? Infinity)
      return {
        relativeDistance: finite((found[0] ?? Infinity) / scale),
        distanceBound: finite(farthest / scale),
        cycleError: finite(distances.euclidean(point, 0, await cycle(point), 0, dimension) / scale),
        cycleBound: finite(cycleFarthest / scale),
        densityRank: farther / density.length,
      }
    },
    async surroundings(labels, first, much, breathe) {
      const neighbours = await open(breathe)
      try {
        return await surroundingsOf({ points, dimension, labels }, neighbours, first, Math.min(much, count - first), breathe)
      } finally {
        neighbours.dispose()
      }
    },
  }
}

async function openNeighbours(points: Float32Array, dimension: number, tree: KdTree | null, breathe: () => Promise<void>): Promise<Neighbours> {
  if (!tree) return neighboursAmong(points, dimension, breathe)
  return { nearest: (block, most) => tree.nearestOfEach(block, most), dispose: () => undefined }
}

/** What a sample of the images says of distances. */
interface Usual {
  /** The median distance to the first neighbour, … */
  readonly spacing: number
  /** … and what 99 of 100 stay within. */
  readonly farthest: number
  /** Distances to the k-th neighbour, sorted. */
  readonly density: Float32Array
  /** How far 99 of 100 come back from themselves at most, when decoded and encoded again. */
  readonly cycleFarthest: number
}

async function usualDistances(
  points: Float32Array, dimension: number, open: (breathe: () => Promise<void>) => Promise<Neighbours>, cycle: Cycle, breathe: () => Promise<void>,
): Promise<Usual> {
  const count = points.length / dimension
  const stride = Math.max(1, Math.floor(count / sampleSize))
  const sample = Int32Array.from({ length: Math.ceil(count / stride) }, (_, i) => i * stride)
  const queries = new Float32Array(sample.length * dimension)
  sample.forEach((image, i) => queries.set(points.subarray(image * dimension, (image + 1) * dimension), i * dimension))
  const first: number[] = []
  const density: number[] = []
  const k = Math.min(count, surroundingImages + 1) // the image itself is the nearest, at distance 0
  const neighbours = await open(breathe)
  await eachBlock(neighbours, queries, dimension, k, breathe, (nearest, start) => {
    for (let q = 0; q * k < nearest.length; q++) {
      const to = (image: number | undefined) => distances.euclidean(queries, (start + q) * dimension, points, (image ?? 0) * dimension, dimension)
      first.push(to(nearest[q * k + 1]))
      density.push(to(nearest[(q + 1) * k - 1]))
    }
  })
  neighbours.dispose()
  const cycles = await cycleErrors(queries, dimension, cycle, breathe)
  return {
    spacing: quantile(first, 0.5), farthest: quantile(first, within), cycleFarthest: quantile(cycles, within),
    density: Float32Array.from(density).sort(),
  }
}

async function cycleErrors(queries: Float32Array, dimension: number, cycle: Cycle, breathe: () => Promise<void>): Promise<number[]> {
  const some = queries.filter((_, i) => Math.floor(i / dimension) % cycleStride === 0)
  const errors: number[] = []
  for (let start = 0; start < some.length; start += cycleBlock * dimension) {
    const block = some.slice(start, start + cycleBlock * dimension)
    const back = await cycle(block)
    for (let at = 0; at < block.length; at += dimension) errors.push(distances.euclidean(block, at, back, at, dimension))
    await breathe()
  }
  return errors
}

/**
 * Principal axes of latents (n × d): the mean and the first three, with the share of the variance that each explains. Without TensorFlow they
 * are worked out in plain TypeScript.
 */
export async function principalAxes(backend: NativeBackend | null, { latents, dimension }: Embedding, breathe: () => Promise<void>) {
  const rows = (start: number, end: number) => tf.tensor2d(latents.subarray(start * dimension, end * dimension), [end - start, dimension])
  const { mean, components, variances } = backend
    ? await principalComponents(backend, latents.length / dimension, dimension, rows, breathe)
    : await plainComponents(latents, dimension, breathe)
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

/** One pass that keeps the k nearest so far; what has no distance is near to nothing. */
function scan(points: Float32Array, dimension: number, point: Float32Array, k: number, distance: Distance, from: number, to: number) {
  const indices = new Int32Array(k)
  const nearest = new Float32Array(k).fill(Infinity)
  let found = 0
  for (let i = from; i < to; i++) {
    const here = distance(points, i * dimension, point, 0, dimension)
    if (!(here < (nearest[k - 1] as number))) continue
    let place = Math.min(found, k - 1)
    for (; place > 0 && (nearest[place - 1] as number) > here; place--) {
      nearest[place] = nearest[place - 1] as number
      indices[place] = indices[place - 1] as number
    }
    nearest[place] = here
    indices[place] = i
    found = Math.min(k, found + 1)
  }
  return { indices: indices.slice(0, found), distances: nearest.slice(0, found) }
}

/** The value below which a share of the others lies. */
function quantile(values: number[], share: number): number {
  return values.sort((a, b) => a - b)[Math.floor(share * values.length)] ?? 0
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
