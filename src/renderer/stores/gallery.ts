/** Which test images the gallery shows, and how. The images themselves are kept among the settings. */
import type { Split } from '@shared/domain/image'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { extremeImages, firstImages, imagesOfClass, indicesText, most, randomImages, typedImages } from '../gallery/select'
import type { ChoiceKind } from '../gallery/select'
import type { Order } from '../gallery/arrange'
import { parseNumber } from '../forms/number'
import { translate } from '../texts'
import { useMessages } from './messages'
import { usePictures } from './pictures'
import { useSettings } from './settings'
import { useTimeline } from './timeline'

/** An image that is shown large without being one of the gallery's. */
export interface Visitor {
  readonly split: Split
  readonly index: number
}

export type Show = 'both' | 'reconstruction' | 'error'
const countLimit = { min: 1, max: most, integer: true }
const seedLimit = { min: 0, max: 2 ** 31 - 1, integer: true }

export const useGallery = defineStore('gallery', () => {
  const settings = useSettings()
  const pictures = usePictures()
  const timeline = useTimeline()

  const indices = computed(() => settings.settings.gallery)
  const kind = ref<ChoiceKind>('first')
  const count = ref('24')
  const seed = ref('1')
  const label = ref(0)
  const typed = ref('')
  const order = ref<Order>('chosen')
  const onlyClass = ref<number | null>(null)
  const show = ref<Show>('both')
  /** The image that was clicked; it stays in the large view. */
  const pinned = ref<number | null>(null)

  /** What was asked for from elsewhere; it comes before what was clicked. */
  const visitor = shallowRef<Visitor | null>(null)

  const countError = computed(() => {
    if (kind.value === 'typed') return null
    return 'value' in parseNumber(count.value, countLimit) ? null : translate('gallery.countError', { max: most })
  })
  const seedError = computed(() => kind.value === 'random' && !('value' in parseNumber(seed.value, seedLimit)) ? translate('gallery.seedError') : null)
  const typedError = computed(() => {
    if (kind.value !== 'typed') return null
    const read = typedImages(typed.value)
    return 'problem' in read ? translate(`gallery.typed.${read.problem.kind}`, { max: most, ...read.problem }) : null
  })
  const error = computed(() => countError.value ?? seedError.value ?? typedError.value)

  async function wanted(): Promise<readonly number[]> {
    const n = Number(count.value)
    switch (kind.value) {
      case 'first': return firstImages(n)
      case 'random': return randomImages(n, Number(seed.value))
      case 'class':
        await pictures.loadLabels('test')
        return imagesOfClass(pictures.labels.test ?? new Uint8Array(), label.value, n)
      case 'best':
      case 'worst':
        return timeline.epoch > 0 ? extremeImages(await pictures.getTestErrors(timeline.epoch), n, kind.value) : indices.value
      case 'typed': {
        const read = typedImages(typed.value)
        return 'indices' in read ? read.indices : indices.value
      }
    }
  }

  async function choose() {
    if (error.value) return
    try {
      await settings.change({ gallery: [...await wanted()] })
    } catch (reason) {
      useMessages().report(reason)
    }
  }

  /** A set that was kept is the first n, or else is shown as what it is: a list. */
  watch(indices, (kept) => {
    if (typed.value === '' || kind.value !== 'typed') typed.value = indicesText(kept)
    if (kind.value !== 'first') return
    if (kept.every((index, i) => index === i)) count.value = String(kept.length)
    else kind.value = 'typed'
  }, { immediate: true })

  function receive(image: Visitor) {
    visitor.value = image
  }

  function dismiss() {
    visitor.value = null
  }

  function pin(index: number) {
    dismiss()
    pinned.value = pinned.value === index ? null : index
  }

  return {
    indices, kind, count, seed, label, typed, order, onlyClass, show, pinned, visitor, countError, seedError, typedError, error,
    choose, pin, receive, dismiss,
  }
})
