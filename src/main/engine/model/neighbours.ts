/** Nearest neighbours among points: a k-d tree where the dimension is low, every distance on the device where it is not. */
import * as tf from '@tensorflow/tfjs-core'
import { KdTree } from './kdTree'

/** Above it a k-d tree visits nearly every leaf (Friedman, Bentley and Finkel 1977) and plain matrix products win. */
const treeDimensions = 8
/** Distances of so many queries fit in about 60 MB. */
const blockQueries = 256

export type Neighbours = (queries: Float32Array, k: number) => Int32Array

/** A function from m queries (m × d) to the indices of the k nearest of the points (n × d), m × k, nearest first; Euclidean. */
export function neighboursAmong(points: Float32Array, dimension: number): Neighbours {
  if (dimension > treeDimensions) return (queries, k) => bruteForce(points, dimension, queries, k)
  const tree = new KdTree(points, dimension)
  return (queries, k) => tree.nearestOfEach(queries, k)
}

/** Share of `queries` whose class is the one that most of their k nearest points have; a tie goes to the nearer. */
export function knnAccuracy(
  points: Float32Array, labels: Uint8Array, queries: Float32Array, queryLabels: Uint8Array, dimension: number, k = 10,
): number {
  const nearest = neighboursAmong(points, dimension)(queries, k)
  let right = 0
  for (let q = 0; q < queryLabels.length; q++) {
    const votes = new Uint16Array(256)
    let winner = 0
    // From the farthest to the nearest with ≥: of equal counts the class met last, the nearer one, wins.
    for (let j = k - 1; j >= 0; j--) {
      const label = labels[nearest[q * k + j] ?? 0] ?? 0
      votes[label] = (votes[label] ?? 0) + 1
      if ((votes[label] ?? 0) >= (votes[winner] ?? 0)) winner = label
    }
    if (winner === queryLabels[q]) right++
  }
  return right / queryLabels.length
}

function bruteForce(points: Float32Array, dimension: number, queries: Float32Array, k: number): Int32Array {
  const count = queries.length / dimension
  const result = new Int32Array(count * k)
  const all = tf.tensor2d(points, [points.length / dimension, dimension])
  const norms = tf.tidy(() => tf.sum(tf.square(all), 1)) // (n)
  for (let start = 0; start < count; start += blockQueries) {
    const rows = Math.min(blockQueries, count - start)
    const block = queries.subarray(start * dimension, (start + rows) * dimension)
    const indices = tf.tidy(() => {
      const q = tf.tensor2d(block, [rows, dimension])
      // |q − p|² without |q|², which is the same for every p of a query: smallest distance = largest 2q·p − |p|².
      return tf.topk(tf.sub(tf.mul(tf.matMul(q, all, false, true), 2), norms), k).indices
    })
    result.set(indices.dataSync(), start * k)
    indices.dispose()
  }
  tf.dispose([all, norms])
  return result
}
