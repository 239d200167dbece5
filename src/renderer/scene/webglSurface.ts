/** Points, lines, the sheet and sprites by WebGL2; works on software rendering too. */
import {
  BufferAttribute, BufferGeometry, Color, ColorManagement, LinearSRGBColorSpace, LineBasicMaterial, LineSegments, Scene,
  WebGLRenderer, type PerspectiveCamera,
} from 'three'
import type { Rgb } from '@shared/domain/latent/colours'
import type { PointLook, SceneTheme } from './look'
import { PointCloud } from './pointCloud'
import { SlicePlane, type SliceSheet } from './slicePlane'
import { SpriteLayer } from './spriteLayer'
import type { SpriteBatch } from './sprites'
import type { Surface } from './surface'

// Colours are chosen in sRGB and drawn as they are: no conversion on the way in or out.
ColorManagement.enabled = false

/** The part of a renderer that is used here; tests give their own. */
export type Renderer = Pick<WebGLRenderer, 'render' | 'setSize' | 'setPixelRatio' | 'setClearColor' | 'dispose' | 'forceContextLoss' | 'capabilities'>

/** Asked of a canvas that is thrown away, since a canvas gives only one kind of context in its life. */
function hasGraphicsCard(): boolean {
  const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true })
  context?.getExtension('WEBGL_lose_context')?.loseContext()
  return context !== null
}

/** Throws where there is no WebGL2, or only one emulated by the processor unless that is `allowed`. */
export function createRenderer(canvas: HTMLCanvasElement, allowed: boolean): Renderer {
  if (!allowed && !hasGraphicsCard()) throw new RangeError('WebGL is emulated here')
  const renderer = new WebGLRenderer({
    canvas, antialias: false, alpha: false, powerPreference: 'high-performance',
  })
  renderer.outputColorSpace = LinearSRGBColorSpace
  return renderer
}

export class WebglSurface implements Surface {
  readonly kind = 'webgl'
  private readonly scene = new Scene()
  private readonly cloud = new PointCloud()
  private readonly slice = new SlicePlane()
  private readonly lineGeometry = new BufferGeometry()
  private readonly lineMaterial = new LineBasicMaterial()
  private readonly sprites = new SpriteLayer()
  private colours: Uint8Array = new Uint8Array(0)
  private size = { width: 1, height: 1, ratio: 1 }

  constructor(private readonly renderer: Renderer) {
    const lines = new LineSegments(this.lineGeometry, this.lineMaterial)
    lines.frustumCulled = false
    lines.renderOrder = -1
    this.lineMaterial.depthWrite = false
    this.scene.add(lines, this.cloud.object, this.slice.object, this.sprites.object)
  }

  setPositions(positions: Float32Array): void {
    this.cloud.setPositions(positions)
  }

  setGlide(t: number): void {
    this.cloud.glide = t
  }

  setMarks(colours: Uint8Array, shapes: Uint8Array, states: Uint8Array): void {
    this.colours = colours
    this.cloud.setMarks(colours, shapes, states)
  }

  setLook(look: PointLook): void {
    this.cloud.setLook(look)
  }

  setTheme(theme: SceneTheme): void {
    this.renderer.setClearColor(toColor(theme.ground), 1)
    this.lineMaterial.color.copy(toColor(theme.grid))
    this.cloud.setTheme(theme)
    this.sprites.setTheme(theme.dark, theme.ground)
  }

  setLines(ends: Float32Array): void {
    const kept = this.lineGeometry.getAttribute('position') as BufferAttribute | undefined
    if (kept?.array.length === ends.length) {
      kept.array.set(ends)
      kept.needsUpdate = true
    } else {
      this.lineGeometry.dispose()
      this.lineGeometry.setAttribute('position', new BufferAttribute(ends, 3))
    }
  }

  setSlice(sheet: SliceSheet | null): void {
    this.slice.show(sheet)
  }

  setSprites(batch: SpriteBatch | null): void {
    this.sprites.show(batch, this.size, this.colours)
  }

  resize(width: number, height: number, pixelRatio: number): void {
    this.size = { width, height, ratio: pixelRatio }
    this.renderer.setPixelRatio(pixelRatio)
    this.renderer.setSize(width, height, false)
  }

  draw(camera: PerspectiveCamera, distance: number, reach: number): boolean {
    this.cloud.prepare({ distance, reach, pixelRatio: this.size.ratio })
    this.renderer.render(this.scene, camera)
    return true
  }

  dispose(): void {
    this.scene.clear()
    this.cloud.dispose()
    this.slice.dispose()
    this.lineGeometry.dispose()
    this.lineMaterial.dispose()
    this.sprites.dispose()
    this.renderer.dispose()
    this.renderer.forceContextLoss() // the canvas goes away; its memory should not wait for the garbage collector
  }
}

function toColor([r, g, b]: Rgb): Color {
  return new Color(r / 255, g / 255, b / 255)
}
