/** The latent space on a canvas. It draws when something changed, knows no Vue, and disposes everything that it made. */
import { boundsOf, type Bounds, type Vec3 } from '@shared/domain/latent/bounds'
import { allToScreen, pick, type ViewPort } from '@shared/domain/latent/picking'
import { drawAxes, noAxes, type AxesDrawing, type AxesSetting } from './axes'
import { CameraRig } from './cameraRig'
import type { CameraState } from './cameraState'
import type { SceneContent } from './darkroom'
import { FrameLoop } from './frameLoop'
import { besidePictures, defaultLook, pointStates, type PointLook, type SceneTheme } from './look'
import { Glide } from './glide'
import { noAnnotations, paintOverlay, type Annotations } from './overlay'
import { SceneView } from './sceneView'
import type { SliceSheet } from './slicePlane'
import { Sprites } from './sprites'
import type { SpriteOptions } from './spriteChoice'
import type { SpriteSheet } from './spriteSheet'
import type { Surface } from './surface'
import { SurfaceKeeper, type Substitute, type SurfaceOptions } from './surfaceKeeper'

export interface SceneOptions extends SurfaceOptions {
  /** Laid over the points: what points at them is drawn here. */
  readonly overlay: HTMLCanvasElement
  readonly theme: SceneTheme
  /** Whether things may move by themselves. */
  readonly motion: () => boolean
  /** After each frame. */
  readonly onDraw?: () => void
  /** The way of drawing changed: WebGL was lost, or came back. */
  readonly onSurface?: (kind: Surface['kind'], substitute: Substitute | null) => void
}

const noStates = new Uint8Array(0)
/** Points that are drawn again within this many ms belong to a movement, and may be coarse. */
const restless = 120

export class LatentScene {
  readonly rig: CameraRig
  private readonly sight: SceneView
  private readonly loop = new FrameLoop(time => this.step(time))
  private readonly keeper: SurfaceKeeper
  private positions: Float32Array = new Float32Array(0)
  private visible = new Uint8Array(0)
  private marks: { colours: Uint8Array, shapes: Uint8Array, states: Uint8Array } | null = null
  private look: PointLook = defaultLook
  private theme: SceneTheme
  private axes: AxesSetting = noAxes
  private annotations: Annotations = noAnnotations
  private sheet: SliceSheet | null = null
  private sprites: Sprites | null = null
  /** The point that is pointed at, or −1: its picture is larger and in front. */
  private pointedAt = -1
  private bounds: Bounds = boundsOf(this.positions)
  private readonly glide = new Glide()
  private isHeld = false
  /** Whether something other than the camera changed under the overlay since it was drawn. */
  private isStale = true
  private drawnFrom: CameraState | null = null
  private drawnAt = -Infinity
  private refining: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly options: SceneOptions) {
    this.theme = options.theme
    this.rig = new CameraRig(() => this.loop.request(), options.motion)
    this.sight = new SceneView(this.rig)
    this.keeper = new SurfaceKeeper(options, () => this.dress())
    this.dress()
  }

  private get surface(): Surface {
    return this.keeper.surface
  }

  get surfaceKind(): Surface['kind'] {
    return this.surface.kind
  }

  get cloudBounds(): Bounds {
    return this.bounds
  }

  /** Places of the points (N × 3), kept and not copied. Gliding shows where each point came from. */
  setPositions(positions: Float32Array, glide: boolean): void {
    const isSame = positions.length === this.positions.length
    this.positions = positions
    this.bounds = boundsOf(positions)
    this.rig.setReach(this.bounds.radius)
    this.surface.setPositions(positions)
    if (glide && isSame && this.options.motion()) this.glide.begin()
    else this.glide.stop()
    this.surface.setGlide(this.glide.isRunning ? 0 : 1)
    if (this.marks) this.surface.setMarks(this.marks.colours, this.marks.shapes, this.marks.states)
    this.invalidate()
  }

  /** (N × 3) colours; shapes and states one byte a point. */
  setMarks(colours: Uint8Array, shapes: Uint8Array, states: Uint8Array): void {
    this.marks = { colours, shapes, states }
    this.visible = Uint8Array.from(states, state => state === pointStates.hidden ? 0 : 1)
    this.surface.setMarks(colours, shapes, states)
    this.invalidate()
  }

  setLook(look: PointLook): void {
    const reshape = look.shapes !== this.look.shapes
    this.look = look
    this.surface.setLook(this.drawnLook)
    if (reshape && this.marks) this.surface.setMarks(this.marks.colours, this.marks.shapes, this.marks.states)
    this.invalidate()
  }

  setTheme(theme: SceneTheme): void {
    this.theme = theme
    this.surface.setTheme(theme)
    this.invalidate()
  }

  setAxes(axes: AxesSetting): void {
    this.axes = axes
    this.invalidate()
  }

  /** What lies over the points; they are not drawn again for it. */
  annotate(change: Partial<Annotations>): void {
    this.annotations = { ...this.annotations, ...change }
    this.loop.request()
  }

  setSlice(sheet: SliceSheet | null): void {
    this.sheet = sheet
    this.surface.setSlice(sheet)
    this.invalidate()
  }

  /** Shows points as their pictures; the caller made the sheet, fills it with what is missing and disposes it. */
  setSprites(
    sheet: SpriteSheet | null, options: SpriteOptions = { side: 28, most: 2000 }, onMissing: (indices: readonly number[]) => void = () => undefined,
  ): void {
    this.sprites = sheet && new Sprites(sheet, options, onMissing)
    this.surface.setSprites(null)
    this.surface.setLook(this.drawnLook)
    if (this.marks) this.surface.setMarks(this.marks.colours, this.marks.shapes, this.marks.states)
    this.invalidate()
  }

  /** The point that is pointed at, or −1. */
  setPointedAt(index: number): void {
    if (index === this.pointedAt) return
    this.pointedAt = index
    if (this.sprites) this.invalidate()
  }

  /** While a hand holds the scene nothing coasts. */
  hold(isHeld: boolean): void {
    this.isHeld = isHeld
    if (isHeld) this.rig.stop()
    else this.rig.release()
  }

  resize(width: number, height: number, ratio: number): void {
    if (!(width > 0 && height > 0)) return
    this.sight.size = { width, height, ratio }
    this.surface.resize(width, height, ratio)
    this.options.overlay.width = Math.round(width * ratio)
    this.options.overlay.height = Math.round(height * ratio)
    this.isStale = true
    this.drawNow() // a resized canvas is empty; waiting would flash
  }

  /** Index of the point at (x, y) in CSS pixels, or −1. */
  pick(x: number, y: number): number {
    const under = this.sprites?.at(x, y) ?? -1
    if (under >= 0) return under
    return pick(this.positions, this.view(), x, y, { visible: this.visible, covers: this.look.size / 2 })
  }

  /** Every point as (x, y, depth) on the screen. */
  screen(): Float32Array {
    return allToScreen(this.positions, this.view())
  }

  onScreen(place: Vec3): { x: number, y: number } | null {
    return this.sight.onScreen(place)
  }

  /** The place under (x, y) on the plane that faces the camera and passes through `through`. */
  placeAt(x: number, y: number, through?: Vec3): Vec3 {
    return this.sight.placeAt(x, y, through)
  }

  view(): ViewPort {
    return this.sight.port()
  }

  get aspect(): number {
    return this.sight.aspect
  }

  /** Draws everything anew with the next frame. */
  invalidate(): void {
    this.isStale = true
    this.loop.request()
  }

  /** All that is shown now, to be drawn elsewhere at another size. */
  content(): SceneContent {
    const { positions, bounds, marks, look, theme, axes, annotations, sprites, sight: { size } } = this
    return {
      positions, bounds, marks, look, theme, axes, annotations, slice: this.sheet, camera: this.rig.state, width: size.width, height: size.height,
      sprites: sprites && { sheet: sprites.sheet, ...sprites.options },
    }
  }

  dispose(): void {
    this.loop.dispose()
    clearTimeout(this.refining)
    this.keeper.dispose()
  }

  private get drawnLook(): PointLook {
    return this.sprites ? besidePictures(this.look) : this.look
  }

  private step(time: number): boolean {
    const moves = this.rig.advance(time, this.isHeld)
    if (this.glide.isRunning) {
      this.surface.setGlide(this.glide.advance(time))
      this.isStale = true
    }
    this.drawNow()
    return moves || this.glide.isRunning
  }

  private drawNow(): void {
    const view = this.view()
    const drawing = drawAxes(this.axes, this.rig.eye())
    if (this.isStale || this.rig.state !== this.drawnFrom) this.drawPoints(view, drawing)
    this.paintOverlay(view, drawing)
    this.options.onDraw?.()
  }

  private drawPoints(view: ViewPort, { lines }: AxesDrawing): void {
    const isMoving = performance.now() - this.drawnAt < restless
    this.surface.setLines(lines)
    if (this.sprites) this.surface.setSprites(this.sprites.place(this.positions, this.marks?.states ?? noStates, view, this.pointedAt))
    const isWhole = this.surface.draw(this.sight.camera, this.rig.state.distance, this.bounds.radius, isMoving)
    this.isStale = false
    this.drawnFrom = this.rig.state
    this.drawnAt = performance.now()
    clearTimeout(this.refining)
    if (!isWhole) this.refining = setTimeout(() => this.invalidate(), 2 * restless)
  }

  private paintOverlay(view: ViewPort, drawing: AxesDrawing): void {
    // Over a picture that the processor drew, the overlay is drawn by the processor too.
    const context = this.options.overlay.getContext('2d', { willReadFrequently: this.surface.kind === 'raster' })
    if (!context) return
    const { ratio } = this.sight.size
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    paintOverlay(context, view, drawing, this.annotations, this.theme)
  }

  /** Tells the surface everything that the scene knows. */
  private dress(): void {
    const { surface } = this
    surface.setTheme(this.theme)
    surface.setLook(this.drawnLook)
    surface.setPositions(this.positions)
    surface.setGlide(1)
    if (this.marks) surface.setMarks(this.marks.colours, this.marks.shapes, this.marks.states)
    surface.setSlice(this.sheet)
    const { width, height, ratio } = this.sight.size
    surface.resize(width, height, ratio)
    this.options.onSurface?.(surface.kind, this.keeper.substitute)
    this.invalidate()
  }
}
