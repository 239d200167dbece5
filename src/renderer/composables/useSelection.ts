/** What is selected, in figures and pictures; two kept selections give the direction from one to the other. */
import { classNames, imagePixels } from '@shared/domain/image'
import { toCsv, toNpy, toPly } from '@shared/domain/latent/files'
import { indicesOf, invert, selectClass, type SelectionMode } from '@shared/domain/latent/selecting'
import { evenly, meanImage, summarise, type SelectionSummary } from '@shared/domain/latent/statistics'
import { computed, shallowRef, watch, type Ref } from 'vue'
import { useExplore } from '../stores/explore'
import { useLatent, type LatentFrame } from '../stores/latent'
import { useMessages } from '../stores/messages'
import { fetchImages, mostPictures } from './fetchImages'
import { latest } from './latest'
import { reportUnlessPassing } from './passing'
import { useDirection } from './useDirection'
import { classes, type useMarks } from './useMarks'
import { saveFile } from './usePortraitActions'
import type { Portrait } from './useSubject'

export interface SelectionPictures {
  readonly mean: Uint8Array
  readonly medoid: Uint8Array
  /** How many pictures the mean is made of. */
  readonly of: number
}

export type CloudFormat = 'csv' | 'npy' | 'ply'

export function useSelection(marks: ReturnType<typeof useMarks>, portrait: Readonly<Ref<Portrait | null>>) {
  const explore = useExplore()
  const latent = useLatent()
  const messages = useMessages()
  const pictures = shallowRef<SelectionPictures | null>(null)
  const indices = computed(() => indicesOf(explore.selection))
  /** The selection, or every visible point where nothing is selected. */
  const chosen = computed(() => indices.value.length > 0 ? indices.value : indicesOf(marks.visible.value))
  const summary = computed((): SelectionSummary | null => {
    const { frame, labels } = latent
    return frame && labels && indices.value.length > 0 ? summarise({ ...frame, labels }, indices.value, classes) : null
  })
  const run = latest(reportUnlessPassing)

  watch(summary, (now) => {
    pictures.value = null
    if (!now || now.medoid < 0) return
    const some = [...evenly(indices.value, mostPictures - 1)]
    run(async () => {
      const pixels = await fetchImages([now.medoid, ...some])
      if (summary.value !== now) return
      pictures.value = {
        medoid: pixels.slice(0, imagePixels), mean: meanImage(pixels.subarray(imagePixels), imagePixels), of: some.length,
      }
    })
  }, { immediate: true })

  const selectAll = (label: number, mode: SelectionMode) => {
    if (latent.labels) explore.select(selectClass(latent.labels, label, marks.visible.value), mode)
  }
  const invertAll = () => { explore.selection = invert(explore.selection, marks.visible.value) }

  async function save(format: CloudFormat) {
    const { frame, labels } = latent
    if (!frame || !labels) return
    const bytes = fileOf(format, frame, labels, chosen.value, marks.colours.value)
    const said = await saveFile(`latents-epoch-${frame.epoch}.${format}`, bytes)
    if (said) messages.say(said)
  }

  return {
    chosen, summary, pictures, selectAll, invertAll, ...useDirection(indices, portrait),
    save: (format: CloudFormat) => void save(format).catch(messages.report),
  }
}

function fileOf(format: CloudFormat, frame: LatentFrame, labels: Uint8Array, ids: Int32Array, colours: Uint8Array): Uint8Array {
  const { dimension, values, errors, positions } = frame
  const pick = (from: Float32Array | Uint8Array, size: number) => {
    const found = new Float32Array(ids.length * size)
    ids.forEach((id, i) => { found.set(from.subarray(id * size, (id + 1) * size), i * size) })
    return found
  }
  const chosen = { ids, labels: Array.from(ids, id => labels[id] ?? 0) }
  if (format === 'csv') return toCsv({ ...chosen, errors: pick(errors, 1), values: pick(values, dimension), dimension }, classNames)
  if (format === 'npy') return toNpy(pick(values, dimension), [ids.length, dimension])
  return toPly(pick(positions, 3), Uint8Array.from(pick(colours, 3)), ids, chosen.labels)
}
