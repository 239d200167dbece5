/** What draws points and lines: WebGL on a graphics card, the processor where there is none. The scene knows only this. */
import type { PerspectiveCamera } from 'three'
import type { PointLook, SceneTheme } from './look'
import type { SliceSheet } from './slicePlane'
import type { SpriteBatch } from './sprites'

export interface Surface {
  readonly kind: 'webgl' | 'raster'
  setPositions(positions: Float32Array): void
  setGlide(t: number): void
  setMarks(colours: Uint8Array, shapes: Uint8Array, states: Uint8Array): void
  setLook(look: PointLook): void
  setTheme(theme: SceneTheme): void
  setLines(ends: Float32Array): void
  setSlice(sheet: SliceSheet | null): void
  /** Before each frame; places are on the screen. */
  setSprites(batch: SpriteBatch | null): void
  resize(width: number, height: number, pixelRatio: number): void
  /** Answers whether every point was drawn: while things move a surface may leave some out, to keep up with the hand. */
  draw(camera: PerspectiveCamera, distance: number, reach: number, isMoving: boolean): boolean
  dispose(): void
}
