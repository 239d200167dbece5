/** Rings around what is looked at, its neighbours, and the point under the cursor. */
import { pointAt } from '@shared/domain/latent/bounds'
import type { Rgb } from '@shared/domain/latent/colours'
import { computed, type Ref } from 'vue'
import type { Marker } from '../scene/overlay'
import { placeOf, useLatent } from '../stores/latent'
import { useExplore } from '../stores/explore'
import { seenAt } from './places'
import type { Portrait, Surroundings } from './useSubject'

export function useSubjectMarkers(portrait: Ref<Portrait | null>, surroundings: Ref<Surroundings | null>, colourOf: (label: number) => Rgb) {
  const latent = useLatent()
  const explore = useExplore()

  return computed((): readonly Marker[] => {
    const { frame, labels } = latent
    if (!frame) return []
    const isFresh = surroundings.value?.of === portrait.value && portrait.value?.subject === explore.subject
    const around = (isFresh ? surroundings.value?.neighbours ?? [] : []).map(({ index }): Marker => ({ kind: 'neighbour', at: pointAt(frame.positions, index) }))
    const { subject, cursor } = explore
    const markers: Marker[] = subject ? around : []
    if (cursor >= 0) markers.push({ kind: 'hover', at: pointAt(frame.positions, cursor), colour: colourOf(labels?.[cursor] ?? 0) })
    if (subject?.kind === 'point') markers.push({ kind: 'picked', at: pointAt(frame.positions, subject.index) })
    if (subject?.kind === 'place') markers.push({ kind: 'probe', at: seenAt(frame, subject) })
    if (subject?.kind === 'picture' && portrait.value?.subject.kind === 'picture') {
      markers.push({ kind: 'drawn', at: placeOf(frame, portrait.value.latent) })
    }
    return markers
  })
}
