/** Which executor a run gets: the faster one, XLA where it is a tie, and whatever works where one does not. Times are made up; all else is real. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { LabError } from '@shared/errors'
import { Program } from '../../../src/main/engine/compile/program'
import { learnersOf } from '../../../src/main/engine/learners'
import { makeLearner } from '../../../src/main/engine/model/chooseExecutor'
import { begunWith, executorOf } from '../../../src/main/engine/model/wanted'
import type { Wanted } from '../../../src/main/engine/model/wanted'
import { aConfig, greatestDistance, someImages, theBackend, weightsOf } from '../../support/engine'
import type { DataSet } from '../../../src/main/engine/data/fashionMnist'

const config = aConfig({ network: { hidden: [] } })
const breathe = async () => undefined

afterEach(() => void vi.restoreAllMocks())

/** Milliseconds that a step of each is to take, or the error that it ends in. */
type Race = Readonly<Record<'xla' | 'graph', number | Error>>

/** Every call of a training entry takes its time, or fails; how many steps each was given. */
function stage(race: Race) {
  const calls: { readonly name: string, readonly steps: number }[] = []
  vi.spyOn(Program.prototype, 'run').mockImplementation((name, inputs) => {
    const result = race[name as keyof Race]
    if (result instanceof Error) throw result
    const steps = inputs[0]?.[0] ?? 0
    calls.push({ name, steps })
    const until = performance.now() + result * steps
    while (performance.now() < until); // as native code does, which blocks
    return [Float32Array.of(1), Int32Array.of(steps)]
  })
  return calls
}

async function choose(race: Race, settings = config, data?: DataSet, wanted: Wanted | null = null) {
  const calls = stage(race)
  const learner = await makeLearner(settings, await theBackend(), data ?? await someImages({ train: 200, test: 1 }), wanted, breathe)
  const { executor, reason } = learner
  learner.dispose()
  return { executor, reason, calls }
}

describe('the executor', () => {
  it.each<[string, Race, 'xla' | 'graph']>([
    ['XLA where it is faster', { xla: 1, graph: 4 }, 'xla'],
    ['the graph executor where that is clearly faster', { xla: 4, graph: 1 }, 'graph'],
    ['XLA where noise alone could decide', { xla: 3, graph: 2.8 }, 'xla'],
  ])('is %s', async (_, race, expected) => {
    const { executor, reason } = await choose(race)
    expect(executor).toBe(expected)
    expect(reason).toMatch(/^A step took \d+\.\d\d ms under XLA and \d+\.\d\d ms in the graph executor\.$/)
  })

  it('is found out with steps that the data have images for, several at once where they are quick', async () => {
    const { calls } = await choose({ xla: 0.5, graph: 0.5 })
    expect(Math.max(...calls.map(({ steps }) => steps))).toBeGreaterThan(1)
    expect(Math.max(...calls.map(({ steps }) => steps))).toBeLessThanOrEqual(Math.floor(200 / 32))
    expect(new Set(calls.map(({ name }) => name))).toEqual(new Set(['xla', 'graph']))
  })

  it('is the graph executor where XLA cannot compile the step', async () => {
    const refusing = { xla: new Error('not implemented\nat node 7'), graph: 1 }
    expect(await choose(refusing)).toMatchObject({ executor: 'graph', reason: 'XLA cannot compile it: not implemented.' })
  })

  it('is none where memory runs out, or where the step cannot run at all', async () => {
    const memory = new LabError('E_MEMORY', 'The device ran out of memory.')
    await expect(choose({ xla: memory, graph: 1 })).rejects.toBe(memory)
    const fault = new Error('no kernel')
    await expect(choose({ xla: 1, graph: fault })).rejects.toBe(fault)
  })
})

describe('an executor that is wanted', () => {
  it.each<[Wanted, string]>([
    ['xla', 'It was asked for.'], ['graph', 'It was asked for.'], [{ begun: 'xla' }, 'The run began with it.'], [{ begun: 'graph' }, 'The run began with it.'],
  ])('%j has compiled before the run trains, the other one never does', async (wanted, reason) => {
    const { calls, ...found } = await choose({ xla: 1, graph: 1 }, config, undefined, wanted)
    expect(found).toEqual({ executor: executorOf(wanted), reason })
    expect(new Set(calls.map(({ name }) => name))).toEqual(new Set([executorOf(wanted)]))
  })

  it('is the graph executor where the run began with XLA, which cannot compile it here', async () => {
    const { calls, ...found } = await choose({ xla: new Error('unsupported op'), graph: 1 }, config, undefined, { begun: 'xla' })
    expect(found).toEqual({ executor: 'graph', reason: 'XLA cannot compile it: unsupported op.' })
    expect(calls.length).toBeGreaterThan(0)
  })

  it('is none where the run had no choice, and the one that it began with otherwise', () => {
    const native = { library: 'TensorFlow 2.21.0' }
    const wasm = { library: 'TensorFlow.js WebAssembly 4.22.0' }
    expect(begunWith({ executor: 'eager', versions: wasm })).toBeNull()
    expect(begunWith({ executor: null, versions: native })).toBeNull()
    expect(begunWith({ executor: 'eager', versions: native })).toEqual({ begun: 'eager' })
    expect(begunWith({ executor: 'xla', versions: {} })).toEqual({ begun: 'xla' })
  })
})

describe('the next run of the same shape', () => {
  it('goes on with what is compiled, where it wants the same executor or none', async () => {
    stage({ xla: 1, graph: 4 })
    const learners = learnersOf(await theBackend(), await someImages({ train: 200, test: 1 }))
    const first = await learners.take(config, null, breathe)
    const { reason } = first
    expect(await learners.take(config, { begun: 'xla' }, breathe)).toBe(first)
    expect(first.reason).toBe('The run began with it.')
    expect(await learners.take(config, null, breathe)).toBe(first)
    expect(first.reason).toBe(reason)
    const other = await learners.take(config, { begun: 'graph' }, breathe)
    expect(other).not.toBe(first)
    expect(other.executor).toBe('graph')
    // Nobody has found out yet which one is faster.
    expect((await learners.take(config, null, breathe)).executor).toBe('xla')
    learners.dispose()
  })
})

describe('data with less than one whole batch', () => {
  it('need no race, and are trained as one partial batch', async () => {
    const data = await someImages({ train: 20, test: 2 })
    const { executor, reason, calls } = await choose({ xla: new Error('must not run'), graph: new Error('must not run') }, config, data)
    expect([executor, calls]).toEqual(['graph', []])
    expect(reason).toContain('a single partial batch')
  })

  it('give the step that op by op gives', async () => {
    const data = await someImages({ train: 20, test: 2 })
    const plain = { ...config, optimizer: { kind: 'sgd', momentum: 0 } as const } // Adam's first step would be the sign of the smallest gradients
    const all = Int32Array.from({ length: 20 }, (_, i) => i)
    const [compiled, eager] = await Promise.all([null, 'eager' as const].map(async (wanted) => {
      const learner = await makeLearner(plain, await theBackend(), data, wanted, breathe)
      learner.begin(1, weightsOf(plain))
      const { sum, done } = learner.train(all, Float32Array.of(0.1), 0)
      const weights = learner.weights()
      learner.dispose()
      return { sum, done, weights }
    }))
    expect(compiled?.done).toBe(1)
    expect(Math.abs((compiled?.sum ?? NaN) / (eager?.sum ?? NaN) - 1)).toBeLessThan(1e-5)
    expect(greatestDistance(compiled?.weights ?? [], eager?.weights ?? [])).toBeLessThan(1e-5)
  })
})
