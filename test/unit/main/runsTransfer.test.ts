import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Transfer } from '../../../src/shared/contract/main'
import { openTransfers } from '../../../src/main/runsTransfer'
import type { Watch } from '../../../src/main/storage/meter'

const about = { kind: 'export', file: 'my.run.tar' } as const

/** A copy of so many steps of 50 ms. */
function copyOf(steps: number, onUndone = () => undefined) {
  return async ({ onProgress, signal }: Watch) => {
    for (let step = 1; step <= steps; step++) {
      await new Promise(resolve => setTimeout(resolve, 50))
      onProgress(step / steps)
      if (signal.aborted) onUndone()
      signal.throwIfAborted()
    }
    return 'done'
  }
}

describe('a run on its way to or from a file', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
  afterEach(() => void vi.useRealTimers())

  it('is not spoken of where it is quick', async () => {
    const told = vi.fn()
    const copy = openTransfers(told).run(about, copyOf(4))
    await vi.advanceTimersByTimeAsync(200)
    expect(await copy).toBe('done')
    expect(told).not.toHaveBeenCalled()
  })

  it('is told of ten times a second where it takes long, and its end is told', async () => {
    const told: (Transfer | null)[] = []
    const copy = openTransfers(transfer => void told.push(transfer)).run(about, copyOf(20))
    await vi.advanceTimersByTimeAsync(1000)
    expect(await copy).toBe('done')
    expect(told[0]).toEqual({ ...about, share: 0.25 })
    expect(told.map(transfer => transfer?.share)).toEqual([0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95, undefined])
    expect(told.at(-1)).toBeNull()
  })

  it('that is cancelled answers nothing, and is no fault; another may begin', async () => {
    const undone = vi.fn()
    const transfers = openTransfers(() => undefined)
    const copy = transfers.run(about, copyOf(20, undone))
    await vi.advanceTimersByTimeAsync(300)
    transfers.cancel()
    await vi.advanceTimersByTimeAsync(100)
    expect(await copy).toBeNull()
    expect(undone).toHaveBeenCalledOnce()
    const next = transfers.run(about, copyOf(1))
    await vi.advanceTimersByTimeAsync(50)
    expect(await next).toBe('done')
  })

  it('is the only one', async () => {
    const transfers = openTransfers(() => undefined)
    const copy = transfers.run(about, copyOf(2))
    expect(() => transfers.run(about, copyOf(2))).toThrow(expect.objectContaining({ code: 'E_BUSY' }) as Error)
    await vi.advanceTimersByTimeAsync(100)
    await copy
  })

  it('whose fault is its own tells it, and that it is over', async () => {
    const told: (Transfer | null)[] = []
    const transfers = openTransfers(transfer => void told.push(transfer))
    const copy = transfers.run(about, async (watch) => {
      await copyOf(10)(watch)
      throw new Error('the disk is gone')
    }).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(500)
    expect(await copy).toMatchObject({ message: 'the disk is gone' })
    expect(told.at(-1)).toBeNull()
  })

  it('is broken off by a quit, which waits until it is undone', async () => {
    const undone = vi.fn()
    const transfers = openTransfers(() => undefined)
    const copy = transfers.run(about, copyOf(100, undone))
    const closed = transfers.close().then(() => expect(undone).toHaveBeenCalledOnce())
    await vi.advanceTimersByTimeAsync(100)
    await closed
    expect(await copy).toBeNull()
  })
})
