/** What this computer computes with, the self-test, and the GPU build. */
import type { ComputeFacts, GpuOffer, GpuState, SelfTestReport } from '@shared/domain/compute'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { main } from '../clients/main'
import { translate } from '../texts'
import { useMessages } from './messages'

export const useCompute = defineStore('compute', () => {
  const facts = shallowRef<ComputeFacts | null>(null)
  const selfTest = shallowRef<SelfTestReport | null>(null)
  const gpuOffer = shallowRef<GpuOffer | null>(null)
  const gpu = shallowRef<GpuState>({ kind: 'absent', done: 0, of: 0, reason: null })
  const { report, say } = useMessages()

  /** What it would cost changes with what is there. */
  async function read() {
    const [nextFacts, offer] = await Promise.all([main.calls.computeFacts(), main.calls.gpu()])
    facts.value = nextFacts
    gpuOffer.value = offer
    gpu.value = offer.state
  }

  /** Its fault stands in the state that main announces, where it stays to be read; the rest is told in passing. */
  async function workOnGpu(call: () => Promise<GpuState>) {
    try {
      gpu.value = await call()
    } catch (error) {
      if (!(gpu.value.reason && error instanceof Error && error.message === gpu.value.reason)) report(error)
    }
    await read().catch(report)
  }

  function startSelfTest() {
    return main.calls.selfTest().then(result => (selfTest.value = result), report)
  }

  function follow() {
    main.on('selfTest', next => (selfTest.value = next))
    main.on('gpu', next => (gpu.value = next))
  }

  return {
    facts, selfTest, gpu, gpuOffer, startSelfTest, follow,
    read: () => read().catch(report),
    cancelSelfTest: () => main.calls.cancelSelfTest().catch(report),
    fetchGpu: () => workOnGpu(main.calls.fetchGpu),
    installGpu: () => workOnGpu(main.calls.installGpu),
    copyGpuWheels: () => main.calls.copyGpuWheels().then(() => say(translate('compute.gpu.copied')), report),
    retryGpu: () => workOnGpu(main.calls.retryGpu),
    removeGpu: () => workOnGpu(main.calls.removeGpu),
    pauseGpu: () => main.calls.pauseGpu().catch(report),
  }
})
