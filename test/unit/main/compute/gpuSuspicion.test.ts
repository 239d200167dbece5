import { describe, expect, it, vi } from 'vitest'
import { gpuSuspicion } from '../../../../src/main/compute/gpuSuspicion'
import { reasonOf } from '../../../../src/main/compute/gpuTest'
import type { EngineState } from '../../../../src/shared/contract/main'
import type { SelfTestRow } from '../../../../src/shared/domain/compute'

const starting: EngineState = { kind: 'starting' }
const ready: EngineState = { kind: 'ready' }
const gone: EngineState = { kind: 'gone', message: 'The engine crashed (crashed, code 7). It is being restarted; your run is kept.', restarting: true }
const silent: EngineState = { kind: 'silent', message: 'The engine does not answer.' }

describe('the GPU build', () => {
  it.each<[string, boolean, EngineState[], number]>([
    ['is suspected where the engine crashes while loading it', true, [starting, gone], 1],
    ['is suspected where the engine falls silent while loading it', true, [starting, silent, gone], 1],
    ['is not suspected of what comes later', true, [starting, ready, silent, ready, gone], 0],
    ['is not suspected where it is not in use', false, [starting, gone], 0],
  ])('%s', (_name, isUsed, states, times) => {
    const setAside = vi.fn()
    const heed = gpuSuspicion(() => isUsed, setAside)
    states.forEach(heed)
    expect(setAside).toHaveBeenCalledTimes(times)
    if (times > 0) expect(setAside.mock.calls[0]?.[0]).toMatch(/did not start with the GPU build\. The engine [^.]*\.$/)
  })
})

describe('the test of the GPU build', () => {
  const row = (change: Partial<SelfTestRow>): SelfTestRow => ({
    backend: 'tensorflow-cuda', executor: 'xla', state: 'done', stepTime: 1, lossDifference: 0, stateDifference: 0, agrees: true, isReference: false, note: null, ...change,
  })
  const reference = row({ backend: 'tensorflow-cpu', isReference: true })

  it.each([
    ['passes where every row of it agrees', [reference, row({})], null],
    ['fails where one does not', [reference, row({}), row({ agrees: false, note: 'Other losses.' })], /did not pass its test\. Other losses\./],
    ['fails where it is its own reference', [row({ isReference: true })], /could not be loaded/],
    ['fails where nothing was tried', [reference], /could not be loaded/],
  ] as const)('%s', (_name, rows, reason) => {
    const told = reasonOf({ state: 'passed', message: null, rows: [...rows] })
    if (reason === null) expect(told).toBeNull()
    else expect(told).toMatch(reason)
  })

  it('has no verdict where it was stopped', () => {
    expect(reasonOf({ state: 'cancelled', message: 'A run began to train.', rows: [] })).toMatch(/not tested to the end: A run began/)
  })
})
