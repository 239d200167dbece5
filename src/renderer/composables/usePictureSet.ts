/** Some pictures of a split with what an epoch makes of them, kept up to date while the epoch is scrubbed. */
import type { Split } from '@shared/domain/image'
import { shallowRef, toValue, watch } from 'vue'
import type { MaybeRefOrGetter } from 'vue'
import { useEngine } from '../stores/engine'
import { useMessages } from '../stores/messages'
import { usePictures } from '../stores/pictures'
import type { Reconstruction } from '../stores/pictures'
import { useShown } from '../stores/shown'
import { latest } from './latest'
import { isPassing } from './passing'

interface Shown {
  /** The epoch of the reconstructions; 0 while there is none. */
  readonly epoch: number
  readonly split: Split
  readonly indices: readonly number[]
  readonly originals: readonly Uint8Array[]
  readonly reconstructions: readonly Reconstruction[]
}

/** Neighbouring epochs are fetched ahead once the shown one is there. */
const ahead = [1, -1, 2, -2]

export function usePictureSet(
  which: MaybeRefOrGetter<Split>, indices: MaybeRefOrGetter<readonly number[]>, epoch: MaybeRefOrGetter<number>,
) {
  const pictures = usePictures()
  const shownRun = useShown()
  const engine = useEngine()
  const shown = shallowRef<Shown>({ epoch: 0, split: toValue(which), indices: [], originals: [], reconstructions: [] })
  const run = latest((error) => {
    if (!isPassing(error)) useMessages().report(error)
  })

  async function load(split: Split, wanted: readonly number[], of: number) {
    const originals = await pictures.getOriginals(split, wanted)
    const canAsk = of > 0 && shownRun.isKept
    const reconstructions = canAsk ? await pictures.getReconstructions(of, split, wanted) : pictures.peek(of, split, wanted) ?? []
    shown.value = {
      epoch: reconstructions.length > 0 ? of : 0, split, indices: wanted, originals, reconstructions,
    }
    if (canAsk) run(() => fetchAhead(split, wanted, of))
  }

  async function fetchAhead(split: Split, wanted: readonly number[], of: number) {
    const last = shownRun.latestEpoch?.epoch ?? 0
    for (const near of ahead.map(d => of + d).filter(e => e >= 1 && e <= last)) {
      if (toValue(epoch) !== of || pictures.peek(near, split, wanted)) continue
      await pictures.getReconstructions(near, split, wanted)
    }
  }

  /** What is remembered is drawn at once, without a turn of the loop. */
  function show(split: Split, wanted: readonly number[], of: number) {
    const known = pictures.peek(of, split, wanted)
    const isSameSet = split === shown.value.split && sameNumbers(wanted, shown.value.indices)
    if (known && isSameSet) shown.value = { ...shown.value, epoch: of, reconstructions: known }
    run(() => load(split, wanted, of))
  }

  watch(
    () => [toValue(which), toValue(indices), toValue(epoch), shownRun.runId, engine.isReady] as const,
    ([split, wanted, of, , ready]) => {
      if (ready) show(split, wanted, of)
    },
    { immediate: true },
  )
  return shown
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i])
}
