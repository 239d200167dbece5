/**
 * Moves the eye as a hand asks it to: orbit, pan, fly, zoom, frame; by itself it only glides to a view and lets a turn run out. three.js is
 * told at the end. In flat mode the eye looks straight at the plane z = 0 and does not turn.
 */
import type { Bounds, Vec3 } from '@shared/domain/latent/bounds'
import type { PerspectiveCamera } from 'three'
import { add, angles, between, clamp, fieldOfView, nearestTurn, steepest, type CameraState, type StandardView } from './cameraState'
import { Glide } from './glide'

export class CameraRig {
  private now: CameraState = { target: [0, 0, 0], azimuth: angles.corner[0], elevation: angles.corner[1], distance: 4, flat: false }
  private from: CameraState = this.now
  private to: CameraState = this.now
  private readonly gliding = new Glide()
  /** Radius of what is looked at; keeps zooming within reason. */
  private reach = 1
  private spin: readonly [number, number] = [0, 0]

  /** `motion` is false where the user asked for less of it. */
  constructor(private readonly onChange: () => void, private readonly motion: () => boolean) {}

  get state(): CameraState {
    return this.now
  }

  /** Puts a kept view back, if it is one that a camera can take. */
  restore(state: CameraState): void {
    const numbers = [...state.target, state.azimuth, state.elevation, state.distance]
    if (!numbers.every(Number.isFinite) || state.distance <= 0) return
    this.stop()
    this.now = state
    this.onChange()
  }

  /** Turns by radians; the elevation stops short of the poles. */
  orbit(byAzimuth: number, byElevation: number): void {
    if (this.now.flat) return
    this.spin = [byAzimuth, byElevation]
    this.set({ azimuth: this.now.azimuth + byAzimuth, elevation: clamp(this.now.elevation + byElevation, -steepest, steepest) })
  }

  /** Moves the target across the picture by parts of its height. */
  pan(right: number, up: number): void {
    const { side, above } = this.axes()
    const scale = this.pictureHeight()
    this.set({ target: add(this.now.target, side, right * scale, above, up * scale) })
  }

  /** Flies: moves eye and target together by parts of the distance. */
  fly(forward: number, right: number, up: number): void {
    const { side, above, towards } = this.axes()
    const scale = this.now.distance
    if (this.now.flat) {
      this.pan(right, up)
      this.zoom(1 - forward)
    } else {
      this.set({ target: add(add(this.now.target, side, right * scale, above, up * scale), towards, forward * scale, towards, 0) })
    }
  }

  /** Below 1 goes nearer. The place under (x, y), from −1 to 1 across the picture, stays where it is. */
  zoom(factor: number, x = 0, y = 0, aspect = 1): void {
    if (!(factor > 0) || !Number.isFinite(factor)) return
    const distance = clamp(this.now.distance * factor, this.reach * 1e-4, this.reach * 60)
    const stays = 1 - distance / this.now.distance
    const { side, above } = this.axes()
    const half = this.pictureHeight() / 2
    this.set({ distance, target: add(this.now.target, side, x * aspect * half * stays, above, y * half * stays) })
  }

  /** Looks at all of a cloud or selection. */
  frame(bounds: Bounds, view?: StandardView): void {
    this.reach = Math.max(this.reach * (bounds.count > 0 ? 0 : 1), bounds.radius)
    const [azimuth, elevation] = this.now.flat ? [0, 0] : view ? angles[view] : [this.now.azimuth, this.now.elevation]
    const distance = 1.12 * bounds.radius / Math.sin(fieldOfView / 2 * Math.PI / 180)
    this.glideTo({ ...this.now, target: bounds.centre, distance, azimuth: nearestTurn(azimuth, this.now.azimuth), elevation })
  }

  /** Keeps zooming in proportion to a cloud that grew, without moving the eye. */
  setReach(radius: number): void {
    if (Number.isFinite(radius) && radius > 0) this.reach = radius
  }

  look(view: StandardView): void {
    if (this.now.flat) return
    const [azimuth, elevation] = angles[view]
    this.glideTo({ ...this.now, azimuth: nearestTurn(azimuth, this.now.azimuth), elevation })
  }

  setFlat(flat: boolean): void {
    if (flat === this.now.flat) return
    const [azimuth, elevation] = flat ? [0, 0] : angles.corner
    this.stop()
    this.set({ flat, azimuth, elevation, target: flat ? [this.now.target[0], this.now.target[1], 0] : this.now.target })
  }

  /** The hand let go: the turn runs out. */
  release(): void {
    if (!this.motion()) this.spin = [0, 0]
    if (this.isMoving) this.onChange()
  }

  /** The hand took hold: nothing moves by itself. */
  stop(): void {
    this.spin = [0, 0]
    this.gliding.stop()
  }

  get isMoving(): boolean {
    return this.gliding.isRunning || Math.hypot(...this.spin) > 1e-3
  }

  /** Lets a glide or a running-out turn go on; the caller draws again while it answers true. */
  advance(time: number, isHeld: boolean): boolean {
    if (this.gliding.isRunning) this.now = between(this.from, this.to, this.gliding.advance(time))
    else if (!isHeld && this.isMoving) this.coast()
    return this.gliding.isRunning || (!isHeld && this.isMoving)
  }

  /** The eye's place. */
  eye(): Vec3 {
    const { towards } = this.axes()
    return add(this.now.target, towards, -this.now.distance, towards, 0)
  }

  /** Points a camera; near and far enclose everything within reach. */
  aim(camera: PerspectiveCamera, aspect: number): void {
    const { distance, target } = this.now
    camera.fov = fieldOfView
    camera.aspect = aspect
    camera.near = distance * 0.01
    camera.far = distance + 100 * this.reach
    camera.position.set(...this.eye())
    camera.lookAt(...target)
    camera.updateProjectionMatrix()
    camera.updateMatrixWorld()
  }

  /** Unit vectors of the picture: to its right, upwards, and into it. */
  axes(): { side: Vec3, above: Vec3, towards: Vec3 } {
    const { azimuth: a, elevation: e } = this.now
    return {
      side: [Math.cos(a), 0, -Math.sin(a)],
      above: [-Math.sin(a) * Math.sin(e), Math.cos(e), -Math.cos(a) * Math.sin(e)],
      towards: [-Math.sin(a) * Math.cos(e), -Math.sin(e), -Math.cos(a) * Math.cos(e)],
    }
  }

  /** Height of the picture at the target's depth, in latent units. */
  pictureHeight(): number {
    return 2 * this.now.distance * Math.tan(fieldOfView / 2 * Math.PI / 180)
  }

  private glideTo(state: CameraState): void {
    this.stop()
    if (this.motion()) {
      this.from = this.now
      this.to = state
      this.gliding.begin()
    } else {
      this.now = state
    }
    this.onChange()
  }

  private coast(): void {
    const [azimuth, elevation] = [this.spin[0] * 0.86, this.spin[1] * 0.86]
    this.orbit(azimuth, elevation)
  }

  private set(change: Partial<CameraState>): void {
    const next = { ...this.now, ...change }
    if (!next.target.every(Number.isFinite)) return
    this.gliding.stop()
    this.now = next
    this.onChange()
  }
}
