/** Where a cloud lies, whatever it holds: never NaN, never a box without size. */

export type Vec3 = readonly [number, number, number]

export interface Bounds {
  readonly min: Vec3
  readonly max: Vec3
  readonly centre: Vec3
  /** Half of the box's diagonal; 1 where there is nothing to measure. */
  readonly radius: number
  /** Points with three finite coordinates. */
  readonly count: number
}

/** Larger coordinates are left out of a cloud: WebGL's float32 could not tell their neighbours apart. */
export const largestCoordinate = 1e15

export function isDrawable(x: number, y: number, z: number): boolean {
  return Math.abs(x) <= largestCoordinate && Math.abs(y) <= largestCoordinate && Math.abs(z) <= largestCoordinate // false for NaN
}

/** Bounds of packed positions (x, y, z, …); `among` limits them to some points. */
export function boundsOf(positions: Float32Array, among: (index: number) => boolean = () => true): Bounds {
  let [left, low, back] = [Infinity, Infinity, Infinity]
  let [right, high, front] = [-Infinity, -Infinity, -Infinity]
  let count = 0
  for (let i = 0, at = 0; at + 2 < positions.length; i++, at += 3) {
    const [x, y, z] = [positions[at] as number, positions[at + 1] as number, positions[at + 2] as number]
    if (!isDrawable(x, y, z) || !among(i)) continue
    count++
    if (x < left) left = x
    if (x > right) right = x
    if (y < low) low = y
    if (y > high) high = y
    if (z < back) back = z
    if (z > front) front = z
  }
  return count === 0 ? emptyBounds : measured([left, low, back], [right, high, front], count)
}

const emptyBounds: Bounds = { min: [-1, -1, -1], max: [1, 1, 1], centre: [0, 0, 0], radius: 1, count: 0 }

function measured(min: Vec3, max: Vec3, count: number): Bounds {
  const centre: Vec3 = [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2, (min[2] + max[2]) / 2]
  const diagonal = Math.hypot(max[0] - min[0], max[1] - min[1], max[2] - min[2])
  // Identical points: a size in proportion to where they lie, so that the camera stands at a sensible distance.
  const least = Math.max(1e-6, 1e-3 * Math.hypot(...centre))
  return { min, max, centre, radius: diagonal > least ? diagonal / 2 : Math.max(1, least), count }
}

export function pointAt(positions: Float32Array, index: number): Vec3 {
  const at = 3 * index
  return [positions[at] ?? NaN, positions[at + 1] ?? NaN, positions[at + 2] ?? NaN]
}

export function distance(a: Vec3, b: Vec3): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}
