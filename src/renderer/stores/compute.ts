/** What this computer computes with, and the self-test. */
import type { ComputeFacts, SelfTestReport } from '@shared/domain/compute'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { main } from '../clients/main'
import { useMessages } from './messages'

export const useCompute = defineStore('compute', () => {
  const facts = shallowRef<ComputeFacts | null>(null)
  const selfTest = shallowRef<SelfTestReport | null>(null)
  const { report } = useMessages()

  async function read() {
    facts.value = await main.calls.computeFacts().catch((error: unknown) => {
      report(error)
      return null
    })
  }

  function startSelfTest() {
    return main.calls.selfTest().then(result => (selfTest.value = result), report)
  }

  function cancelSelfTest() {
    return main.calls.cancelSelfTest().catch(report)
  }

  function follow() {
    main.on('selfTest', next => (selfTest.value = next))
  }

  return { facts, selfTest, read, startSelfTest, cancelSelfTest, follow }
})
