/** Orthogonal Procrustes: the rotation or reflection R and shift t that bring one cloud closest to another, Σ ‖R·aᵢ + t − bᵢ‖² least. */
import type { Vec3 } from './bounds'
import { isDrawable, pointAt } from './bounds'
import { eigen3, type Matrix3 } from './eigen'

export interface Rotation {
  /** Row by row. */
  readonly matrix: Matrix3
  readonly shift: Vec3
}

export const identity: Rotation = { matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1], shift: [0, 0, 0] }

export interface Alignment {
  readonly rotation: Rotation
  /** Root mean squared distance of the points before and after. */
  readonly before: number
  readonly after: number
}

/** Aligns `moving` to `fixed`, point i to point i; at most `sample` points are looked at. */
export function align(moving: Float32Array, fixed: Float32Array, sample = 3000): Alignment {
  const pairs = samplePairs(moving, fixed, sample)
  if (pairs.length === 0) return { rotation: identity, before: 0, after: 0 }
  const from = mean(pairs.map(([a]) => a))
  const to = mean(pairs.map(([, b]) => b))
  const matrix = nearestOrthogonal(covariance(pairs, from, to))
  const moved = rotate(matrix, from)
  const rotation: Rotation = { matrix, shift: [to[0] - moved[0], to[1] - moved[1], to[2] - moved[2]] }
  return { rotation, before: rmsd(pairs, a => a), after: rmsd(pairs, a => applyRigid(rotation, a)) }
}

/** Whether turning the cloud explains most of what moved: otherwise its own axes are worth more than a calm picture. */
export function helps({ before, after }: Alignment): boolean {
  return after < 0.6 * before
}

export function applyRigid({ matrix, shift }: Rotation, point: Vec3): Vec3 {
  const [x, y, z] = rotate(matrix, point)
  return [x + shift[0], y + shift[1], z + shift[2]]
}

/** The inverse of `applyRigid`: Rᵀ(p − t). */
export function invertRigid({ matrix: m, shift }: Rotation, point: Vec3): Vec3 {
  const [x, y, z] = [point[0] - shift[0], point[1] - shift[1], point[2] - shift[2]]
  return [m[0] * x + m[3] * y + m[6] * z, m[1] * x + m[4] * y + m[7] * z, m[2] * x + m[5] * y + m[8] * z]
}

/** Moves packed positions in place and returns them. */
export function moveRigid(rotation: Rotation, positions: Float32Array): Float32Array {
  if (rotation === identity) return positions
  const [a, b, c, d, e, f, g, h, i] = rotation.matrix
  const [right, up, out] = rotation.shift
  for (let at = 0; at + 2 < positions.length; at += 3) { // 70,000 points between two frames: no arrays in here
    const [x, y, z] = [positions[at] as number, positions[at + 1] as number, positions[at + 2] as number]
    positions[at] = a * x + b * y + c * z + right
    positions[at + 1] = d * x + e * y + f * z + up
    positions[at + 2] = g * x + h * y + i * z + out
  }
  return positions
}

function rotate(m: Matrix3, [x, y, z]: Vec3): Vec3 {
  return [m[0] * x + m[1] * y + m[2] * z, m[3] * x + m[4] * y + m[5] * z, m[6] * x + m[7] * y + m[8] * z]
}

type Pair = readonly [Vec3, Vec3]

function samplePairs(moving: Float32Array, fixed: Float32Array, sample: number): Pair[] {
  const count = Math.min(moving.length, fixed.length) / 3
  const stride = Math.max(1, Math.floor(count / sample))
  const pairs: Pair[] = []
  for (let i = 0; i < count; i += stride) {
    const pair = [pointAt(moving, i), pointAt(fixed, i)] as const
    if (isDrawable(...pair[0]) && isDrawable(...pair[1])) pairs.push(pair)
  }
  return pairs
}

function mean(points: readonly Vec3[]): Vec3 {
  const sum = [0, 0, 0]
  for (const point of points) point.forEach((value, axis) => { sum[axis] = (sum[axis] ?? 0) + value })
  return [(sum[0] ?? 0) / points.length, (sum[1] ?? 0) / points.length, (sum[2] ?? 0) / points.length]
}

/** H = Σ (b − b̄)(a − ā)ᵀ, row by row. */
function covariance(pairs: readonly Pair[], from: Vec3, to: Vec3): Matrix3 {
  const h: [number, number, number, number, number, number, number, number, number] = [0, 0, 0, 0, 0, 0, 0, 0, 0]
  for (const [a, b] of pairs) {
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < 3; column++) {
        const at = 3 * row + column as 0 // one of the nine
        h[at] += ((b[row] ?? 0) - (to[row] ?? 0)) * ((a[column] ?? 0) - (from[column] ?? 0))
      }
    }
  }
  return h
}

/** U·Vᵀ of H = U·S·Vᵀ. Directions in which H says nothing are completed to a right-angled frame, so a flat cloud works too. */
function nearestOrthogonal(h: Matrix3): Matrix3 {
  const { vectors, values } = eigen3(transposeTimes(h))
  const scale = Math.sqrt(Math.max(values[0], 0))
  const u: Vec3[] = []
  vectors.forEach((v, k) => {
    const sigma = Math.sqrt(Math.max(values[k] ?? 0, 0))
    const [x, y, z] = rotate(h, v)
    u.push(sigma > 1e-6 * scale && sigma > 0 ? [x / sigma, y / sigma, z / sigma] : completing(u, v))
  })
  return outerSum(u, vectors)
}

/** A unit vector at right angles to those that are there; `wish` where there is none. */
function completing(frame: readonly Vec3[], wish: Vec3): Vec3 {
  const [a, b] = frame
  if (!a) return wish
  if (b) return cross(a, b)
  const along = dot(wish, a)
  const rest: Vec3 = [wish[0] - along * a[0], wish[1] - along * a[1], wish[2] - along * a[2]]
  const length = Math.hypot(...rest)
  if (length > 1e-3) return [rest[0] / length, rest[1] / length, rest[2] / length]
  return completing([a], Math.abs(a[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0])
}

/** Σ uₖ vₖᵀ */
function outerSum(u: readonly Vec3[], v: readonly Vec3[]): Matrix3 {
  const at = (row: number, column: number) => u.reduce((sum, uk, k) => sum + (uk[row] ?? 0) * (v[k]?.[column] ?? 0), 0)
  return [at(0, 0), at(0, 1), at(0, 2), at(1, 0), at(1, 1), at(1, 2), at(2, 0), at(2, 1), at(2, 2)]
}

/** HᵀH */
function transposeTimes(h: Matrix3): Matrix3 {
  const column = (k: number): Vec3 => [h[k] ?? 0, h[3 + k] ?? 0, h[6 + k] ?? 0]
  const [a, b, c] = [column(0), column(1), column(2)]
  return [dot(a, a), dot(a, b), dot(a, c), dot(b, a), dot(b, b), dot(b, c), dot(c, a), dot(c, b), dot(c, c)]
}

function rmsd(pairs: readonly Pair[], move: (point: Vec3) => Vec3): number {
  const sum = pairs.reduce((total, [a, b]) => {
    const moved = move(a)
    return total + (moved[0] - b[0]) ** 2 + (moved[1] - b[1]) ** 2 + (moved[2] - b[2]) ** 2
  }, 0)
  return Math.sqrt(sum / pairs.length)
}

function dot(a: Vec3, b: Vec3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

function cross(a: Vec3, b: Vec3): Vec3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}
