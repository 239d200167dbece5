/** Joins the scene to the stores: what changes there is drawn here, what a hand does here is told there. No three.js object leaves it. */
import type { Vec3 } from '@shared/domain/latent/bounds'
import { onActivated, onBeforeUnmount, onDeactivated, ref, shallowRef, watch, type Ref } from 'vue'
import type { AxesSetting } from '../scene/axes'
import { Gestures } from '../scene/gestures'
import { LatentScene } from '../scene/latentScene'
import type { Marker } from '../scene/overlay'
import type { SliceSheet } from '../scene/slicePlane'
import type { Substitute } from '../scene/surfaceKeeper'
import { useExplore } from '../stores/explore'
import { useLatent, type LatentFrame } from '../stores/latent'
import type { useMarks } from './useMarks'
import { isMotionWelcome } from './motion'
import { useSceneTheme } from './useSceneTheme'
import { frameAll, frameSelection, resetView } from './stageFraming'
import { stageHands, type Hover } from './stageHands'
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

export function useLatentScene(stage: Stage, { marks, markers, path, sheet }: SceneInputs) {
  const explore = useExplore()
  const latent = useLatent()
  const sceneTheme = useSceneTheme()
  const hover = shallowRef<Hover | null>(null)
  const surface = ref<'webgl' | 'raster'>('webgl')
  /** Why the processor draws; null where it does not, and while the view is away. */
  const substitute = ref<Substitute | null>(null)
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
      motion: isMotionWelcome,
      drawing: explore.drawing,
      onSurface(kind, why) {
        surface.value = kind
        substitute.value = why
        points.style.visibility = kind === 'webgl' ? 'visible' : 'hidden'
        fallback.style.visibility = kind === 'raster' ? 'visible' : 'hidden'
        sprites.show() // how many are shown depends on what draws them
      },
    })
    gestures = new Gestures(overlay, stageHands(scene, hover, marks.visible))
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
    hover.value = substitute.value = null
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
    hover, surface, substitute,
    frameAll: () => scene && frameAll(scene),
    frameSelection: () => scene && frameSelection(scene),
    resetView: () => scene && resetView(scene),
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
