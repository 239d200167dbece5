/** Where on the screen a control of the tour is, kept up to date while anybody looks. */
import { onBeforeUnmount, onMounted, shallowRef } from 'vue'
import type { Box } from '../tour/place'

/** Views come and go and grow without a word, so it is looked up again and again; it costs one layout a look. */
const period = 150

export function useTarget(names: () => readonly string[]) {
  const box = shallowRef<Box | null>(null)
  let timer: ReturnType<typeof setInterval> | undefined

  function look() {
    const found = find(names())
    const next = found ? boxOf(found) : null
    if (JSON.stringify(next) !== JSON.stringify(box.value)) box.value = next
  }

  onMounted(() => {
    look()
    timer = setInterval(look, period)
    window.addEventListener('resize', look)
  })
  onBeforeUnmount(() => {
    clearInterval(timer)
    window.removeEventListener('resize', look)
  })
  return { box, look, element: () => find(names()) }
}

function find(names: readonly string[]): HTMLElement | null {
  const all = names.flatMap(name => [...document.querySelectorAll<HTMLElement>(`[data-tour="${name}"]`)])
  return all.find(element => element.getClientRects().length > 0) ?? null
}

function boxOf(element: HTMLElement): Box {
  const { x, y, width, height } = element.getBoundingClientRect()
  return { x, y, width, height }
}
