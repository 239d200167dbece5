/** Joins the scene to the stores: what changes there is drawn here, what a hand does here is told there. No three.js object leaves it. */
import { boundsOf, pointAt, type Bounds, type Vec3 } from '@shared/domain/latent/bounds'
import { inFront, selectInside, type ScreenPolygon, type SelectionMode } from '@shared/domain/latent/selecting'
import { onActivated, onBeforeUnmount, onDeactivated, ref, shallowRef, watch, type Ref } from 'vue'
import type { AxesSetting } from '../scene/axes'
import { Gestures } from '../scene/gestures'
import { LatentScene } from '../scene/latentScene'
import type { Marker } from '../scene/overlay'
import type { SliceSheet } from '../scene/slicePlane'
import { useExplore } from '../stores/explore'
import { useLatent, type LatentFrame } from '../stores/latent'
import type { useMarks } from './useMarks'
import { useSceneTheme } from './useSceneTheme'
import { placeAt, seenAt } from './places'
import { useSprites } from './useSprites'

export interface Stage {
  readonly host: Readonly<Ref<HTMLElement | null>>
  /** Canvases are put in here: new ones at each visit, since a canvas whose context was given back never gets another. */
  readonly layers: Readonly<Ref<HTMLElement | null>>
}

export interface SceneInputs {
  readonly marks: ReturnType<typeof useMarks>
  /** Rings, dots and the way between them. */
  readonly markers: Ref<readonly Marker[]>
  readonly path: Ref<readonly Vec3[]>
  readonly sheet: Ref<SliceSheet | null>
}

export interface Hover {
  readonly index: number
  readonly x: number
  readonly y: number
}

const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)')
/** Pixels around the probe's middle by which it is taken. */
const grip = 16

export function useLatentScene(stage: Stage, { marks, markers, path, sheet }: SceneInputs) {
  const explore = useExplore()
  const latent = useLatent()
  const sceneTheme = useSceneTheme()
  const hover = shallowRef<Hover | null>(null)
  const surface = ref<'webgl' | 'raster'>('webgl')
  let scene: LatentScene | null = null
  const sprites = useSprites(() => scene)
  /** Whether the view is on the screen: it is kept alive while another one is. */
  let isActive = true
  let gestures: Gestures | null = null
  /** Another projection lies elsewhere: what was looked at is left. */
  let drawnSpace: LatentFrame['space']['kind'] | null = null
  let observer: ResizeObserver | null = null

  function open() {
    const { host, layers } = stage
    if (scene || !isActive || !host.value || !layers.value) return
    const [points, fallback, overlay] = [makeCanvas('points'), makeCanvas('fallback'), makeCanvas('overlay')]
    layers.value.replaceChildren(points, fallback, overlay)
    scene = new LatentScene({
      canvas: points, fallback, overlay, theme: sceneTheme.value,
      motion: () => !reducedMotion.matches,
      drawing: explore.drawing,
      onSurface(kind) {
        surface.value = kind
        points.style.visibility = kind === 'webgl' ? 'visible' : 'hidden'
        fallback.style.visibility = kind === 'raster' ? 'visible' : 'hidden'
        sprites.show() // how many are shown depends on what draws them
      },
    })
    gestures = new Gestures(overlay, handlers(scene))
    gestures.tool = explore.tool
    observer = new ResizeObserver(fit)
    observer.observe(host.value)
    fit()
    fill(scene)
  }

  function close() {
    if (!scene) return
    explore.camera = scene.rig.state
    observer?.disconnect()
    gestures?.dispose()
    scene.dispose()
    scene = gestures = observer = null
    stage.layers.value?.replaceChildren()
    hover.value = null
  }

  function reopen() {
    close()
    open()
  }

  function fit() {
    const box = stage.host.value?.getBoundingClientRect()
    if (box) scene?.resize(Math.round(box.width), Math.round(box.height), devicePixelRatio)
  }

  function fill(made: LatentScene) {
    made.setTheme(sceneTheme.value)
    made.setLook(explore.look)
    if (latent.frame) showFrame(made, latent.frame, false)
    drawMarks(made)
    made.annotate({ markers: markers.value, path: path.value })
    made.setSlice(sheet.value)
    sprites.show()
    if (explore.camera) made.rig.restore(explore.camera)
  }

  function showFrame(made: LatentScene, frame: LatentFrame, glide: boolean) {
    const isFirst = made.cloudBounds.count === 0
    const isFlat = frame.space.drawn < 3
    made.rig.setFlat(isFlat)
    if (gestures) gestures.isFlat = isFlat
    made.setPositions(frame.positions, glide)
    made.setAxes(axesOf(frame))
    const isOtherDrawing = drawnSpace !== null && drawnSpace !== frame.space.kind
    drawnSpace = frame.space.kind
    if (isFirst || isOtherDrawing) made.rig.frame(made.cloudBounds, isFlat ? 'front' : 'corner')
  }

  function drawMarks(made: LatentScene) {
    made.setMarks(marks.colours.value, marks.shapes.value, marks.states.value)
  }

  function handlers(made: LatentScene) {
    return {
      onOrbit: (a: number, b: number) => made.rig.orbit(a, b),
      onPan: (x: number, y: number) => made.rig.pan(x, y),
      onZoom(factor: number, x: number, y: number) {
        const { width, height } = made.view()
        made.rig.zoom(factor, 2 * x / width - 1, 1 - 2 * y / height, made.aspect)
      },
      onHover: (x: number, y: number) => point(made.pick(x, y), x, y),
      onLeave: () => point(-1, 0, 0),
      onClick: (x: number, y: number) => click(made, x, y),
      grabsProbe: (x: number, y: number) => grabsProbe(made, x, y),
      onProbeDrag: (x: number, y: number) => moveProbe(made, x, y),
      onOutline: (corners: ScreenPolygon, done: boolean, event: PointerEvent) => outline(made, corners, done, event),
      onHold: (isHeld: boolean) => made.hold(isHeld),
    }
  }

  function point(index: number, x: number, y: number) {
    explore.cursor = index
    hover.value = index < 0 ? null : { index, x, y }
  }

  function click(made: LatentScene, x: number, y: number) {
    const index = explore.tool === 'probe' ? -1 : made.pick(x, y)
    if (explore.panel !== 'axes') explore.panel = 'point'
    if (index >= 0) explore.subject = { kind: 'point', index }
    else moveProbe(made, x, y)
  }

  /** The probe keeps its depth while it moves over the picture. */
  function moveProbe(made: LatentScene, x: number, y: number) {
    const frame = latent.frame
    if (!frame) return
    const now = probePlace()
    explore.subject = placeAt(frame, made.placeAt(x, y, now ?? undefined))
    hover.value = null
  }

  function probePlace(): Vec3 | null {
    const { frame } = latent
    return frame && explore.subject?.kind === 'place' ? seenAt(frame, explore.subject) : null
  }

  function grabsProbe(made: LatentScene, x: number, y: number): boolean {
    const place = probePlace()
    const at = place && made.onScreen(place)
    return at !== null && Math.hypot(at.x - x, at.y - y) <= grip
  }

  function outline(made: LatentScene, corners: ScreenPolygon, done: boolean, event: PointerEvent) {
    made.annotate({ outline: done ? null : corners })
    if (!done || corners.length < 3) return
    const screen = made.screen()
    const among = explore.onlyFront ? inFront(screen, marks.visible.value) : marks.visible.value
    explore.select(selectInside(screen, corners, among), modeOf(event))
    explore.panel = 'selection'
  }

  function frameAll() {
    if (scene) scene.rig.frame(scene.cloudBounds, latent.frame && latent.frame.space.drawn < 3 ? 'front' : undefined)
  }

  function frameSelection() {
    const { frame } = latent
    if (!scene || !frame) return
    if (explore.selectedCount > 0) scene.rig.frame(boundsOf(frame.positions, i => explore.selection[i] === 1))
    else if (explore.subject) scene.rig.frame(around(frame, explore.subject.kind === 'point' ? explore.subject.index : -1))
    else frameAll()
  }

  function around(frame: LatentFrame, index: number): Bounds {
    const at = index >= 0 ? pointAt(frame.positions, index) : probePlace()
    const centre = at?.every(Number.isFinite) ? at : scene?.cloudBounds.centre ?? frame.bounds.centre // not every projection has a place for it
    return { ...frame.bounds, centre, radius: (scene?.cloudBounds.radius ?? 1) / 8 }
  }

  watch(() => latent.frame, (frame, before) => {
    if (scene && frame) showFrame(scene, frame, before?.runId === frame.runId)
    else reopen() // another run: nothing of the old one is left on the canvas
  })
  watch([marks.colours, marks.states, marks.shapes], () => scene && drawMarks(scene))
  watch(() => explore.look, look => scene?.setLook(look))
  watch(sceneTheme, theme => scene?.setTheme(theme))
  watch([markers, path], () => scene?.annotate({ markers: markers.value, path: path.value }))
  watch(sheet, value => scene?.setSlice(value))
  watch(() => explore.tool, (tool) => {
    if (gestures) gestures.tool = tool
  })
  watch(() => explore.drawing, reopen, { flush: 'post' })

  watch(stage.host, host => host ? open() : close(), { flush: 'post' })
  onActivated(() => {
    isActive = true
    open()
  })
  onDeactivated(() => {
    isActive = false
    close()
  })
  onBeforeUnmount(close)

  return {
    hover, surface, frameAll, frameSelection,
    /** For what is asked once: views, pictures, picking by keyboard. Null while the view is away. */
    scene: () => scene,
  }
}

export function axesOf(frame: LatentFrame): AxesSetting {
  return { names: axisNames(frame), bounds: frame.bounds, rotation: frame.space.rotation, drawn: frame.space.drawn }
}

function axisNames({ space }: LatentFrame): string[] {
  return space.axisNames.map((name, axis) => {
    const share = space.explained?.[axis]
    return share === undefined ? name : `${name} (${(100 * share).toFixed(1)} %)`
  })
}

function makeCanvas(name: string): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.className = name
  canvas.dataset['testid'] = name
  return canvas
}

/** Shift adds, Alt takes away. */
function modeOf(event: PointerEvent): SelectionMode {
  return event.shiftKey ? 'add' : event.altKey ? 'subtract' : 'replace'
}
