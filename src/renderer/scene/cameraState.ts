/** Where the eye stands: on a sphere around a target, in plain numbers, so that a view can be kept, compared and put back. */
import type { Vec3 } from '@shared/domain/latent/bounds'

export interface CameraState {
  readonly target: Vec3
  /** Radians round the upright axis; 0 looks along −z. */
  readonly azimuth: number
  /** Radians above the horizon. */
  readonly elevation: number
  readonly distance: number
  readonly flat: boolean
}

export type StandardView = 'front' | 'side' | 'top' | 'corner'

/** Vertical angle of view in degrees. */
export const fieldOfView = 40
export const steepest = Math.PI / 2 - 0.001

export const angles: Record<StandardView, readonly [azimuth: number, elevation: number]> = {
  front: [0, 0], side: [Math.PI / 2, 0], top: [0, steepest], corner: [0.65, 0.42],
}

/** Part t of the way from a to b; distances by their ratio. */
export function between(a: CameraState, b: CameraState, t: number): CameraState {
  const mix = (x: number, y: number) => x + t * (y - x)
  return {
    ...b,
    target: [mix(a.target[0], b.target[0]), mix(a.target[1], b.target[1]), mix(a.target[2], b.target[2])],
    azimuth: mix(a.azimuth, b.azimuth),
    elevation: mix(a.elevation, b.elevation),
    distance: a.distance * (b.distance / a.distance) ** t,
  }
}

/** The same angle, less than half a turn away from `from`. */
export function nearestTurn(angle: number, from: number): number {
  return angle + 2 * Math.PI * Math.round((from - angle) / (2 * Math.PI))
}

export function add(point: Vec3, u: Vec3, byU: number, v: Vec3, byV: number): Vec3 {
  return [point[0] + u[0] * byU + v[0] * byV, point[1] + u[1] * byU + v[1] * byV, point[2] + u[2] * byU + v[2] * byV]
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}
