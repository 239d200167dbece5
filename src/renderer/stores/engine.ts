/** The engine's process and its device, and how a window that has just (re)loaded learns about them. */
import type { EngineState, MemoryReport } from '@shared/contract/main'
import type { EngineInfo } from '@shared/domain/device'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { engine } from '../clients/engine'
import { main } from '../clients/main'
import { useMessages } from './messages'
import { useTraining } from './training'

export const useEngine = defineStore('engine', () => {
  const process = shallowRef<EngineState>({ kind: 'starting' })
  const info = shallowRef<EngineInfo | null>(null)
  const memory = shallowRef<MemoryReport | null>(null)
  /** Whether calls would be answered now. */
  const connected = shallowRef(engine.isConnected())
  /** What is wrong with the engine's process, in its own words. */
  const trouble = computed(() => 'message' in process.value ? process.value.message : null)
  const canRestart = computed(() => process.value.kind === 'silent' || (process.value.kind === 'gone' && !process.value.restarting))
  const isReady = computed(() => connected.value && info.value !== null)

  async function takeSnapshot() {
    connected.value = true
    try {
      const snapshot = await engine.calls.snapshot()
      info.value = snapshot.engine
      useTraining().restore(snapshot.run)
    } catch (error) {
      useMessages().report(error)
    }
  }

  function heed(state: EngineState) {
    process.value = state
    if (state.kind === 'gone') useTraining().abandon(state.message)
  }

  function restart() {
    return main.calls.restartEngine().catch(useMessages().report)
  }

  async function readMemory() {
    if (main.isConnected()) memory.value = await main.calls.memory().catch(() => null)
  }

  function follow() {
    main.on('engine', heed)
    main.onConnected(() => void main.calls.engineState().then(heed, useMessages().report))
    engine.onConnected(() => void takeSnapshot())
    engine.onDisconnected(() => {
      connected.value = false
    })
  }

  return { process, info, memory, connected, trouble, canRestart, isReady, restart, readMemory, follow }
})
