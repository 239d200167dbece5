/** The places that a path leads through, numbered, and where its film stands. */
import { computed } from 'vue'
import type { Marker } from '../scene/overlay'
import { useExplore } from '../stores/explore'
import { useLatent } from '../stores/latent'
import { drawnAt } from './places'
import type { usePath } from './usePath'

export function usePathMarkers({ here }: Pick<ReturnType<typeof usePath>, 'here'>) {
  const explore = useExplore()
  const latent = useLatent()

  return computed((): readonly Marker[] => {
    const { frame } = latent
    if (!frame) return []
    const places = explore.waypoints.map((waypoint, i): Marker => ({ kind: 'waypoint', at: drawnAt(frame, waypoint), text: String(i + 1) }))
    return here.value && explore.panel === 'path' ? [...places, { kind: 'station', at: here.value }] : places
  })
}
