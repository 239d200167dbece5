/** What a person set and chose in the explorer: colours, filters, tool, what is looked at, what is selected. */
import type { Vec3 } from '@shared/domain/latent/bounds'
import type { PathKind } from '@shared/domain/latent/paths'
import type { LatentSpace } from '@shared/domain/latent/space'
import { combine, type SelectionMode } from '@shared/domain/latent/selecting'
import type { Split } from '@shared/domain/image'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { firstTest, pointCount } from './latent'

export type ColourMode = 'class' | 'error' | 'split' | 'density' | 'disagreement'
export type Shown = Split | 'both'
export type Panel = 'point' | 'selection' | 'path' | 'axes' | 'draw'
export type Metric = 'euclidean' | 'cosine' | 'manhattan'

/** Where a place was pointed out: a projection without an inverse would draw its latent vector elsewhere. */
export interface SeenPlace {
  readonly space: LatentSpace
  readonly at: Vec3
}

/** What the panel is about: an image of the data set, a place in the space, or a picture of the user's. */
export type Subject
  = | { readonly kind: 'point', readonly index: number }
    | { readonly kind: 'place', readonly latent: Float32Array, readonly seen?: SeenPlace }
    | { readonly kind: 'picture', readonly pixels: Uint8Array }

/** A place that a path leads through: where an image lies at the epoch that is shown, or always the same. */
export type Waypoint
  = | { readonly kind: 'point', readonly index: number }
    | { readonly kind: 'place', readonly latent: Float32Array }

export interface Look {
  readonly size: number
  readonly opacity: number
  readonly depthCue: number
  readonly shapes: boolean
}

/** CSS pixels of a picture in the scene: whole multiples of its own. */
export const spriteSides = [28, 56, 84] as const
export type SpriteSide = (typeof spriteSides)[number]

/** As `CameraState` of the scene has it; kept here while the view is away. */
export interface KeptCamera {
  readonly target: Vec3
  readonly azimuth: number
  readonly elevation: number
  readonly distance: number
  readonly flat: boolean
}

export const useExplore = defineStore('explore', () => {
  const colourMode = ref<ColourMode>('class')
  const shown = ref<Shown>('both')
  const hiddenClasses = shallowRef<ReadonlySet<number>>(new Set())
  const look = shallowRef<Look>({ size: 5, opacity: 0.9, depthCue: 0.55, shapes: true })
  /** Images are shown themselves, as many as lie side by side. */
  const sprites = ref(false)
  const spriteSide = ref<SpriteSide>(28)
  /** Whether it was said that there is no graphics card: once is enough. */
  const isSoftwareTold = ref(false)
  const drawing = ref<'automatic' | 'webgl' | 'processor'>('automatic')
  const tool = ref<'navigate' | 'probe' | 'box' | 'lasso'>('navigate')
  const onlyFront = ref(false)
  const panel = ref<Panel>('point')
  const metric = ref<Metric>('euclidean')
  const subject = shallowRef<Subject | null>(null)
  /** The point under the cursor, or the one that the arrow keys stand on. */
  const cursor = ref(-1)
  /** One byte a point. */
  const selection = shallowRef<Uint8Array>(new Uint8Array(pointCount))
  const selectedCount = computed(() => selection.value.reduce((sum, value) => sum + value, 0))
  const waypoints = shallowRef<readonly Waypoint[]>([])
  const pathKind = ref<PathKind>('straight')
  const camera = shallowRef<KeptCamera | null>(null)

  function select(found: Uint8Array, mode: SelectionMode) {
    selection.value = combine(selection.value, found, mode)
  }

  /** Adds one image to the selection, or takes it away. */
  function selectOne(index: number, mode: SelectionMode) {
    select(new Uint8Array(pointCount).fill(1, index, index + 1), mode)
  }

  /** Looks at what was pointed out on the stage, by hand or by keyboard: the panel of points tells of it, or the axes that are being moved. */
  function inspect(next: Subject) {
    subject.value = next
    if (panel.value !== 'axes') panel.value = 'point'
  }

  /** Looks at an image by its number within its split. */
  function lookAt(split: Split, number: number) {
    subject.value = { kind: 'point', index: split === 'train' ? number : firstTest + number }
    panel.value = 'point'
  }

  function clearSelection() {
    selection.value = new Uint8Array(pointCount)
  }

  function toggleClass(label: number) {
    const next = new Set(hiddenClasses.value)
    if (!next.delete(label)) next.add(label)
    hiddenClasses.value = next
  }

  /** Only this class; all of them where it was alone already. */
  function soloClass(label: number, classes: number) {
    const others = Array.from({ length: classes }, (_, k) => k).filter(k => k !== label)
    const isAlone = others.every(k => hiddenClasses.value.has(k)) && !hiddenClasses.value.has(label)
    hiddenClasses.value = new Set(isAlone ? [] : others)
  }

  /** Latents of another run mean nothing here. */
  function forgetRun() {
    subject.value = null
    cursor.value = -1
    waypoints.value = []
    camera.value = null
    clearSelection()
  }

  return {
    colourMode, shown, hiddenClasses, look, sprites, spriteSide, isSoftwareTold, drawing, tool, onlyFront, panel, metric, subject, cursor, selection,
    selectedCount, waypoints, pathKind, camera, select, selectOne, inspect, lookAt, clearSelection, toggleClass, soloClass, forgetRun,
  }
})

export function splitOf(index: number): Split {
  return index < firstTest ? 'train' : 'test'
}

/** The image's number within its split. */
export function numberOf(index: number): number {
  return index < firstTest ? index : index - firstTest
}
