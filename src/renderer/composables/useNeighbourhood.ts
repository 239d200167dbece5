/** Density and disagreement of the epoch that is shown, in latent space, asked of the engine when a colour wants them. */
import { relativeDensity, type Neighbourhood } from '@shared/domain/latent/neighbourhood'
import { computed, ref, shallowRef, watch } from 'vue'
import { engine } from '../clients/engine'
import { useEngine } from '../stores/engine'
import { useExplore } from '../stores/explore'
import { pointCount, useLatent } from '../stores/latent'
import { Recent } from '../stores/recent'
import { latest } from './latest'
import { reportUnlessPassing } from './passing'

interface Epoch {
  readonly runId: string
  readonly epoch: number
}

/** Images of one question: the answer to the next is wanted or not by then. */
const block = 2048
/** Epochs remembered: 28 MB. */
const remembered = 50

export function useNeighbourhood() {
  const latent = useLatent()
  const explore = useExplore()
  const process = useEngine()
  const known = new Recent<string, Neighbourhood>(remembered)
  const found = shallowRef<{ readonly key: string, readonly neighbourhood: Neighbourhood } | null>(null)
  /** 0 to 1 while they are being worked out, null otherwise. */
  const progress = ref<number | null>(null)
  const wanted = computed(() => {
    const isAsked = explore.colourMode === 'density' || explore.colourMode === 'disagreement'
    return isAsked && latent.frame ? keyOf(latent.frame) : null
  })
  /** Null while they are worked out: what was found of another epoch is not this one's. */
  const neighbourhood = computed(() => found.value?.key === wanted.value ? found.value?.neighbourhood ?? null : null)
  const run = latest((error) => {
    progress.value = null
    reportUnlessPassing(error)
  })

  async function work(epoch: Epoch) {
    const key = keyOf(epoch)
    const neighbours = known.get(key) ?? await askFor(epoch, () => wanted.value === key)
    progress.value = null
    if (!neighbours) return
    known.set(key, neighbours)
    found.value = { key, neighbourhood: neighbours }
  }

  /** Null where it is no longer wanted. */
  async function askFor({ runId, epoch }: Epoch, isWanted: () => boolean): Promise<Neighbourhood | null> {
    const [spacing, disagreement] = [new Float32Array(pointCount), new Float32Array(pointCount)]
    for (let first = 0; first < pointCount; first += block) {
      if (!isWanted()) return null
      progress.value = first / pointCount
      const some = await engine.calls.surroundings({ runId, epoch, first, count: Math.min(block, pointCount - first) })
      spacing.set(some.spacing, first)
      disagreement.set(some.disagreement, first)
    }
    return { density: relativeDensity(spacing), disagreement }
  }

  watch([wanted, () => process.isReady], () => {
    const { frame } = latent
    if (wanted.value === null) progress.value = null
    else if (frame && process.isReady) run(() => work(frame))
  }, { immediate: true })

  return { neighbourhood, progress }
}

function keyOf({ runId, epoch }: Epoch): string {
  return `${runId}/${epoch}`
}
