/** The tokens that a canvas needs, read from the style sheet, in the theme that is in effect. */
import { computed } from 'vue'
import { rem } from '../../composables/useRem'
import { theme } from '../../composables/useTheme'

const names = ['canvas', 'surface', 'overlay', 'line', 'edge', 'text', 'text-2', 'text-3', 'accent', 'curve-train', 'curve-test', 'curve-rate', 'floor-pca', 'floor-mean'] as const
export type Palette = Readonly<Record<(typeof names)[number] | 'font', string>> & { readonly rem: number }

export const palette = computed<Palette>(() => {
  void theme.value
  const pixels = rem.value
  const style = getComputedStyle(document.documentElement)
  const colours = Object.fromEntries(names.map(name => [name, style.getPropertyValue(`--${name}`).trim()]))
  return { ...colours, font: getComputedStyle(document.body).fontFamily, rem: pixels } as unknown as Palette
})
