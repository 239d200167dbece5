import { describe, expect, it, vi } from 'vitest'
import { latest } from '../../../../src/renderer/composables/latest'

describe('the latest wish', () => {
  it('is served after the one under way; those between are dropped', async () => {
    const run = latest(() => undefined)
    const served: number[] = []
    let finish: () => void = () => undefined
    run(() => new Promise<void>((resolve) => {
      served.push(0)
      finish = resolve
    }))
    for (const n of [1, 2, 3]) run(() => Promise.resolve(served.push(n)))
    expect(served).toEqual([0])
    finish()
    await vi.waitFor(() => expect(served).toEqual([0, 3]))
  })

  it('is served even where the one before failed', async () => {
    const onError = vi.fn()
    const run = latest(onError)
    const served = vi.fn(() => Promise.resolve())
    run(() => Promise.reject(new Error('gone')))
    run(served)
    await vi.waitFor(() => expect(served).toHaveBeenCalledOnce())
    expect(onError).toHaveBeenCalledOnce()
  })
})
