/** What is said of a stage that the processor draws: once in a window that there is no graphics card, and each time that one stops drawing. */
import { computed, ref, watch, type Ref } from 'vue'
import type { Substitute } from '../scene/surfaceKeeper'
import { useExplore } from '../stores/explore'
import { translate } from '../texts'

export function useSurfaceNote(substitute: Readonly<Ref<Substitute | null>>) {
  const explore = useExplore()
  const isLossRead = ref(false)

  const note = computed(() => {
    if (substitute.value === 'lost') return isLossRead.value ? null : translate('explore.cardLost')
    return substitute.value === 'missing' && !explore.isSoftwareTold ? translate('explore.software') : null
  })

  watch(substitute, (_, before) => {
    isLossRead.value = false
    if (before === 'missing') explore.isSoftwareTold = true // it stood there for a whole visit
  })

  function dismiss() {
    if (substitute.value === 'missing') explore.isSoftwareTold = true
    else isLossRead.value = true
  }

  return { note, dismiss }
}
