/** Principal components without TensorFlow, for hundreds of dimensions: eigenvectors of the covariance by Jacobi's rotations, in double precision. */
import { LabError } from '@shared/errors'
import type { Pca } from './pca'

/** Rows are added up in blocks of some milliseconds. */
const blockProducts = 4_000_000
/** It converges quadratically: eight turn a matrix of hundreds into a diagonal. */
const mostSweeps = 30

/** As `principalComponents` of points (n × d); `breathe` is called between blocks and rows. E_NUMERIC where they are not finite. */
export async function plainComponents(points: Float32Array, dimension: number, breathe: () => Promise<void>): Promise<Pca> {
  const mean = meanOf(points, dimension)
  const matrix = await covarianceOf(points, dimension, mean, breathe)
  if (!matrix.every(Number.isFinite)) throw new LabError('E_NUMERIC', 'The principal components are not finite: the data hold NaN or infinity.')
  const vectors = await diagonalise(matrix, dimension, breathe)
  const variance = (k: number) => matrix[k * dimension + k] ?? 0
  const order = Array.from({ length: dimension }, (_, k) => k).sort((a, b) => variance(b) - variance(a))
  return {
    mean: Float32Array.from(mean),
    components: Float32Array.from(order.flatMap(k => [...vectors.subarray(k * dimension, (k + 1) * dimension)])),
    variances: Float32Array.from(order, variance),
  }
}

function meanOf(points: Float32Array, dimension: number): Float64Array {
  const mean = new Float64Array(dimension)
  points.forEach((value, i) => { mean[i % dimension] = (mean[i % dimension] as number) + value })
  return mean.map(sum => sum * dimension / points.length)
}

/** (d, d). */
async function covarianceOf(points: Float32Array, dimension: number, mean: Float64Array, breathe: () => Promise<void>): Promise<Float64Array> {
  const count = points.length / dimension
  const matrix = new Float64Array(dimension * dimension)
  const centred = new Float64Array(dimension)
  const rows = Math.ceil(blockProducts / dimension ** 2)
  for (let row = 0; row < count; row++) {
    for (let a = 0; a < dimension; a++) centred[a] = (points[row * dimension + a] as number) - (mean[a] as number)
    for (let a = 0; a < dimension; a++) {
      const share = (centred[a] as number) / count
      for (let b = 0; b <= a; b++) matrix[a * dimension + b] = (matrix[a * dimension + b] as number) + share * (centred[b] as number)
    }
    if (row % rows === 0) await breathe()
  }
  for (let a = 0; a < dimension; a++) for (let b = 0; b < a; b++) matrix[b * dimension + a] = matrix[a * dimension + b] as number
  return matrix
}

/** Turns a symmetric matrix (d, d) into a diagonal one in place; answers its eigenvectors as rows. */
async function diagonalise(matrix: Float64Array, dimension: number, breathe: () => Promise<void>): Promise<Float64Array> {
  const vectors = Float64Array.from({ length: dimension ** 2 }, (_, i) => i % (dimension + 1) === 0 ? 1 : 0)
  const scale = matrix.reduce((sum, value) => sum + value ** 2, 0)
  for (let sweep = 0; sweep < mostSweeps && offDiagonal(matrix, dimension) > 1e-24 * scale; sweep++) {
    for (let p = 0; p < dimension; p++) {
      for (let q = p + 1; q < dimension; q++) rotate(matrix, vectors, dimension, p, q)
      await breathe()
    }
  }
  return vectors
}

function offDiagonal(matrix: Float64Array, dimension: number): number {
  return matrix.reduce((sum, value, i) => i % (dimension + 1) === 0 ? sum : sum + value ** 2, 0)
}

/** Makes matrix[p][q] 0 by the smaller of the two angles that do. */
function rotate(matrix: Float64Array, vectors: Float64Array, dimension: number, p: number, q: number): void {
  const off = matrix[p * dimension + q] as number
  if (off === 0) return
  const theta = ((matrix[q * dimension + q] as number) - (matrix[p * dimension + p] as number)) / (2 * off)
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1))
  const cosine = 1 / Math.hypot(tangent, 1)
  const sine = tangent * cosine
  for (let k = 0; k < dimension; k++) mix(matrix, k * dimension + p, k * dimension + q, cosine, sine)
  for (let k = 0; k < dimension; k++) mix(matrix, p * dimension + k, q * dimension + k, cosine, sine)
  for (let k = 0; k < dimension; k++) mix(vectors, p * dimension + k, q * dimension + k, cosine, sine)
}

function mix(values: Float64Array, i: number, j: number, cosine: number, sine: number): void {
  const [a, b] = [values[i] as number, values[j] as number]
  values[i] = cosine * a - sine * b
  values[j] = sine * a + cosine * b
}
