/** Where runs are kept, and how much room there is. */
import type { RunSpace, RunsPlace } from '@shared/domain/keptRun'
import type { RunConfig } from '@shared/domain/runConfig'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { main } from '../clients/main'
import { useMessages } from './messages'
import { useRuns } from './runs'

export const usePlace = defineStore('place', () => {
  const messages = useMessages()
  const place = shallowRef<RunsPlace | null>(null)
  const space = shallowRef<RunSpace | null>(null)
  const problem = computed(() => place.value?.problem ?? null)
  let asked: RunConfig | null = null

  async function read() {
    place.value = await main.calls.runsPlace()
  }

  /** How much room a run has; nothing is known where the disk cannot be asked. */
  async function measure(config: RunConfig | null) {
    asked = config
    const found = config && await main.calls.runSpace(config).catch(() => null)
    if (asked === config) space.value = found
  }

  /** Asks the user for another folder. */
  async function choose() {
    try {
      await main.calls.chooseRunsFolder()
      await settle()
    } catch (error) {
      messages.report(error)
    }
  }

  /** Back to the app's own folder. */
  async function reset() {
    try {
      await main.calls.resetRunsFolder()
      await settle()
    } catch (error) {
      messages.report(error)
    }
  }

  async function settle() {
    await Promise.all([read(), measure(asked), useRuns().refresh()])
  }

  function follow() {
    main.onConnected(() => void read().catch(messages.report))
  }

  return { place, problem, space, read, measure, choose, reset, follow }
})
