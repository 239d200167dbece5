/** Pixels of one rem: what is drawn by script grows with the type, see base.css. */
import { ref } from 'vue'

const large = typeof matchMedia === 'undefined' ? undefined : matchMedia('(min-width: 2800px)')

export const rem = ref(measure())
large?.addEventListener('change', () => (rem.value = measure()))

function measure(): number {
  return typeof document === 'undefined' ? 16 : Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16
}
