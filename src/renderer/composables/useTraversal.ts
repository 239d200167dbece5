/** Every latent axis as a slider with a strip of pictures, and a sheet of pictures on a plane through the cloud. */
import { imageSide } from '@shared/domain/image'
import type { Vec3 } from '@shared/domain/latent/bounds'
import { axisStrip, sheet, tile } from '@shared/domain/latent/grids'
import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { engine } from '../clients/engine'
import { greyPng } from '../pictures/png'
import type { SliceSheet } from '../scene/slicePlane'
import { useExplore } from '../stores/explore'
import { useLatent, type LatentFrame } from '../stores/latent'
import { useMessages } from '../stores/messages'
import { latest } from './latest'
import type { Portrait } from './useSubject'
import { saveFile } from './usePortraitActions'

/** Pictures of a strip. */
export const stripLength = 7
/** More axes than this have sliders but no strips: each strip costs a decode of seven. */
export const mostStrips = 16
/** The rest of a stripped coordinate: strips follow when the subject rests, in ms. */
const rest = 120

export interface AxisRange {
  readonly low: number
  readonly high: number
}

export type SheetPlane = 'xy' | 'xz' | 'yz'

export function useTraversal(portrait: Ref<Portrait | null>) {
  const explore = useExplore()
  const latent = useLatent()
  const messages = useMessages()
  const run = latest(messages.report)
  /** stripLength pictures for each axis, one after another. */
  const strips = shallowRef<Uint8Array | null>(null)
  const ranges = computed(() => latent.frame ? rangesOf(latent.frame) : [])
  const origin = computed(() => portrait.value?.latent ?? ranges.value.reduce(
    (point, { low, high }, axis) => point.with(axis, (low + high) / 2), new Float32Array(ranges.value.length)))
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(() => [explore.panel, origin.value, latent.frame] as const, ([panel, point, frame]) => {
    clearTimeout(timer)
    if (panel !== 'axes' || !frame || point.length !== frame.dimension) return
    timer = setTimeout(() => run(async () => {
      const axes = ranges.value.slice(0, mostStrips)
      const parts = axes.map(({ low, high }, axis) => axisStrip(point, axis, low, high, stripLength))
      const points = new Float32Array(parts.length * stripLength * frame.dimension)
      parts.forEach((part, i) => points.set(part, i * part.length))
      strips.value = (await engine.calls.decode({ runId: frame.runId, epoch: frame.epoch, points })).pixels
    }), rest)
  }, { immediate: true })

  function move(axis: number, value: number) {
    explore.subject = { kind: 'place', latent: origin.value.with(axis, value) }
  }
  function reset() {
    explore.subject = null
  }

  return { strips, ranges, origin, move, reset, ...useSheet() }
}

/** The sheet lies in one of the drawing's planes and moves along the third axis. */
function useSheet() {
  const latent = useLatent()
  const messages = useMessages()
  const run = latest(messages.report)
  const isOn = ref(false)
  const count = ref(12)
  const plane = ref<SheetPlane>('xy')
  /** −1 to 1 through the cloud. */
  const depth = ref(0)
  const picture = shallowRef<SliceSheet | null>(null)

  watch(() => [isOn.value, count.value, plane.value, depth.value, latent.frame] as const, ([on, n, , , frame]) => {
    if (!on || !frame) {
      picture.value = null
      return
    }
    const corners = cornersOf(frame, plane.value, depth.value)
    const points = sheetPoints(frame, corners, n)
    run(async () => {
      const { pixels } = await engine.calls.decode({ runId: frame.runId, epoch: frame.epoch, points })
      if (isOn.value) picture.value = { corners, ...tile(pixels, imageSide, n) }
    })
  })

  async function save() {
    if (!picture.value) return
    const said = await saveFile('sheet.png', await greyPng(picture.value.pixels, picture.value.width, 2))
    if (said) messages.say(said)
  }

  return { sheet: { isOn, count, plane, depth, picture, save: () => void save().catch(messages.report) } }
}

const planes: Record<SheetPlane, readonly [right: 0 | 1 | 2, up: 0 | 1 | 2, through: 0 | 1 | 2]> = { xy: [0, 1, 2], xz: [0, 2, 1], yz: [2, 1, 0] }

/** As drawn: top left, top right, bottom right, bottom left. */
function cornersOf({ positions, space }: LatentFrame, plane: SheetPlane, depth: number): SliceSheet['corners'] {
  const [right, up, through] = planes[plane]
  const box = innerBox(positions)
  const at = (s: 0 | 1, t: 0 | 1): Vec3 => {
    const place: [number, number, number] = [0, 0, 0]
    place[right] = box[right][s]
    place[up] = box[up][t]
    if (space.drawn === 3) place[through] = box[through][0] + (depth + 1) / 2 * (box[through][1] - box[through][0])
    return place
  }
  return [at(0, 1), at(1, 1), at(1, 0), at(0, 0)]
}

/** From the 1st to the 99th percentile along each drawn axis: stray points would stretch the sheet over emptiness. */
function innerBox(positions: Float32Array): [readonly [number, number], readonly [number, number], readonly [number, number]] {
  const range = (axis: number) => {
    const some = Float32Array.from({ length: Math.ceil(positions.length / 3 / 7) }, (_, i) => positions[21 * i + axis] ?? NaN)
      .filter(Number.isFinite).sort()
    return [some[Math.floor(0.01 * some.length)] ?? -1, some[Math.floor(0.99 * some.length)] ?? 1] as const
  }
  return [range(0), range(1), range(2)]
}

function sheetPoints({ space, dimension }: LatentFrame, [topLeft, topRight, , bottomLeft]: SliceSheet['corners'], n: number): Float32Array {
  const half = (a: Vec3, b: Vec3) => Float32Array.from(b, (value, k) => (value - (a[k] ?? 0)) / 2)
  const right = half(topLeft, topRight)
  const up = half(bottomLeft, topLeft)
  const centre = Float32Array.from(bottomLeft, (value, k) => value + (right[k] ?? 0) + (up[k] ?? 0))
  const places = sheet({ centre, right, up }, n)
  const points = new Float32Array(n * n * dimension)
  for (let i = 0; i < n * n; i++) {
    points.set(space.locate([places[3 * i] ?? 0, places[3 * i + 1] ?? 0, places[3 * i + 2] ?? 0]), i * dimension)
  }
  return points
}

function rangesOf({ values, dimension }: LatentFrame): AxisRange[] {
  return Array.from({ length: dimension }, (_, axis) => {
    const some = Float32Array.from({ length: Math.ceil(values.length / dimension / 7) }, (_, i) => values[7 * i * dimension + axis] ?? NaN)
      .filter(Number.isFinite).sort()
    const [low, high] = [some[Math.floor(0.01 * some.length)] ?? -1, some[Math.floor(0.99 * some.length)] ?? 1]
    return high > low ? { low, high } : { low: low - 1, high: low + 1 }
  })
}
