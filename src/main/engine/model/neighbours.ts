/** Nearest neighbours among points: a k-d tree where the dimension is low, every distance on the device where it is not. */
import * as tf from '@tensorflow/tfjs-core'
import { KdTree, finitePoints } from './kdTree'

/** Above it a k-d tree visits nearly every leaf (Friedman, Bentley and Finkel 1977) and plain matrix products win. */
const treeDimensions = 8
/** Queries of one block: distances to 70,000 points fit in about 70 MB, and a block takes tens of milliseconds. */
const blockQueries = 256

export interface Neighbours {
  /** The indices of the k nearest points of each of m queries (m × d), nearest first: m × k. There must be k points. Euclidean. */
  nearest(queries: Float32Array, k: number): Int32Array
  dispose(): void
}

/** `breathe` is called while a tree grows, which takes tens of milliseconds for all images. */
export async function neighboursAmong(points: Float32Array, dimension: number, breathe: () => Promise<unknown>): Promise<Neighbours> {
  if (dimension > treeDimensions) return amongFinite(points, dimension)
  const tree = await KdTree.grown(points, dimension, breathe)
  return { nearest: (queries, k) => tree.nearestOfEach(queries, k), dispose: () => undefined }
}

/** Looks up the k nearest of many queries a block at a time; `breathe` is called after each, so that messages are answered within one. */
export async function eachBlock(
  neighbours: Neighbours, queries: Float32Array, dimension: number, k: number, breathe: () => Promise<unknown>,
  use: (nearest: Int32Array, firstQuery: number) => void,
): Promise<void> {
  const count = queries.length / dimension
  for (let start = 0; start < count; start += blockQueries) {
    const end = Math.min(count, start + blockQueries)
    use(neighbours.nearest(queries.subarray(start * dimension, end * dimension), k), start)
    await breathe()
  }
}

export interface Labelled {
  /** n × d. */
  readonly points: Float32Array
  readonly labels: Uint8Array // (n)
}

/** Share of `queries` whose class is the one that most of their k nearest among `known` have; a tie goes to the nearer. */
export async function knnAccuracy(
  known: Labelled, queries: Labelled, dimension: number, breathe: () => Promise<unknown>, most = 10,
): Promise<number> {
  const k = Math.min(most, known.labels.length)
  const neighbours = await neighboursAmong(known.points, dimension, breathe)
  let right = 0
  try {
    await eachBlock(neighbours, queries.points, dimension, k, breathe, (nearest, first) => {
      for (let q = 0; q * k < nearest.length; q++)
        if (vote(nearest.subarray(q * k, (q + 1) * k), known.labels) === queries.labels[first + q]) right++
    })
  } finally {
    neighbours.dispose()
  }
  return right / queries.labels.length
}

function vote(nearest: Int32Array, labels: Uint8Array): number {
  const votes = new Uint16Array(256)
  let winner = -1 // no class, where a point that is no number has no neighbours
  // From the farthest to the nearest with ≥: of equal counts the class met last, the nearer one, wins.
  for (let j = nearest.length - 1; j >= 0; j--) {
    const label = labels[nearest[j] ?? -1]
    if (label === undefined) continue
    votes[label] = (votes[label] ?? 0) + 1
    if ((votes[label] ?? 0) >= (votes[winner] ?? 0)) winner = label
  }
  return winner
}

/** What is no number is near to nothing, as in a tree; −1 where there are fewer than k neighbours. */
function amongFinite(points: Float32Array, dimension: number): Neighbours {
  const numbers = finitePoints(points, dimension)
  if (numbers.length * dimension === points.length) return bruteForce(points, dimension)
  const finite = new Float32Array(numbers.length * dimension)
  numbers.forEach((image, i) => { finite.set(points.subarray(image * dimension, (image + 1) * dimension), i * dimension) })
  const among = bruteForce(finite, dimension)
  return {
    nearest(queries, k) {
      const most = Math.min(k, numbers.length)
      const nearest = new Int32Array(queries.length / dimension * k).fill(-1)
      if (most > 0) among.nearest(queries, most).forEach((i, at) => { nearest[Math.floor(at / most) * k + at % most] = numbers[i] ?? -1 })
      return nearest
    },
    dispose: () => among.dispose(),
  }
}

function bruteForce(points: Float32Array, dimension: number): Neighbours {
  const [centre, all] = tf.tidy(() => {
    const given = tf.tensor2d(points, [points.length / dimension, dimension])
    const middle = tf.mean(given, 0) // far from the origin the squares below would swallow the differences
    const centred = tf.sub(given, middle) as tf.Tensor2D
    return [middle, tf.concat2d([centred, tf.sum(tf.square(centred), 1, true) as tf.Tensor2D], 1)] as const // (d), (n, d + 1)
  })
  return {
    nearest: (queries, k) => tf.tidy(() => {
      const count = queries.length / dimension
      const q = tf.sub(tf.tensor2d(queries, [count, dimension]), centre)
      // |q − p|² without |q|², which is the same for every p of a query: smallest distance = largest 2q·p − |p|² = (2q, −1)·(p, |p|²), one product.
      const doubled = tf.concat2d([tf.mul(q, 2) as tf.Tensor2D, tf.fill([count, 1], -1)], 1) // (m, d + 1)
      return tf.topk(tf.matMul(doubled, all, false, true), k).indices.dataSync().slice() as Int32Array
    }),
    dispose: () => tf.dispose([centre, all]),
  }
}
