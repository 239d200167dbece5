/** Several kept runs at one epoch: their curves, and what each makes of the same images. A run that ended before shows its last epoch. */
import type { KeptRun } from '@shared/domain/keptRun'
import type { EpochReport } from '@shared/domain/run'
import { computed, ref, shallowRef, watch } from 'vue'
import { engine } from '../clients/engine'
import { useEngine } from '../stores/engine'
import { useMessages } from '../stores/messages'
import { latest } from './latest'
import { glimpseOf } from './useRunPictures'
import type { Glimpse } from './useRunPictures'

export function useComparison(runs: () => readonly KeptRun[]) {
  const messages = useMessages()
  const state = useEngine()
  const epochs = shallowRef<ReadonlyMap<string, readonly EpochReport[]>>(new Map())
  const glimpses = shallowRef<ReadonlyMap<string, Glimpse>>(new Map())
  const last = computed(() => Math.max(1, ...runs().map(({ facts }) => facts?.last?.epoch ?? 0)))
  const epoch = ref(last.value)
  const load = latest(messages.report)
  const draw = latest(messages.report)

  /** The epoch of a run that stands for the slider's: the nearest it has. */
  function epochOf({ id, facts }: KeptRun): number {
    const kept = epochs.value.get(id) ?? []
    const first = kept[0]?.epoch ?? (facts?.parent?.epoch ?? 0) + 1
    return Math.max(first, Math.min(epoch.value, facts?.last?.epoch ?? 0))
  }

  /** One that cannot be read says so, and leaves the others to be seen. */
  async function forEach(work: (run: KeptRun) => Promise<void>) {
    for (const run of runs()) if (run.facts?.last) await work(run).catch(messages.report)
  }

  watch(() => [runs().map(({ id, facts }) => `${id}/${facts?.last?.epoch}`).join(), state.isReady] as const, ([, ready]) => {
    if (!ready) return
    load(() => forEach(async ({ id, facts }) => {
      if ((epochs.value.get(id)?.at(-1)?.epoch ?? 0) >= (facts?.last?.epoch ?? 0)) return
      const { epochs: found } = await engine.calls.openRun({ runId: id })
      epochs.value = new Map([...epochs.value, [id, found]])
    }))
  }, { immediate: true })

  watch(() => [runs().map(run => `${run.id}/${epochOf(run)}`).join(), state.isReady] as const, ([, ready]) => {
    if (!ready) return
    draw(() => forEach(async (run) => {
      const glimpse = await glimpseOf(run.id, epochOf(run))
      glimpses.value = new Map([...glimpses.value, [run.id, glimpse]])
    }))
  }, { immediate: true })

  return { epoch, last, epochs, glimpses, epochOf }
}
