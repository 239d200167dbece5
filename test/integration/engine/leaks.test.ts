/** What is compiled, trained or looked at leaves nothing behind: tensors of tfjs, tensors of TensorFlow, its sessions, files. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { LabError } from '@shared/errors'
import { compile } from '../../../src/main/engine/compile/compile'
import type { Step } from '../../../src/main/engine/compile/loop'
import { Program } from '../../../src/main/engine/compile/program'
import type { DataSet } from '../../../src/main/engine/data/fashionMnist'
import { learnersOf } from '../../../src/main/engine/learners'
import { makeLearner } from '../../../src/main/engine/model/chooseExecutor'
import { viewerOf } from '../../../src/main/engine/model/viewer'
import { floorsOf } from '../../../src/main/engine/model/floors'
import { knnAccuracy } from '../../../src/main/engine/model/neighbours'
import { Control } from '../../../src/main/engine/model/control'
import { train } from '../../../src/main/engine/model/train'
import { aCompiledLearner, aConfig, aLearner, executors, someImages, theBackend, weightsOf } from '../../support/engine'

const config = aConfig({ network: { hidden: [] } })
const breathe = async () => undefined

let data: DataSet
const systemFolder = process.env['TMPDIR']
const folder = mkdtempSync(join(tmpdir(), 'latent-lab-leaks-'))
beforeAll(async () => {
  data = await someImages({ train: 70, test: 20 })
  process.env['TMPDIR'] = folder // other processes write into the common one
})
afterEach(() => void vi.restoreAllMocks())
afterAll(() => {
  if (systemFolder === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = systemFolder
  rmSync(folder, { recursive: true })
})

async function held() {
  const { native: { binding } } = await theBackend()
  return {
    tensors: tf.memory().numTensors, nativeTensors: binding.getNumOfTensors(), sessions: binding.getNumOfSavedModels(), files: readdirSync(folder),
  }
}

/** Does it once, for what is made once and kept; then again and again, and nothing may have been added. */
async function expectNothingLeft(times: number, work: () => unknown): Promise<void> {
  await work()
  const before = await held()
  for (let i = 0; i < times; i++) await work()
  expect(await held()).toEqual(before)
}

const rows = (count: number) => Int32Array.from({ length: count }, (_, i) => i)

/** What XLA and TensorFlow's allocator keep for good settles in the first cycles; a hundred programs that stayed would hold 300 MB. */
it('a hundred steps that are compiled, half of them by XLA, taken and disposed of leave nothing, and no memory', async () => {
  const { native } = await theBackend()
  const width = 512 * 1024
  const bytes = new Uint8Array(2 * width)
  const w = tf.variable(tf.tidy(() => tf.ones([width])))
  const step: Step = ({ x, learningRate }) => {
    w.assign(tf.sub(w, tf.mul(learningRate, w)))
    return tf.mean(tf.mul(x, w))
  }
  const cycle = (executor: 'xla' | 'graph') => {
    const compiled = compile(native, step, { state: [{ name: 'w', variable: w }], data: { bytes, width }, batchSize: 1, epochRows: 2 })
    compiled.write(new Map([['w', new Float32Array(width).fill(1)]]))
    const { done } = compiled.train({ executor, seed: 1, first: 0, indices: Int32Array.of(1, 0), rates: Float32Array.of(0.5, 0.5) })
    expect(done).toBe(2)
    compiled.dispose()
  }
  const both = () => {
    cycle('graph')
    cycle('xla')
  }
  for (let i = 0; i < 5; i++) both()
  const memory = process.memoryUsage().rss
  await expectNothingLeft(49, both)
  expect((process.memoryUsage().rss - memory) / 2 ** 20, 'MiB grown').toBeLessThan(64)
  w.dispose()
  expect((await held()).sessions).toBe(0)
}, 400_000)

it('learners that are compiled, used and disposed of leave nothing', async () => {
  await expectNothingLeft(5, async () => {
    const learner = await aCompiledLearner(config, data)
    learner.begin(1, weightsOf(config))
    learner.dispose()
  })
  expect((await held()).sessions).toBe(0)
})

it.each(executors)('a learner on %s holds nothing more after steps, evaluations and readings', async (executor) => {
  const learner = await aLearner(config, data, executor)
  await expectNothingLeft(20, () => {
    learner.begin(1, weightsOf(config))
    learner.train(rows(64), Float32Array.of(0.001, 0.001), 0)
    learner.train(rows(70).subarray(64), Float32Array.of(0.001), 2)
    learner.embed(rows(90))
    return [learner.weights(), learner.slots()]
  })
  learner.dispose()
  expect((await held()).sessions).toBe(0)
})

it.each(['graph', 'eager'] as const)('epochs of a run on %s leave nothing', async (executor) => {
  const learner = await aLearner(config, data, executor)
  const epochs = { ...config, epochs: 5 }
  await expectNothingLeft(2, async () => {
    const from = { epoch: 0, totalSteps: 0, weights: weightsOf(config), slots: [] }
    for await (const fact of train({ config: epochs, data, learner, control: new Control(0.001), from })) expect(fact.kind).not.toBe('diverged')
  })
  learner.dispose()
})

it.each([['TensorFlow', true], ['tfjs', false]] as const)('viewers by %s, made, asked, shown another epoch and disposed of leave nothing', async (_, compiled) => {
  const { native } = await theBackend()
  await expectNothingLeft(10, () => {
    const viewer = viewerOf(config.network, weightsOf(config), compiled ? native : null)
    viewer.decode(new Float32Array(3 * 65))
    viewer.show(weightsOf(aConfig({ network: { hidden: [] }, seed: 2 })))
    viewer.look(data.pixels.subarray(0, 784 * 3))
    viewer.dispose()
  })
})

it('a learner kept for the next run is freed for one of another shape, and at the end', async () => {
  const learners = learnersOf(await theBackend(), data)
  const before = await held()
  const first = await learners.take(config, 'graph', breathe)
  expect(await learners.take({ ...config, epochs: 7, seed: 9, learningRate: 0.1 }, 'graph', breathe)).toBe(first)
  expect(await learners.take(aConfig({ network: { hidden: [], latent: 2 } }), 'graph', breathe)).not.toBe(first)
  expect((await held()).sessions).toBe(before.sessions + 1)
  learners.dispose()
  expect(await held()).toEqual(before)
})

it.each([[3], [12]])('floors and neighbours in %i dimensions leave nothing', async (dimension) => {
  const { native } = await theBackend()
  const points = Float32Array.from({ length: 70 * dimension }, Math.sin)
  await expectNothingLeft(2, async () => {
    await floorsOf(native, data, breathe)(dimension)
    await knnAccuracy({ points, labels: data.labels.train }, { points, labels: data.labels.train }, dimension, breathe)
  })
})

it('a count of neighbours that is broken off leaves nothing', async () => {
  const points = Float32Array.from({ length: 70 * 12 }, Math.sin)
  await expectNothingLeft(2, async () => {
    const stop = async () => {
      throw new Error('stopped')
    }
    await expect(knnAccuracy({ points, labels: data.labels.train }, { points, labels: data.labels.train }, 12, stop)).rejects.toThrow('stopped')
  })
})

describe('what fails', () => {
  const fault = new LabError('E_MEMORY', 'The device ran out of memory.')
  const failing = () => {
    throw fault
  }

  /** The binding with one function that fails: its own properties cannot be written. */
  async function withBinding(name: 'runSavedModel' | 'tensorDataSync', fail: () => never, work: () => unknown): Promise<void> {
    const { native } = await theBackend()
    const { binding } = native
    native.binding = new Proxy({} as typeof binding, { get(_, key: keyof typeof binding) {
      const value: unknown = binding[key]
      if (key === name) return fail
      return typeof value === 'function' ? value.bind(binding) as unknown : value
    } })
    try {
      await work()
    } finally {
      native.binding = binding
    }
  }

  it.each(['run', 'write'] as const)('in Program.%s while a learner is made leaves nothing', async (method) => {
    const backend = await theBackend()
    vi.spyOn(Program.prototype, method).mockImplementation(failing)
    await expectNothingLeft(3, () => expect(makeLearner(config, backend, data, null, breathe)).rejects.toBe(fault))
  })

  it('because it was stopped while it compiled leaves nothing', async () => {
    const backend = await theBackend()
    const stopped = new Error('stopped')
    await expectNothingLeft(2, async () => expect(makeLearner(config, backend, data, 'graph', () => Promise.reject(stopped))).rejects.toBe(stopped))
  })

  it('in a viewer leaves nothing: the first write, or the graph', async () => {
    const { native } = await theBackend()
    vi.spyOn(Program.prototype, 'write').mockImplementation(failing)
    await expectNothingLeft(3, () => expect(() => viewerOf(config.network, weightsOf(config), native)).toThrow(fault))
    vi.spyOn(Program, 'load').mockImplementation(failing)
    await expectNothingLeft(3, () => expect(() => viewerOf(config.network, weightsOf(config), native)).toThrow(fault))
  })

  it.each(['run', 'read', 'write'] as const)('for want of memory in Program.%s says so', async (method) => {
    const learner = await aCompiledLearner(config, data)
    const ways = { run: () => learner.embed(rows(1)), read: () => learner.weights(), write: () => learner.begin(1, weightsOf(config)) }
    ways.write()
    await withBinding('runSavedModel', () => {
      throw new Error('OOM when allocating tensor with shape[64,128]')
    }, () => expect(ways[method]).toThrow(expect.objectContaining({ code: 'E_MEMORY' }) as Error))
    learner.dispose()
  })

  it('while results are read leaves nothing', async () => {
    const learner = await aCompiledLearner(config, data)
    learner.begin(1, weightsOf(config))
    await expectNothingLeft(3, () => withBinding('tensorDataSync', () => {
      throw new Error('broken')
    }, () => expect(() => learner.weights()).toThrow('broken')))
    learner.dispose()
  })
})
