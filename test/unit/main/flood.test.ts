import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { firstOfFlood } from '../../../src/main/flood'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

it('does it once for a flood, and again for what comes after a silence', () => {
  const act = vi.fn()
  const heed = firstOfFlood(act)
  for (let n = 0; n < 100; n++) {
    heed()
    vi.advanceTimersByTime(20)
  }
  expect(act).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1001)
  heed()
  expect(act).toHaveBeenCalledTimes(2)
})
