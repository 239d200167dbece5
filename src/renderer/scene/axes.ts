/** The box around the cloud: grid lines on the walls behind it, and where its figures stand. Pure: numbers in, numbers out. */
import type { Bounds, Vec3 } from '@shared/domain/latent/bounds'
import { applyRigid, identity, invertRigid, type Rotation } from '@shared/domain/latent/procrustes'
import { ticks, tickText } from '@shared/domain/latent/ticks'

export interface AxesSetting {
  readonly names: readonly string[]
  /** In latent coordinates, before `rotation`. */
  readonly bounds: Bounds
  readonly rotation: Rotation
  readonly drawn: 1 | 2 | 3
}

export const noAxes: AxesSetting = {
  names: [], rotation: identity, drawn: 3, bounds: { min: [-1, -1, -1], max: [1, 1, 1], centre: [0, 0, 0], radius: 1, count: 0 },
}

export interface AxisLabel {
  readonly at: Vec3
  /** Where the box's middle line lies beside it: the text is set on the other side of the edge. */
  readonly from: Vec3
  readonly text: string
  readonly isName: boolean
}

export interface AxesDrawing {
  /** Pairs of ends, six numbers a line. */
  readonly lines: Float32Array
  readonly labels: readonly AxisLabel[]
}

type Axis = 0 | 1 | 2
type Corner = Record<Axis, number>

/** What an eye at `eye` (drawn coordinates) should see. */
export function drawAxes(setting: AxesSetting, eye: Vec3): AxesDrawing {
  const { names, rotation, drawn, bounds } = setting
  if (names.length === 0 || bounds.count === 0) return { lines: new Float32Array(0), labels: [] }
  const box = padded(bounds, drawn)
  const local = invertRigid(rotation, eye)
  const sides = ([0, 1, 2] as const).map(axis => local[axis] >= box.centre[axis])
  const place = (corner: Corner) => applyRigid(rotation, [corner[0], corner[1], corner[2]])
  const pieces = drawn === 3 ? spatial(box, sides) : flat(box, drawn)
  return {
    lines: Float32Array.from(pieces.lines.flatMap(([a, b]) => [...place(a), ...place(b)])),
    labels: pieces.labels.map(label => ({
      at: place(label.at), from: place({ 0: box.centre[0], 1: box.centre[1], 2: box.centre[2], [label.axis]: label.at[label.axis] }),
      isName: label.value === null, text: label.value === null ? names[label.axis] ?? '' : tickText(label.value),
    })),
  }
}

interface Box {
  readonly min: Vec3
  readonly max: Vec3
  readonly centre: Vec3
}

interface Pieces {
  readonly lines: [Corner, Corner][]
  readonly labels: { at: Corner, axis: Axis, value: number | null }[]
}

function padded({ min, max, centre, radius }: Bounds, drawn: number): Box {
  const margin = (axis: Axis) => axis < drawn ? Math.max(0.03 * (max[axis] - min[axis]), 0.02 * radius) : 0
  const grow = (sign: number, end: Vec3): Vec3 => [end[0] + sign * margin(0), end[1] + sign * margin(1), end[2] + sign * margin(2)]
  return { min: grow(-1, min), max: grow(1, max), centre }
}

/** Three walls behind the cloud; figures along the box's outline, where no wall hides them. */
function spatial(box: Box, eyeIsAbove: readonly boolean[]): Pieces {
  const back = (axis: Axis) => eyeIsAbove[axis] ? box.min[axis] : box.max[axis]
  const front = (axis: Axis) => eyeIsAbove[axis] ? box.max[axis] : box.min[axis]
  const pieces: Pieces = { lines: [], labels: [] }
  for (const [along, across, wall] of [[0, 1, 2], [1, 0, 2], [0, 2, 1], [2, 0, 1], [1, 2, 0], [2, 1, 0]] as const) {
    for (const value of [...ticks(box.min[along], box.max[along]), box.min[along], box.max[along]]) {
      const start = corner(along, value, across, box.min[across], wall, back(wall))
      pieces.lines.push([start, { ...start, [across]: box.max[across] }])
    }
  }
  // x and z along the floor's front edges, y up the edge at the front of the left or right wall.
  edgeLabels(pieces, box, 0, { 0: 0, 1: back(1), 2: front(2) })
  edgeLabels(pieces, box, 2, { 0: front(0), 1: back(1), 2: 0 })
  edgeLabels(pieces, box, 1, { 0: back(0), 1: 0, 2: front(2) })
  return pieces
}

function flat(box: Box, drawn: 1 | 2 | 3): Pieces {
  const pieces: Pieces = { lines: [], labels: [] }
  const [left, bottom] = [box.min[0], box.min[1]]
  for (const value of ticks(box.min[0], box.max[0], 7)) {
    pieces.lines.push([{ 0: value, 1: bottom, 2: 0 }, { 0: value, 1: box.max[1], 2: 0 }])
  }
  edgeLabels(pieces, box, 0, { 0: 0, 1: bottom, 2: 0 }, 7)
  if (drawn === 1) return pieces
  for (const value of ticks(box.min[1], box.max[1], 5)) {
    pieces.lines.push([{ 0: left, 1: value, 2: 0 }, { 0: box.max[0], 1: value, 2: 0 }])
  }
  edgeLabels(pieces, box, 1, { 0: left, 1: 0, 2: 0 }, 5)
  return pieces
}

function edgeLabels(pieces: Pieces, box: Box, axis: Axis, edge: Corner, count = 5): void {
  const values = ticks(box.min[axis], box.max[axis], count)
  for (const value of values) pieces.labels.push({ at: { ...edge, [axis]: value }, axis, value })
  const middle = (box.min[axis] + box.max[axis]) / 2
  pieces.labels.push({ at: { ...edge, [axis]: middle }, axis, value: null })
}

function corner(a: Axis, atA: number, b: Axis, atB: number, c: Axis, atC: number): Corner {
  const result: Corner = { 0: 0, 1: 0, 2: 0 }
  result[a] = atA
  result[b] = atB
  result[c] = atC
  return result
}
