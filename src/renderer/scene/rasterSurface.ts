/**
 * Points drawn by the processor into a picture with a depth buffer. Where WebGL is only emulated in software this is several times faster
 * than the emulation, and where there is no WebGL it is the picture.
 */
import { Matrix4, type PerspectiveCamera } from 'three'
import { isDrawable } from '@shared/domain/latent/bounds'
import type { Rgb } from '@shared/domain/latent/colours'
import { defaultLook, pointStates, type PointLook, type SceneTheme } from './look'
import { packed, RasterPicture, tintsOf } from './rasterPicture'
import { paintSheet } from './rasterSheet'
import type { SliceSheet } from './slicePlane'
import type { SpriteBatch } from './sprites'
import type { Surface } from './surface'

/** Pixels of a window's picture. */
const mostPixels = 2_500_000
/** Milliseconds that the points of a frame may take while things move. */
const patience = 40

export class RasterSurface implements Surface {
  readonly kind = 'raster'
  private now: Float32Array = new Float32Array(0)
  private before: Float32Array = new Float32Array(0)
  private shown: Float32Array = new Float32Array(0)
  /** Where points are on their way: kept, since a new one for every epoch would soon be collected. */
  private between = new Float32Array(0)
  private glide = 1
  private colours: Uint8Array = new Uint8Array(0)
  private shapes: Uint8Array = new Uint8Array(0)
  private states: Uint8Array = new Uint8Array(0)
  private look: PointLook = defaultLook
  private ground: Rgb = [0, 0, 0]
  private grid: Rgb = [80, 80, 80]
  private isDark = true
  private lines: Float32Array = new Float32Array(0)
  private sheet: SliceSheet | null = null
  private sprites: SpriteBatch | null = null
  private scale = 1
  private picture = new RasterPicture(1, 1)
  /** Milliseconds for all points, as it was found lately. */
  private cost = 0
  /** One of so many points is drawn. During a movement it only grows: points that came and went would flicker. */
  private stride = 1

  /** `most` pixels are drawn; a larger picture is drawn coarser and scaled. */
  constructor(private readonly canvas: HTMLCanvasElement, private readonly context: CanvasRenderingContext2D, private readonly most = mostPixels) {}

  setPositions(positions: Float32Array): void {
    // Points that are on their way go on from where they are.
    const shown = this.shown === this.between ? this.between.slice() : this.now
    this.before = shown.length === positions.length ? shown : positions
    this.now = positions
    this.shown = positions
  }

  setGlide(t: number): void {
    this.glide = t
    if (t >= 1 || this.before === this.now) {
      this.shown = this.now
      return
    }
    if (this.between.length !== this.now.length) this.between = new Float32Array(this.now.length)
    this.shown = this.between
    for (let at = 0; at < this.shown.length; at++) {
      const [from, to] = [this.before[at] as number, this.now[at] as number]
      this.shown[at] = isDrawable(from, 0, 0) ? from + this.glide * (to - from) : to
    }
  }

  setMarks(colours: Uint8Array, shapes: Uint8Array, states: Uint8Array): void {
    this.colours = colours
    this.shapes = shapes
    this.states = states
  }

  setLook(look: PointLook): void {
    this.look = look
  }

  setTheme({ ground, grid, dark }: SceneTheme): void {
    this.ground = ground
    this.grid = grid
    this.isDark = dark
  }

  setLines(ends: Float32Array): void {
    this.lines = ends
  }

  setSlice(sheet: SliceSheet | null): void {
    this.sheet = sheet
  }

  setSprites(batch: SpriteBatch | null): void {
    this.sprites = batch
  }

  resize(width: number, height: number, pixelRatio: number): void {
    this.scale = Math.min(pixelRatio, Math.sqrt(this.most / (width * height)))
    this.canvas.width = Math.max(1, Math.round(width * this.scale))
    this.canvas.height = Math.max(1, Math.round(height * this.scale))
    this.picture = new RasterPicture(this.canvas.width, this.canvas.height)
  }

  draw(camera: PerspectiveCamera, distance: number, reach: number, isMoving = false): boolean {
    const matrix = new Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse).elements
    this.picture.clear(this.ground)
    this.picture.lines(this.lines, matrix, this.grid)
    if (this.sheet) paintSheet(this.picture, this.sheet, matrix)
    this.stride = isMoving ? Math.max(this.stride, Math.ceil(this.cost / patience)) : 1
    const begun = performance.now()
    this.drawPoints(matrix, distance, reach)
    const cost = this.stride * (performance.now() - begun)
    this.cost = this.cost === 0 ? cost : 0.7 * this.cost + 0.3 * cost
    if (this.sprites) this.drawSprites(this.sprites)
    this.context.putImageData(this.picture.image, 0, 0)
    return this.stride === 1
  }

  dispose(): void {
    this.now = this.before = this.shown = this.between = new Float32Array(0)
    this.canvas.width = this.canvas.height = 1
    this.picture = new RasterPicture(1, 1)
  }

  /** One pass: project, size by depth, fade by depth, stamp. The loop is long because calls in it would cost more than its work. */
  private drawPoints(matrix: ArrayLike<number>, distance: number, reach: number): void {
    const m = Float64Array.from(matrix)
    const [m0, m1, m3, m4, m5, m7] = [m[0], m[1], m[3], m[4], m[5], m[7]] as [number, number, number, number, number, number]
    const [m8, m9, m11, m12, m13, m15] = [m[8], m[9], m[11], m[12], m[13], m[15]] as [number, number, number, number, number, number]
    const { picture, shown, states, look, ground, stride } = this
    const [halfWidth, halfHeight] = [picture.width / 2, picture.height / 2]
    const size = look.size * this.scale
    const near = Math.max(0, distance - reach * 0.5)
    const span = distance + reach - near
    const alpha = Math.round(256 * look.opacity)
    const shortest = distance * 0.01 // the camera's near plane
    for (let i = 0, at = 0; at < shown.length; i += stride, at += 3 * stride) {
      const state = states[i] ?? pointStates.shown
      if (state === pointStates.hidden) continue
      const px = shown[at] as number
      const py = shown[at + 1] as number
      const pz = shown[at + 2] as number
      const w = m3 * px + m7 * py + m11 * pz + m15
      if (!(w > shortest)) continue // also drops NaN
      const x = (1 + (m0 * px + m4 * py + m8 * pz + m12) / w) * halfWidth
      const y = (1 - (m1 * px + m5 * py + m9 * pz + m13) / w) * halfHeight
      if (!(x >= -32 && y >= -32 && x < picture.width + 32 && y < picture.height + 32)) continue
      const t = (w - near) / span
      const clamped = t < 0 ? 0 : t > 1 ? 1 : t
      const fade = state === pointStates.dimmed ? 0.82 : clamped * clamped * (3 - 2 * clamped) * look.depthCue
      const ratio = distance / w
      const diameter = size * (ratio < 0.35 ? 0.35 : ratio > 6 ? 6 : ratio) * (state === pointStates.selected ? 1.5 : 1)
      const r = (this.colours[at] as number) * (1 - fade) + ground[0] * fade
      const g = (this.colours[at + 1] as number) * (1 - fade) + ground[1] * fade
      const b = (this.colours[at + 2] as number) * (1 - fade) + ground[2] * fade
      picture.stamp(look.shapes ? this.shapes[i] as number : 0, x, y, w, diameter, packed(r, g, b), alpha)
    }
  }

  private drawSprites({ sheet, placed }: SpriteBatch): void {
    const ground = packed(...this.ground)
    const known = new Map<number, Uint32Array>()
    for (const { index, slot, x, y, side } of placed) {
      const colour: Rgb = [this.colours[3 * index] ?? 128, this.colours[3 * index + 1] ?? 128, this.colours[3 * index + 2] ?? 128]
      const key = packed(...colour)
      const tints = known.get(key) ?? tintsOf(colour, this.isDark)
      known.set(key, tints)
      this.picture.stampSprite(sheet, slot, x * this.scale, y * this.scale, Math.round(side * this.scale), tints, ground)
    }
  }
}
