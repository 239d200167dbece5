/**
 * The run that Train, Gallery and Explore show: the engine's own, or a kept one that was opened from the list. What is pressed on
 * the Train view (pause, stop) is always about the engine's own run; what is looked at is this one.
 */
import type { RunSnapshot } from '@shared/domain/run'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { engine } from '../clients/engine'
import { useMessages } from './messages'
import { progressOf } from './progress'
import { useTraining } from './training'

export const useShown = defineStore('shown', () => {
  const training = useTraining()
  const opened = shallowRef<RunSnapshot | null>(null)
  /** The run that is being opened. */
  const opening = shallowRef<string | null>(null)

  const isOpened = computed(() => opened.value !== null)
  const run = computed(() => opened.value ?? training.run)
  const runId = computed(() => run.value?.runId ?? null)
  const state = computed(() => opened.value ? opened.value.state : training.state)
  const executor = computed(() => opened.value ? opened.value.executor : training.executor)
  const epochs = computed(() => opened.value ? opened.value.epochs : training.epochs)
  const batches = computed(() => opened.value ? opened.value.batches : training.batches)
  const floors = computed(() => opened.value ? opened.value.floors : training.floors)
  const rateChanges = computed(() => opened.value ? opened.value.rateChanges : training.rateChanges)
  const log = computed(() => opened.value ? opened.value.log : training.log)
  const latestEpoch = computed(() => epochs.value.at(-1) ?? null)
  const progress = computed(() => opened.value ? progressOf(opened.value.config, opened.value.state, opened.value.epochs, null) : training.progress)
  /** Whether it ended before its last epoch in a way that can be gone on from. */
  const canResume = computed(() => state.value?.kind === 'ended' && state.value.reason !== 'diverged'
    && run.value !== null && (latestEpoch.value?.epoch ?? 0) < run.value.config.epochs)
  /** Whether the engine can be asked for its epochs. */
  const isKept = computed(() => opened.value !== null || training.isKept)

  /**
   * Shows a kept run as it stands on the disk; answers whether it could be opened. Of two, the later asked for is shown. `epochs`: how far it is
   * known to have come there, which may be further than this engine trained it.
   */
  async function open(id: string, epochs = 0): Promise<boolean> {
    opening.value = id
    try {
      const isOurs = id === training.runId && training.isKept && (training.isActive || epochs <= (training.latestEpoch?.epoch ?? 0))
      const snapshot = isOurs ? null : await engine.calls.openRun({ runId: id })
      if (opening.value === id) opened.value = snapshot
      return opening.value === id
    } catch (error) {
      useMessages().report(error)
      return false
    } finally {
      if (opening.value === id) opening.value = null
    }
  }

  /** Back to the engine's own run. */
  function close() {
    opening.value = null
    opened.value = null
  }

  // A run that begins is what one wants to see.
  watch(() => training.isActive && training.runId, active => active && close())

  return {
    isOpened, opening, run, runId, state, executor, epochs, batches, floors, rateChanges, log, latestEpoch, progress, canResume, isKept,
    open, close,
  }
})
