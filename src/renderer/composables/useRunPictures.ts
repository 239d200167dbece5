/** A glimpse of a kept run: a few test images as it makes them, and its latent space from one side. */
import { imagePixels } from '@shared/domain/image'
import { shallowRef, toValue, watch } from 'vue'
import type { MaybeRefOrGetter } from 'vue'
import { engine } from '../clients/engine'
import { flatten } from '../components/runs/flatten'
import type { FlatCloud } from '../components/runs/flatten'
import { spatial } from '../components/runs/spatial'
import type { SpatialCloud } from '../components/runs/spatial'
import { useEngine } from '../stores/engine'
import { usePictures } from '../stores/pictures'
import { Recent } from '../stores/recent'
import { latest } from './latest'

export interface Glimpse {
  readonly key: string
  readonly originals: readonly Uint8Array[]
  readonly made: readonly Uint8Array[]
  readonly cloud: FlatCloud
  /** The whole test split, to be turned. */
  readonly space: SpatialCloud
}

/** Test images: a boot, a pullover, trousers, … */
export const glimpsed = [0, 1, 2, 4, 8, 13, 18, 21] as const
const known = new Recent<string, Glimpse>(200)

export function useRunPictures(at: MaybeRefOrGetter<{ readonly runId: string, readonly epoch: number } | null>) {
  const glimpse = shallowRef<Glimpse | null>(null)
  /** A run that cannot be read says so where it is opened; here there is then no picture. */
  const run = latest(() => undefined)
  const engineStore = useEngine()
  watch(() => [toValue(at), engineStore.isReady] as const, ([wanted, ready]) => {
    const key = wanted ? `${wanted.runId}/${wanted.epoch}` : ''
    if (glimpse.value?.key !== key) glimpse.value = known.get(key) ?? null
    if (!wanted || !ready || glimpse.value) return
    run(async () => {
      const found = await glimpseOf(wanted.runId, wanted.epoch)
      const now = toValue(at)
      if (now && `${now.runId}/${now.epoch}` === key) glimpse.value = found
    })
  }, { immediate: true })
  return glimpse
}

/** Asked for once, then remembered. */
export async function glimpseOf(runId: string, epoch: number): Promise<Glimpse> {
  const key = `${runId}/${epoch}`
  const found = known.get(key) ?? await ask(key, runId, epoch)
  known.set(key, found)
  return found
}

async function ask(key: string, runId: string, epoch: number): Promise<Glimpse> {
  const pictures = usePictures()
  const indices = Int32Array.from(glimpsed)
  const [originals, { pixels }, { dimension, values }] = await Promise.all([
    pictures.getOriginals('test', glimpsed),
    engine.calls.reconstruct({ runId, epoch, split: 'test', indices }),
    engine.calls.latents({ runId, epoch, split: 'test' }),
    pictures.loadLabels('test'),
  ])
  const components = dimension > 3 ? await engine.calls.projection({ runId, epoch }) : null
  const made = glimpsed.map((_, n) => pixels.slice(n * imagePixels, (n + 1) * imagePixels))
  const labels = pictures.labels.test ?? new Uint8Array()
  return { key, originals, made, cloud: flatten(values, dimension, labels, components), space: spatial(values, dimension, labels, components) }
}
