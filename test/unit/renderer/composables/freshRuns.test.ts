// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { main } from '../../../../src/renderer/clients/main'
import { useFreshRuns } from '../../../../src/renderer/composables/useFreshRuns'
import { useRuns } from '../../../../src/renderer/stores/runs'
import { aKeptRun, createFakeRuns } from '../../../support/window/fakeRuns'
import { openWindow, until, useFreshStores } from '../window'

describe('the list while somebody else trains', () => {
  useFreshStores()
  const scope = effectScope()
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
  afterEach(() => {
    scope.stop()
    vi.useRealTimers()
  })

  it('looks at the chosen run and at those in training, and only while it is shown', async () => {
    const runs = [aKeptRun(0), aKeptRun(1, { state: { kind: 'training' } }), aKeptRun(2)]
    useRuns().follow()
    await openWindow({}, { runs: createFakeRuns(runs) })
    await until(() => useRuns().isLoaded)
    const look = vi.spyOn(main.calls, 'describeRun')
    const list = vi.spyOn(main.calls, 'listRuns')
    const isShown = ref(false)
    scope.run(() => useFreshRuns(() => runs[2] ?? null, () => isShown.value))
    vi.advanceTimersByTime(10_000)
    expect(look).not.toHaveBeenCalled()

    isShown.value = true
    await nextTick()
    expect(list).toHaveBeenCalledOnce()
    vi.advanceTimersByTime(2000)
    expect(look.mock.calls.map(([{ runId }]) => runId)).toEqual([runs[1]?.id, runs[2]?.id])

    isShown.value = false
    await nextTick()
    vi.advanceTimersByTime(10_000)
    expect(look).toHaveBeenCalledTimes(2)
  })

  it('shows what changed, and is not drawn anew where nothing did', async () => {
    const fake = createFakeRuns([aKeptRun(0), aKeptRun(1)])
    const store = useRuns()
    store.follow()
    await openWindow({}, { runs: fake })
    await until(() => store.isLoaded)
    const before = store.runs
    const id = before[0]?.id ?? ''
    await store.refreshOne(id)
    expect(store.runs).toBe(before)
    await main.calls.relabelRun({ runId: id, changes: { name: 'by another hand' } })
    await store.refreshOne(id)
    expect(store.find(id)?.labels.name).toBe('by another hand')
  })
})
