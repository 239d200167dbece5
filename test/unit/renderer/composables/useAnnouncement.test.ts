import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, reactive, type EffectScope } from 'vue'
import { useAnnouncement } from '../../../../src/renderer/composables/useAnnouncement'

const store = vi.hoisted(() => ({ training: {} as { state: unknown, latestEpoch: { epoch: number, testMse: number } | null } }))
vi.mock('../../../../src/renderer/stores/training', () => ({ useTraining: () => store.training }))

let scope: EffectScope
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] })
  store.training = reactive({ state: null, latestEpoch: null })
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

it('tells of an epoch at once and then seldom, also while the computer\'s clock is set', async () => {
  const text = scope.run(() => useAnnouncement())
  const told = async (epoch: number, after: number) => {
    vi.advanceTimersByTime(after)
    store.training.latestEpoch = { epoch, testMse: 0.02 }
    await nextTick()
    return text?.value ?? ''
  }
  expect(await told(1, 0)).toContain('poch 1')
  expect(await told(2, 4000)).toContain('poch 1')
  expect(await told(3, 7000)).toContain('poch 3')
  vi.setSystemTime(Date.now() - 24 * 3600 * 1000)
  expect(await told(4, 11_000)).toContain('poch 4')
  vi.setSystemTime(Date.now() + 48 * 3600 * 1000)
  expect(await told(5, 1000)).toContain('poch 4')
})
