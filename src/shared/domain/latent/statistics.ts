/** What a selection of points looks like in numbers. */

export interface SelectionSummary {
  readonly count: number
  /** How many of each class. */
  readonly histogram: readonly number[]
  /** Mean reconstruction error; null where no point has one. */
  readonly meanError: number | null
  /** Mean latent vector (d). */
  readonly mean: Float32Array
  /** Standard deviation along each latent axis (d). */
  readonly deviation: Float32Array
  /** The selected point nearest to the mean; -1 for an empty selection. */
  readonly medoid: number
}

export interface Points {
  readonly values: Float32Array // (N, d)
  readonly dimension: number
  readonly labels: Uint8Array
  readonly errors: Float32Array
}

export function summarise(points: Points, indices: Int32Array, classes: number): SelectionSummary {
  const { mean, deviation } = moments(points, indices)
  const errors = [...indices].map(index => points.errors[index] ?? NaN).filter(Number.isFinite)
  return {
    count: indices.length,
    histogram: countClasses(points.labels, indices, classes),
    meanError: errors.length === 0 ? null : errors.reduce((sum, value) => sum + value, 0) / errors.length,
    mean, deviation,
    medoid: nearestTo(points, indices, mean),
  }
}

/** All of the indices, or `most` of them at even distances: the first ones alone would all be of one split. */
export function evenly(indices: Int32Array, most: number): Int32Array {
  if (indices.length <= most) return indices
  return Int32Array.from({ length: most }, (_, i) => indices[Math.floor(i * indices.length / most)] ?? 0)
}

export function countClasses(labels: Uint8Array, indices: Iterable<number>, classes: number): number[] {
  const histogram = new Array<number>(classes).fill(0)
  for (const index of indices) {
    const label = labels[index] ?? 0
    if (label < classes) histogram[label] = (histogram[label] ?? 0) + 1
  }
  return histogram
}

function moments({ values, dimension }: Points, indices: Int32Array): { mean: Float32Array, deviation: Float32Array } {
  const sum = new Float64Array(dimension)
  const squares = new Float64Array(dimension)
  const counts = new Float64Array(dimension)
  for (const index of indices) {
    for (let k = 0; k < dimension; k++) {
      const value = values[index * dimension + k] ?? NaN
      if (!Number.isFinite(value)) continue
      sum[k] = (sum[k] ?? 0) + value
      squares[k] = (squares[k] ?? 0) + value * value
      counts[k] = (counts[k] ?? 0) + 1
    }
  }
  const count = (k: number) => Math.max(1, counts[k] ?? 0)
  const mean = Float32Array.from(sum, (value, k) => value / count(k))
  const deviation = Float32Array.from(squares, (value, k) => Math.sqrt(Math.max(0, value / count(k) - ((sum[k] ?? 0) / count(k)) ** 2)))
  return { mean, deviation }
}

function nearestTo({ values, dimension }: Points, indices: Int32Array, place: Float32Array): number {
  let best = -1
  let least = Infinity
  for (const index of indices) {
    let square = 0
    for (let k = 0; k < dimension; k++) square += ((values[index * dimension + k] ?? NaN) - (place[k] ?? 0)) ** 2
    if (square < least) [best, least] = [index, square]
  }
  return best
}

/** Mean of n pictures of `size` bytes each. */
export function meanImage(pixels: Uint8Array, size: number): Uint8Array {
  const count = Math.floor(pixels.length / size)
  const sum = new Float64Array(size)
  for (let i = 0; i < count * size; i++) sum[i % size] = (sum[i % size] ?? 0) + (pixels[i] ?? 0)
  return Uint8Array.from(sum, value => Math.round(value / Math.max(1, count)))
}

/** mean(A) − mean(B): the direction in which B becomes A. */
export function attributeVector(a: SelectionSummary, b: SelectionSummary): Float32Array {
  return a.mean.map((value, k) => value - (b.mean[k] ?? 0))
}
