/** The scene drawn on canvases of its own at a size of its own, for pictures and films: the window's picture is left alone. */
import { Matrix4, PerspectiveCamera } from 'three'
import type { Bounds } from '@shared/domain/latent/bounds'
import { drawAxes, type AxesSetting } from './axes'
import { CameraRig } from './cameraRig'
import type { CameraState } from './cameraState'
import { besidePictures, type PointLook, type SceneTheme } from './look'
import { paintOverlay, type Annotations } from './overlay'
import { RasterSurface } from './rasterSurface'
import type { SliceSheet } from './slicePlane'
import { Sprites } from './sprites'
import type { SpriteSheet } from './spriteSheet'

/** All that a frame shows. */
export interface SceneContent {
  readonly positions: Float32Array
  readonly bounds: Bounds
  readonly marks: { readonly colours: Uint8Array, readonly shapes: Uint8Array, readonly states: Uint8Array } | null
  readonly look: PointLook
  readonly theme: SceneTheme
  readonly axes: AxesSetting
  readonly annotations: Annotations
  readonly slice: SliceSheet | null
  readonly sprites: { readonly sheet: SpriteSheet, readonly side: number, readonly most: number } | null
  readonly camera: CameraState
  /** CSS pixels of the window's picture. */
  readonly width: number
  readonly height: number
}

/** Width and height in pixels of what is to be made. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** More would not fit into the memory of a small machine: 8K. */
export const mostPicturePixels = 7680 * 4320
export const pictureSides = { min: 64, max: 8192 } as const

export class Darkroom {
  readonly canvas: HTMLCanvasElement
  private readonly points: HTMLCanvasElement
  private readonly context: CanvasRenderingContext2D
  private readonly surface: RasterSurface
  private readonly rig = new CameraRig(() => undefined, () => false)
  private readonly camera = new PerspectiveCamera()

  constructor(private readonly size: PictureSize) {
    this.points = document.createElement('canvas')
    this.canvas = document.createElement('canvas')
    this.canvas.width = size.width
    this.canvas.height = size.height
    this.context = contextOf(this.canvas)
    this.surface = new RasterSurface(this.points, contextOf(this.points), mostPicturePixels)
  }

  /** Draws one frame onto `canvas`; `caption` stands in its lower left corner. */
  draw(content: SceneContent, caption = ''): HTMLCanvasElement {
    const { size, surface, context } = this
    const ratio = Math.min(size.width / content.width, size.height / content.height)
    const view = this.aim(content, size.width / ratio, size.height / ratio)
    const drawing = drawAxes(content.axes, this.rig.eye())
    surface.setTheme(content.theme)
    surface.setLook(content.sprites ? besidePictures(content.look) : content.look)
    surface.setPositions(content.positions)
    surface.setGlide(1)
    if (content.marks) surface.setMarks(content.marks.colours, content.marks.shapes, content.marks.states)
    surface.setSlice(content.slice)
    surface.setLines(drawing.lines)
    surface.setSprites(content.sprites && content.marks
      ? new Sprites(content.sprites.sheet, content.sprites, () => undefined).place(content.positions, content.marks.states, view, -1)
      : null)
    surface.resize(view.width, view.height, ratio)
    surface.draw(this.camera, content.camera.distance, content.bounds.radius)
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.drawImage(this.points, 0, 0, size.width, size.height)
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    paintOverlay(context, view, drawing, content.annotations, content.theme, { keep: true, caption })
    return this.canvas
  }

  async toPng(): Promise<Blob> {
    return new Promise((resolve, reject) =>
      this.canvas.toBlob(blob => blob ? resolve(blob) : reject(new RangeError('the picture is too large')), 'image/png'))
  }

  /** RGBA of what was drawn last. */
  pixels(): Uint8ClampedArray<ArrayBuffer> {
    return this.context.getImageData(0, 0, this.size.width, this.size.height).data
  }

  dispose(): void {
    this.surface.dispose()
    this.canvas.width = this.canvas.height = this.points.width = this.points.height = 1
  }

  private aim({ camera, bounds }: SceneContent, width: number, height: number) {
    this.rig.setReach(bounds.radius)
    this.rig.restore(camera)
    this.rig.aim(this.camera, width / height)
    const matrix = new Matrix4().multiplyMatrices(this.camera.projectionMatrix, this.camera.matrixWorldInverse).elements
    return { matrix, width, height }
  }
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new RangeError('this window gives no 2-D canvas')
  return context
}
