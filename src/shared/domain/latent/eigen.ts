/** Eigenvectors of a symmetric 3 × 3 matrix by Jacobi's rotations. */
import type { Vec3 } from './bounds'

/** Nine numbers, row by row. */
export type Matrix3 = readonly [number, number, number, number, number, number, number, number, number]

export interface Eigen {
  /** Largest first. */
  readonly values: readonly [number, number, number]
  /** Unit length, one for each value. */
  readonly vectors: readonly [Vec3, Vec3, Vec3]
}

const sweeps = 24

export function eigen3(matrix: Matrix3): Eigen {
  const a = [[...matrix.slice(0, 3)], [...matrix.slice(3, 6)], [...matrix.slice(6, 9)]]
  const v = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const [p, q] of [[0, 1], [0, 2], [1, 2]] as const) annihilate(a, v, p, q)
  }
  const [first, second, third] = [0, 1, 2].sort((i, j) => get(a, j, j) - get(a, i, i)) as [number, number, number]
  const column = (k: number): Vec3 => [get(v, 0, k), get(v, 1, k), get(v, 2, k)]
  return {
    values: [get(a, first, first), get(a, second, second), get(a, third, third)],
    vectors: [column(first), column(second), column(third)],
  }
}

/** Turns rows and columns p and q so that a[p][q] becomes 0. */
function annihilate(a: number[][], v: number[][], p: number, q: number): void {
  const apq = get(a, p, q)
  if (apq === 0 || !Number.isFinite(apq)) return
  const theta = (get(a, q, q) - get(a, p, p)) / (2 * apq)
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1))
  const c = 1 / Math.hypot(t, 1)
  const s = t * c
  for (let k = 0; k < 3; k++) {
    const [akp, akq] = [get(a, k, p), get(a, k, q)]
    set(a, k, p, c * akp - s * akq)
    set(a, k, q, s * akp + c * akq)
  }
  for (let k = 0; k < 3; k++) {
    const [apk, aqk] = [get(a, p, k), get(a, q, k)]
    set(a, p, k, c * apk - s * aqk)
    set(a, q, k, s * apk + c * aqk)
    const [vkp, vkq] = [get(v, k, p), get(v, k, q)]
    set(v, k, p, c * vkp - s * vkq)
    set(v, k, q, s * vkp + c * vkq)
  }
}

function get(matrix: readonly number[][], row: number, column: number): number {
  return matrix[row]?.[column] ?? 0
}

function set(matrix: number[][], row: number, column: number, value: number): void {
  const values = matrix[row]
  if (values) values[column] = value
}
