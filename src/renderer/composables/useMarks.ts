/** Colour, shape and state of every point, from what was set. */
import { classNames } from '@shared/domain/image'
import { classShape, colourByClass, colourByValue, robustScale, type Scale } from '@shared/domain/latent/colours'
import { computed } from 'vue'
import { firstTest, pointCount, useLatent } from '../stores/latent'
import { useExplore } from '../stores/explore'
import { useNeighbourhood } from './useNeighbourhood'
import { theme } from './useTheme'

const [hidden, plain, dimmed, selected] = [0, 1, 2, 3] // the scene's `pointStates`
export const classes = classNames.length

export function useMarks() {
  const latent = useLatent()
  const explore = useExplore()
  const { neighbourhood, progress } = useNeighbourhood()
  const shapes = computed(() => latent.labels?.map(classShape) ?? new Uint8Array(pointCount))

  const visible = computed(() => {
    const { labels } = latent
    return Uint8Array.from({ length: pointCount }, (_, i) => {
      const isOfSplit = explore.shown === 'both' || (explore.shown === 'train') === (i < firstTest)
      return isOfSplit && !explore.hiddenClasses.has(labels?.[i] ?? 0) ? 1 : 0
    })
  })

  const states = computed(() => {
    const { selection, selectedCount } = explore
    return visible.value.map((isVisible, i) => {
      if (isVisible === 0) return hidden ?? 0
      if (selectedCount === 0) return plain ?? 1
      return (selection[i] === 1 ? selected : dimmed) ?? 1
    })
  })

  /** The figure that colours stand for; null for classes and splits. */
  const figures = computed((): Float32Array | null => {
    switch (explore.colourMode) {
      case 'error': return latent.frame?.errors ?? null
      case 'density': return neighbourhood.value?.density ?? null
      case 'disagreement': return neighbourhood.value?.disagreement ?? null
      default: return null
    }
  })
  const scale = computed((): Scale | null => figures.value && robustScale(figures.value))

  const colours = computed(() => {
    if (figures.value && scale.value) return colourByValue(figures.value, scale.value)
    if (explore.colourMode === 'density' || explore.colourMode === 'disagreement') return unknown
    if (explore.colourMode === 'split') return colourByClass(bySplit, 2, theme.value)
    return colourByClass(latent.labels ?? new Uint8Array(pointCount), classes, theme.value)
  })

  return { shapes, visible, states, colours, scale, progress }
}

/** Grey: the figures are being worked out. */
const unknown = new Uint8Array(3 * pointCount).fill(128)
const bySplit = Uint8Array.from({ length: pointCount }, (_, i) => i < firstTest ? 0 : 1)
