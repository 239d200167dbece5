/** What keys and clicks on the stage came to, for those who hear it. */
import { nameOfClass } from '@shared/domain/image'
import { shallowRef, watch, type Ref } from 'vue'
import { figure, whole } from '../formats/numbers'
import { numberOf, splitOf, useExplore } from '../stores/explore'
import { useLatent } from '../stores/latent'
import { translate } from '../texts'
import type { Hover } from './stageHands'
import type { Portrait } from './useSubject'

export function useStageSpeech(hover: Readonly<Ref<Hover | null>>, portrait: Readonly<Ref<Portrait | null>>) {
  const explore = useExplore()
  const latent = useLatent()
  const spoken = shallowRef('')

  function describe(kind: 'point' | 'decoded', index: number, error: number): string {
    const name = nameOfClass(latent.labels?.[index] ?? 0)
    return translate(`explore.say.${kind}`, { name, split: translate(`explore.split.${splitOf(index)}`), number: numberOf(index), error: figure(error) })
  }

  watch(() => explore.cursor, (index) => {
    if (document.activeElement?.role === 'listbox') return // a list says itself what it stands on
    if (index >= 0 && !hover.value) spoken.value = describe('point', index, latent.frame?.errors[index] ?? NaN)
  })
  watch(portrait, (now, before) => {
    if (!now || now.subject === before?.subject) return // the same at another epoch
    const { subject, error } = now
    if (subject.kind === 'point') spoken.value = describe('decoded', subject.index, error ?? NaN)
    // Its pictures follow one another while the probe moves: once is enough, and the sentence about trust speaks when it rests.
    else if (subject.kind === 'place' && before?.subject.kind !== 'place') spoken.value = translate('explore.say.place')
  })
  watch(() => explore.selectedCount, (count) => {
    spoken.value = count === 0 ? translate('explore.say.none') : translate('explore.selection.count', { count: whole(count) })
  })

  return spoken
}
