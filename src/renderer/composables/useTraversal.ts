/** Every latent axis as a slider with a strip of pictures, and a sheet of pictures on a plane through the cloud. */
import { imageSide } from '@shared/domain/image'
import { axisStrip, tile } from '@shared/domain/latent/grids'
import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { engine } from '../clients/engine'
import { greyPng } from '../pictures/png'
import type { SliceSheet } from '../scene/slicePlane'
import { useExplore } from '../stores/explore'
import { useLatent, type LatentFrame } from '../stores/latent'
import { useMessages } from '../stores/messages'
import { latest } from './latest'
import { reportUnlessPassing } from './passing'
import { cornersOf, sheetPoints, type SheetPlane } from './sheetPlace'
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

export function useTraversal(portrait: Ref<Portrait | null>) {
  const explore = useExplore()
  const latent = useLatent()
  const run = latest(reportUnlessPassing)
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
  const run = latest(reportUnlessPassing)
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

function rangesOf({ values, dimension }: LatentFrame): AxisRange[] {
  return Array.from({ length: dimension }, (_, axis) => {
    const some = Float32Array.from({ length: Math.ceil(values.length / dimension / 7) }, (_, i) => values[7 * i * dimension + axis] ?? NaN)
      .filter(Number.isFinite).sort()
    const [low, high] = [some[Math.floor(0.01 * some.length)] ?? -1, some[Math.floor(0.99 * some.length)] ?? 1]
    return high > low ? { low, high } : { low: low - 1, high: low + 1 }
  })
}
