/** The test of the GPU build waits for whoever computes, and says so. */
import { describe, expect, it, vi } from 'vitest'
import { testGpu } from '../../../../src/main/compute/gpuTest'
import { Paused } from '../../../../src/main/compute/gpu/paused'
import { aSelfTest, candidates } from '../../../support/gpu/probes'

const [cpu, gpu] = candidates as [typeof candidates[0], typeof candidates[0]]

function aGpuTest(isTraining: () => boolean, scripts: Parameters<typeof aSelfTest>[0] = {}) {
  const { test, reports } = aSelfTest(scripts, isTraining)
  const stop = new AbortController()
  const waits: boolean[] = []
  const result = testGpu(test, cpu, gpu, { signal: stop.signal, onWait: isWaiting => waits.push(isWaiting) })
  return { result, waits, stop, test, reports }
}

describe('the test of the GPU build', () => {
  it('is run at once where nothing computes', async () => {
    const { result, waits } = aGpuTest(() => false)
    expect(await result).toBeNull()
    expect(waits).toEqual([false, false])
  })

  it('waits for the end of a run, and is then run', async () => {
    let isTraining = true
    const { result, waits, reports } = aGpuTest(() => isTraining)
    await new Promise(resolve => setTimeout(resolve, 20))
    expect([waits, reports]).toEqual([[true], []])
    isTraining = false
    expect(await result).toBeNull()
    expect(waits).toEqual([true, false])
  })

  it('begins again after a run that made it stop', async () => {
    const { result, waits, reports } = aGpuTest(vi.fn(() => false).mockReturnValueOnce(false).mockReturnValueOnce(false).mockReturnValueOnce(false)
      .mockReturnValueOnce(true).mockReturnValueOnce(true).mockReturnValueOnce(true))
    expect(await result).toBeNull()
    expect(waits).toEqual([false, false, true, false])
    expect(reports.filter(({ state }) => state !== 'running').map(({ state }) => state)).toEqual(['cancelled', 'passed'])
  })

  it('waits no longer once it is paused, and tests nothing', async () => {
    const { result, stop, reports } = aGpuTest(() => true)
    stop.abort()
    await expect(result).rejects.toBeInstanceOf(Paused)
    expect(reports).toEqual([])
  })

  it('stopped by the user, is not tested', async () => {
    const { result, test } = aGpuTest(() => false, { 'tensorflow-cuda': { hang: true } })
    await new Promise(resolve => setTimeout(resolve, 5))
    test.cancel()
    expect(await result).toMatch(/not tested to the end: The self-test was stopped/)
  })
})
