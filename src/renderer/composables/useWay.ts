/** The way through the chosen places as stations, in latent space; the one through the crowd is found on another thread. */
import type { Vec3 } from '@shared/domain/latent/bounds'
import { evenly, splinePath, straightPath, type Latent } from '@shared/domain/latent/paths'
import type { Route } from '@shared/domain/latent/crowd'
import { messageOf } from '@shared/errors'
import { computed, onBeforeUnmount, shallowRef, watch, type Ref } from 'vue'
import { useExplore } from '../stores/explore'
import { placeOf, useLatent, type LatentFrame } from '../stores/latent'
import { useMessages } from '../stores/messages'
import { translate } from '../texts'
import { PathFinder } from '../workers/pathFinder'
import { latentAt } from './places'

export interface Way {
  readonly of: LatentFrame
  readonly latents: readonly Latent[]
  readonly isBroken: boolean
}

/** Places to join. */
interface Ends {
  readonly of: LatentFrame
  readonly points: readonly Latent[]
}

export function useWay(stations: Readonly<Ref<number>>) {
  const explore = useExplore()
  const latent = useLatent()
  const finder = new PathFinder()
  const found = shallowRef<{ readonly joins: Ends, readonly route: Route } | null>(null)

  const ends = computed((): Ends | null => {
    const { frame } = latent
    if (!frame) return null
    const points = explore.waypoints.map(waypoint => latentAt(frame, waypoint)).filter(point => point.every(Number.isFinite))
    return points.length < 2 ? null : { of: frame, points }
  })
  /** Null where there is none, or none yet. */
  const way = computed((): Way | null => {
    if (!ends.value) return null
    const { of, points } = ends.value
    if (explore.pathKind === 'straight') return { of, latents: straightPath(points, stations.value), isBroken: false }
    if (explore.pathKind === 'spline') return { of, latents: splinePath(points, stations.value), isBroken: false }
    const route = found.value?.joins === ends.value ? found.value.route : null
    return route && { of, latents: evenly(route.points, stations.value), isBroken: route.isBroken }
  })
  const isSearching = computed(() => ends.value !== null && way.value === null)
  /** As it is drawn, ends included. */
  const drawn = computed((): readonly Vec3[] => {
    const now = way.value
    return now ? now.latents.map(point => placeOf(now.of, point)) : []
  })

  watch(() => explore.pathKind === 'density' ? ends.value : null, (wanted) => {
    if (wanted) {
      finder.find(wanted.of, wanted.points).then(route => (found.value = { joins: wanted, route }), fail)
    } else {
      finder.stop()
      found.value = null
    }
  }, { immediate: true })

  function fail(error: unknown) {
    if (error instanceof DOMException && error.name === 'AbortError') return // another one is wanted by now
    explore.pathKind = 'straight'
    useMessages().say(translate('explore.path.failed', { reason: messageOf(error) }), 'error')
  }

  onBeforeUnmount(() => finder.dispose())

  return { way, drawn, isSearching }
}
