/**
 * Which point is under the cursor: one pass over the packed positions, no graphics card asked. A linear scan of 70,000 points takes under a
 * millisecond; a grid would have to be rebuilt at every turn of the camera.
 */
import type { Vec3 } from './bounds'

/** What the cursor looks through. */
export interface ViewPort {
  /** Projection × view, 16 numbers, column by column (as three.js keeps them). */
  readonly matrix: ArrayLike<number>
  /** Size in CSS pixels. */
  readonly width: number
  readonly height: number
}

export interface ScreenPoint {
  readonly x: number
  readonly y: number
  /** -1 at the near plane, 1 at the far one. */
  readonly depth: number
}

export interface PickOptions {
  /** Pixels around the cursor in which a point is found; 14 suits a hand. */
  readonly radius?: number
  /** Pixels of a drawn point's radius: within it the point in front wins. */
  readonly covers?: number
  /** 0 hides a point from picking. */
  readonly visible?: Uint8Array
}

export const pickRadius = 14

/** The point in front among those whose mark covers the cursor; else the nearest on the screen within the radius; else -1. */
export function pick(positions: Float32Array, view: ViewPort, x: number, y: number, options: PickOptions = {}): number {
  const { radius = pickRadius, covers = 3, visible } = options
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14, m15] = sixteen(view.matrix)
  // Cursor in normalised device coordinates: the loop then needs no division for most points.
  const cursorX = 2 * x / view.width - 1
  const cursorY = 1 - 2 * y / view.height
  const halfWidth = view.width / 2
  const halfHeight = view.height / 2
  const covered = covers * covers
  let best = -1
  let bestSquare = radius * radius
  let front = -1
  let frontDepth = Infinity
  for (let i = 0, at = 0; at < positions.length; i++, at += 3) {
    const px = positions[at] as number
    const py = positions[at + 1] as number
    const pz = positions[at + 2] as number
    const w = m3 * px + m7 * py + m11 * pz + m15
    const dx = (m0 * px + m4 * py + m8 * pz + m12 - cursorX * w) * halfWidth
    if (!(w > 0) || Math.abs(dx) > radius * w) continue // also drops NaN
    const dy = (m1 * px + m5 * py + m9 * pz + m13 - cursorY * w) * halfHeight
    if (!(Math.abs(dy) <= radius * w) || (visible && visible[i] === 0)) continue
    const square = (dx * dx + dy * dy) / (w * w)
    if (square > bestSquare && square > covered) continue
    const depth = (m2 * px + m6 * py + m10 * pz + m14) / w
    if (depth < -1 || depth > 1) continue
    if (square <= bestSquare) [best, bestSquare] = [i, square]
    if (square <= covered && depth < frontDepth) [front, frontDepth] = [i, depth]
  }
  return front >= 0 ? front : best
}

type Four = [number, number, number, number]
type Sixteen = [...Four, ...Four, ...Four, ...Four]

function sixteen(matrix: ArrayLike<number>): Sixteen {
  return Array.from(matrix) as Sixteen // a 4 × 4 matrix
}

/** Where a place lies on the screen; null behind the camera or without a number. */
export function toScreen(point: Vec3, { matrix: m, width, height }: ViewPort): ScreenPoint | null {
  const [x, y, z] = point
  const row = (k: number) => (m[k] ?? 0) * x + (m[k + 4] ?? 0) * y + (m[k + 8] ?? 0) * z + (m[k + 12] ?? 0)
  const w = row(3)
  if (!(w > 0)) return null
  return { x: (row(0) / w + 1) / 2 * width, y: (1 - row(1) / w) / 2 * height, depth: row(2) / w }
}

/** All points on the screen as (x, y, depth); NaN where a point is behind the camera. */
export function allToScreen(positions: Float32Array, { matrix, width, height }: ViewPort): Float32Array {
  const m = Float64Array.from(matrix)
  const screen = new Float32Array(positions.length)
  const at4 = (k: number, x: number, y: number, z: number) =>
    (m[k] as number) * x + (m[k + 4] as number) * y + (m[k + 8] as number) * z + (m[k + 12] as number)
  for (let at = 0; at < positions.length; at += 3) {
    const [x, y, z] = [positions[at] as number, positions[at + 1] as number, positions[at + 2] as number]
    const w = at4(3, x, y, z)
    if (!(w > 0)) {
      screen.fill(NaN, at, at + 3) // also without a number
      continue
    }
    screen[at] = (at4(0, x, y, z) / w + 1) / 2 * width
    screen[at + 1] = (1 - at4(1, x, y, z) / w) / 2 * height
    screen[at + 2] = at4(2, x, y, z) / w
  }
  return screen
}
