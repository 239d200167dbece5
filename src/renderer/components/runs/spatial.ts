/** A latent space in a ball of radius one, so that those of several runs can be looked at from the same side. */
import type { Components } from './flatten'

export interface SpatialCloud {
  /** (n × 3); nine of ten points lie within the ball. */
  readonly points: Float32Array
  readonly labels: Uint8Array
}

/** From which side: radians round the upright axis and above the horizon, and how near. */
export interface Side {
  readonly azimuth: number
  readonly elevation: number
  readonly zoom: number
}

export const firstSide: Side = { azimuth: 0.65, elevation: 0.42, zoom: 1 }

const steepest = Math.PI / 2
const zooms = { least: 0.3, most: 12 }
/** Share of the points that the ball holds: what lies far outside must not make the rest small. */
const within = 0.9
/** From the eye to the ball's middle, in its radii. */
const distance = 4

/** `components` for more than three dimensions: the three along which the points differ most. */
export function spatial(values: Float32Array, dimension: number, labels: Uint8Array, components: Components | null): SpatialCloud {
  const count = Math.min(labels.length, Math.floor(values.length / dimension))
  const points = new Float32Array(3 * count)
  for (let i = 0; i < count; i++) {
    for (let axis = 0; axis < 3; axis++) points[3 * i + axis] = coordinate(values, i, axis, dimension, components)
  }
  return { points: inBall(points), labels: labels.subarray(0, count) }
}

export function turned({ azimuth, elevation, zoom }: Side, byAzimuth: number, byElevation: number): Side {
  return { azimuth: azimuth + byAzimuth, elevation: Math.min(steepest, Math.max(-steepest, elevation + byElevation)), zoom }
}

/** `factor` above 1 goes nearer. */
export function nearer(side: Side, factor: number): Side {
  return { ...side, zoom: Math.min(zooms.most, Math.max(zooms.least, side.zoom * factor)) }
}

/**
 * Where a point is seen: right and up from the middle in ball radii, and its depth, the distance from the eye. The axes are those of the
 * explorer's camera (`CameraRig.axes`), so that a cloud looks the same in both.
 */
export function seen(x: number, y: number, z: number, { azimuth: a, elevation: e, zoom }: Side): readonly [right: number, up: number, depth: number] {
  const right = x * Math.cos(a) - z * Math.sin(a)
  const inwards = x * Math.sin(a) + z * Math.cos(a)
  const up = y * Math.cos(e) - inwards * Math.sin(e)
  const depth = distance - inwards * Math.cos(e) - y * Math.sin(e)
  const scale = zoom * distance / depth
  return [right * scale, up * scale, depth]
}

function coordinate(values: Float32Array, i: number, axis: number, dimension: number, components: Components | null): number {
  if (!components) return axis < dimension ? values[i * dimension + axis] ?? 0 : 0
  const { mean, basis } = components
  let sum = 0
  for (let k = 0; k < dimension; k++) sum += ((values[i * dimension + k] ?? 0) - (mean[k] ?? 0)) * (basis[axis * dimension + k] ?? 0)
  return sum
}

function inBall(points: Float32Array): Float32Array {
  const middle = [0, 1, 2].map(axis => quantile(points.filter((value, i) => i % 3 === axis && Number.isFinite(value)), 0.5))
  const centred = points.map((value, i) => value - (middle[i % 3] ?? 0))
  const distances = Float32Array.from({ length: points.length / 3 }, (_, i) => Math.hypot(...centred.subarray(3 * i, 3 * i + 3)))
  const radius = quantile(distances.filter(Number.isFinite), within) || 1
  return centred.map(value => value / radius)
}

function quantile(values: Float32Array, share: number): number {
  return values.sort()[Math.floor(share * (values.length - 1))] ?? 0
}
