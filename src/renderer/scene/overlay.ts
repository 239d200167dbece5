/** What lies over the points on a 2-D canvas, always crisp and in front: figures of the axes, rings, the probe, paths and outlines. */
import type { Vec3 } from '@shared/domain/latent/bounds'
import { toScreen, type ViewPort } from '@shared/domain/latent/picking'
import { cssColour, type Rgb } from '@shared/domain/latent/colours'
import type { ScreenPolygon } from '@shared/domain/latent/selecting'
import type { AxesDrawing } from './axes'
import type { SceneTheme } from './look'

/** A place that is pointed out. */
export interface Marker {
  readonly kind: 'hover' | 'picked' | 'neighbour' | 'probe' | 'drawn' | 'station' | 'waypoint'
  readonly at: Vec3
  readonly colour?: Rgb
  readonly text?: string
}

export interface Annotations {
  readonly markers: readonly Marker[]
  /** Places of a path, in order. */
  readonly path: readonly Vec3[]
  /** A box or lasso that is being drawn, in CSS pixels. */
  readonly outline: ScreenPolygon | null
}

export const noAnnotations: Annotations = { markers: [], path: [], outline: null }

export interface OverlayOptions {
  /** Draws over what is there instead of on an empty canvas. */
  readonly keep?: boolean
  /** In the lower left corner. */
  readonly caption?: string
}

/** Draws onto a context that is already scaled to CSS pixels. */
export function paintOverlay(
  context: CanvasRenderingContext2D, view: ViewPort, axes: AxesDrawing, annotations: Annotations, theme: SceneTheme,
  { keep = false, caption = '' }: OverlayOptions = {},
): void {
  if (!keep) context.clearRect(0, 0, view.width, view.height)
  paintLabels(context, view, axes, theme)
  paintPath(context, view, annotations.path, theme)
  for (const marker of annotations.markers) paintMarker(context, view, marker, theme)
  if (annotations.outline) paintOutline(context, annotations.outline, theme)
  if (caption) paintCaption(context, caption, view, theme)
}

function paintCaption(context: CanvasRenderingContext2D, caption: string, { height }: ViewPort, theme: SceneTheme): void {
  context.font = `600 14px ${theme.font}`
  context.textAlign = 'left'
  context.textBaseline = 'middle'
  haloed(context, caption, 16, height - 22, theme)
}

function paintLabels(context: CanvasRenderingContext2D, view: ViewPort, { labels }: AxesDrawing, theme: SceneTheme): void {
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  for (const { at, from, text, isName } of labels) {
    const [place, middle] = [toScreen(at, view), toScreen(from, view)]
    if (!place || !middle) continue
    const away = Math.hypot(place.x - middle.x, place.y - middle.y) || 1
    const [right, down] = [(place.x - middle.x) / away, (place.y - middle.y) / away]
    context.font = `${isName ? '600 12px' : '11px'} ${theme.font}`
    const half = context.measureText(text).width / 2
    const gap = isName ? 34 + Math.abs(right) * half : 16 // long names keep clear of the figures
    const isInView = place.x >= 0 && place.x <= view.width && place.y >= 0 && place.y <= view.height
    const within = (value: number, margin: number, size: number) => isInView ? Math.max(margin, Math.min(size - margin, value)) : value
    haloed(context, text, within(place.x + right * gap, half + 4, view.width), within(place.y + down * gap, 9, view.height), theme)
  }
}

function haloed(context: CanvasRenderingContext2D, text: string, x: number, y: number, theme: SceneTheme): void {
  context.lineWidth = 3
  context.lineJoin = 'round'
  context.strokeStyle = cssColour(theme.ground)
  context.strokeText(text, x, y)
  context.fillStyle = theme.text
  context.fillText(text, x, y)
}

function paintPath(context: CanvasRenderingContext2D, view: ViewPort, path: readonly Vec3[], theme: SceneTheme): void {
  const line = new Path2D()
  let isDown = false
  for (const place of path) {
    const at = toScreen(place, view)
    if (at) line[isDown ? 'lineTo' : 'moveTo'](at.x, at.y)
    isDown = at !== null
  }
  strokeTwice(context, line, theme, 2.5)
}

function paintOutline(context: CanvasRenderingContext2D, outline: ScreenPolygon, theme: SceneTheme): void {
  const shape = new Path2D()
  outline.forEach(([x, y], i) => { shape[i === 0 ? 'moveTo' : 'lineTo'](x, y) })
  shape.closePath()
  context.globalAlpha = 0.12
  context.fillStyle = theme.accent
  context.fill(shape)
  context.globalAlpha = 1
  context.setLineDash([5, 4])
  strokeTwice(context, shape, theme, 1.5)
  context.setLineDash([])
}

/** The accent on a line of the ground's colour: visible over points of any colour. */
function strokeTwice(context: CanvasRenderingContext2D, shape: Path2D, theme: SceneTheme, width: number, colour = theme.accent): void {
  context.lineJoin = 'round'
  context.strokeStyle = cssColour(theme.ground)
  context.lineWidth = width + 2.5
  context.stroke(shape)
  context.strokeStyle = colour
  context.lineWidth = width
  context.stroke(shape)
}

const ringRadius: Record<Marker['kind'], number> = { hover: 8, picked: 9, neighbour: 6, probe: 10, drawn: 8, station: 3, waypoint: 6 }

function paintMarker(context: CanvasRenderingContext2D, view: ViewPort, { kind, at, colour, text }: Marker, theme: SceneTheme): void {
  const place = toScreen(at, view)
  if (!place) return
  const ring = new Path2D()
  ring.arc(place.x, place.y, ringRadius[kind], 0, 2 * Math.PI)
  const paint = kind === 'neighbour' ? theme.text : colour ? cssColour(colour) : theme.accent
  if (kind === 'probe') addCross(ring, place.x, place.y)
  if (kind === 'drawn' || kind === 'station' || kind === 'waypoint') {
    context.fillStyle = paint
    context.fill(ring)
    strokeTwice(context, ring, theme, 0.5, cssColour(theme.ground))
  } else {
    strokeTwice(context, ring, theme, kind === 'neighbour' ? 1.25 : 2, paint)
  }
  if (text) labelMarker(context, text, place.x, place.y, theme)
}

function labelMarker(context: CanvasRenderingContext2D, text: string, x: number, y: number, theme: SceneTheme): void {
  context.font = `600 11px ${theme.font}`
  context.textAlign = 'left'
  haloed(context, text, x + 12, y - 10, theme)
  context.textAlign = 'center'
}

/** The probe's handle: a ring with a cross, unlike any mark. */
function addCross(path: Path2D, x: number, y: number): void {
  for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
    path.moveTo(x + 4 * dx, y + 4 * dy)
    path.lineTo(x + 15 * dx, y + 15 * dy)
  }
}
