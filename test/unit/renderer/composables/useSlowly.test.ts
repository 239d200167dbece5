import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { useSlowly } from '../../../../src/renderer/composables/useSlowly'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it('shows a value that changes all the time now and then, and always its last state', async () => {
  const fast = ref(0)
  const seen = new Set<number>()
  const scope = effectScope()
  const slow = scope.run(() => useSlowly(() => fast.value, 400))
  for (let time = 0; time < 2000; time += 20) {
    fast.value++
    await nextTick()
    vi.advanceTimersByTime(20)
    seen.add(slow?.value ?? NaN)
  }
  expect(seen.size).toBeLessThanOrEqual(6)
  expect(seen.size).toBeGreaterThanOrEqual(4)
  vi.advanceTimersByTime(400)
  expect(slow?.value).toBe(100)
  scope.stop()
  fast.value++
  await nextTick()
  vi.advanceTimersByTime(400)
  expect(slow?.value).toBe(100)
})
