/** Where the sheet lies in the drawing, and which latent vectors its pictures stand for. */
import type { Vec3 } from '@shared/domain/latent/bounds'
import { pointAt } from '@shared/domain/latent/bounds'
import { sheet } from '@shared/domain/latent/grids'
import { applyRigid, invertRigid } from '@shared/domain/latent/procrustes'
import type { SliceSheet } from '../scene/slicePlane'
import type { LatentFrame } from '../stores/latent'

export type SheetPlane = 'xy' | 'xz' | 'yz'
type Placed = Pick<LatentFrame, 'positions' | 'space'>
type Range = readonly [number, number]

const planes: Record<SheetPlane, readonly [right: 0 | 1 | 2, up: 0 | 1 | 2, through: 0 | 1 | 2]> = { xy: [0, 1, 2], xz: [0, 2, 1], yz: [2, 1, 0] }
/** One in so many points is looked at for the box. */
const stride = 7

/**
 * As drawn: top left, top right, bottom right, bottom left. The sheet lies along the axes as the box around the cloud shows them, which are
 * turned with it. `depth` goes from −1 to 1 through the cloud.
 */
export function cornersOf({ positions, space }: Placed, plane: SheetPlane, depth: number): SliceSheet['corners'] {
  const [right, up, through] = planes[plane]
  const box = innerBox({ positions, space })
  const at = (s: 0 | 1, t: 0 | 1): Vec3 => {
    const place: [number, number, number] = [0, 0, 0]
    place[right] = box[right][s]
    place[up] = box[up][t]
    if (space.drawn === 3) place[through] = box[through][0] + (depth + 1) / 2 * (box[through][1] - box[through][0])
    return applyRigid(space.rotation, place)
  }
  return [at(0, 1), at(1, 1), at(1, 0), at(0, 0)]
}

/** From the 1st to the 99th percentile along each axis before the drawing is turned: stray points would stretch the sheet over emptiness. */
function innerBox({ positions, space }: Placed): [Range, Range, Range] {
  const some = Array.from({ length: Math.ceil(positions.length / 3 / stride) }, (_, i) => invertRigid(space.rotation, pointAt(positions, stride * i)))
  const range = (axis: 0 | 1 | 2): Range => {
    const sorted = Float32Array.from(some, place => place[axis]).filter(Number.isFinite).sort()
    return [sorted[Math.floor(0.01 * sorted.length)] ?? -1, sorted[Math.floor(0.99 * sorted.length)] ?? 1]
  }
  return [range(0), range(1), range(2)]
}

/** (n² × d) latent vectors of the sheet's pictures, row by row from the top. */
export function sheetPoints({ space, dimension }: LatentFrame, [topLeft, topRight, , bottomLeft]: SliceSheet['corners'], n: number): Float32Array {
  const half = (a: Vec3, b: Vec3) => Float32Array.from(b, (value, k) => (value - (a[k] ?? 0)) / 2)
  const right = half(topLeft, topRight)
  const up = half(bottomLeft, topLeft)
  const centre = Float32Array.from(bottomLeft, (value, k) => value + (right[k] ?? 0) + (up[k] ?? 0))
  const places = sheet({ centre, right, up }, n)
  const points = new Float32Array(n * n * dimension)
  for (let i = 0; i < n * n; i++) {
    points.set(space.locate([places[3 * i] ?? 0, places[3 * i + 1] ?? 0, places[3 * i + 2] ?? 0]), i * dimension)
  }
  return points
}
