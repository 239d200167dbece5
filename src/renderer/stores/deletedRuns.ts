/** Runs that were deleted and are still here: what can be brought back, or go for good. */
import type { DeletedRuns, KeptRun } from '@shared/domain/keptRun'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { main } from '../clients/main'
import { translate } from '../texts'
import { useMessages } from './messages'
import { useRuns } from './runs'

const none: DeletedRuns = { runs: [], earlier: [], refusal: null }

export const useDeletedRuns = defineStore('deletedRuns', () => {
  const messages = useMessages()
  const told = shallowRef(none)
  /** The latest last. */
  const runs = computed(() => told.value.runs)
  const last = computed(() => runs.value.at(-1))
  /** Those that an earlier session has left. */
  const earlier = computed(() => runs.value.filter(({ id }) => told.value.earlier.includes(id)))
  /** What the system's trash said to them; null where it was not asked. */
  const refusal = computed(() => told.value.refusal)
  /** On the disk. */
  const bytes = computed(() => runs.value.reduce((sum, { facts }) => sum + (facts?.bytes ?? 0), 0))

  async function refresh() {
    told.value = await main.calls.deletedRuns().catch((error: unknown) => {
      messages.report(error)
      return none
    })
  }

  async function restore(...gone: readonly KeptRun[]) {
    for (const { id } of gone) await main.calls.restoreRun({ runId: id }).catch(messages.report)
    await Promise.all([refresh(), useRuns().refresh()])
  }

  const undo = () => last.value && restore(last.value)
  const restoreEarlier = () => restore(...earlier.value)

  /** All of them for good, if the user confirms it. */
  async function purge() {
    try {
      if ((await main.calls.purgeDeleted()).purged) messages.say(translate('runs.purged'))
    } catch (error) {
      messages.report(error)
    }
    await refresh()
  }

  function follow() {
    main.onConnected(() => void refresh())
  }

  return { runs, last, earlier, refusal, bytes, refresh, restore, undo, restoreEarlier, purge, follow }
})
