/** The picture of the image under the cursor, fetched after a short dwell. */
import { shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { numberOf, splitOf } from '../stores/explore'
import { usePictures } from '../stores/pictures'
import { latest } from './latest'

export function useHoverPicture(index: MaybeRefOrGetter<number>) {
  const pixels = shallowRef<Uint8Array | null>(null)
  const run = latest(() => { pixels.value = null }) // no picture is told by its empty frame
  watch(() => toValue(index), (now) => {
    pixels.value = null
    if (now < 0) return
    run(async () => {
      const [found] = await usePictures().getOriginals(splitOf(now), [numberOf(now)])
      if (toValue(index) === now) pixels.value = found ?? null
    })
  })
  return pixels
}
