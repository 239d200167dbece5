/** Exact nearest neighbours in any dimension, by comparing everything with everything: for some thousands of points. */
import { isDrawable } from './bounds'

export interface Near {
  /** (n × k), nearest first. */
  readonly indices: Int32Array
  readonly distances: Float32Array
}

/** Rows of (n × d) values that have a place. */
export function finiteRows(values: Float32Array, dimension: number): Int32Array {
  const count = Math.floor(values.length / dimension)
  return Int32Array.from({ length: count }, (_, i) => i)
    .filter(i => values.subarray(i * dimension, (i + 1) * dimension).every(value => isDrawable(value, 0, 0)))
}

/** The k nearest of each row among the others; entry i of the answer is about rows[i], and speaks of others in the same way. */
export function nearestNeighbours(
  values: Float32Array, d: number, rows: Int32Array, k: number, onProgress: (share: number) => void = () => undefined,
): Near {
  const n = rows.length
  const found: Near = { indices: new Int32Array(n * k).fill(-1), distances: new Float32Array(n * k).fill(Infinity) }
  for (let i = 0; i < n; i++) {
    if (i % 256 === 0) onProgress(i / n)
    const from = (rows[i] as number) * d
    for (let j = 0; j < i; j++) {
      const to = (rows[j] as number) * d
      let square = 0
      for (let c = 0; c < d; c++) {
        const step = (values[from + c] as number) - (values[to + c] as number)
        square += step * step
      }
      keepNearest(found, i, j, square, k)
      keepNearest(found, j, i, square, k)
    }
  }
  for (let at = 0; at < n * k; at++) found.distances[at] = Math.sqrt(found.distances[at] as number)
  return found
}

/** Insertion into the k best of point i, worst last. */
function keepNearest({ indices, distances }: Near, i: number, j: number, square: number, k: number): void {
  let at = (i + 1) * k - 1
  if (square >= (distances[at] as number)) return
  while (at > i * k && (distances[at - 1] as number) > square) {
    distances[at] = distances[at - 1] as number
    indices[at] = indices[at - 1] as number
    at--
  }
  distances[at] = square
  indices[at] = j
}
