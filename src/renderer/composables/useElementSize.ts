/** The size of an element's content box, in CSS pixels, as it changes. */
import { onBeforeUnmount, ref, watchEffect } from 'vue'
import type { Ref } from 'vue'

export function useElementSize(element: Readonly<Ref<HTMLElement | null>>) {
  const width = ref(0)
  const height = ref(0)
  let frame = 0
  // In the next frame: a layout that changes within the observer's own turn is reported as an error of the page.
  const observer = new ResizeObserver(([entry]) => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => {
      if (!entry) return
      width.value = entry.contentRect.width
      height.value = entry.contentRect.height
    })
  })
  watchEffect(() => {
    observer.disconnect()
    if (element.value) observer.observe(element.value)
  })
  onBeforeUnmount(() => {
    cancelAnimationFrame(frame)
    observer.disconnect()
  })
  return { width, height }
}
