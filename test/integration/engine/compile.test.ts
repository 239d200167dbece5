/** The compiler by itself: an ordinary tfjs step over variables, traced once and run in a loop. */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { NativeBackend } from '../../../src/main/engine/backend'
import { compile } from '../../../src/main/engine/compile/compile'
import type { Compilation, Executor } from '../../../src/main/engine/compile/compile'
import type { Step } from '../../../src/main/engine/compile/loop'
import { Program } from '../../../src/main/engine/compile/program'
import type { StateVariable } from '../../../src/main/engine/compile/variables'
import { makeLearner } from '../../../src/main/engine/model/chooseExecutor'
import { viewerOf } from '../../../src/main/engine/model/viewer'
import { aConfig, compiledExecutors, mean, relativeDistance, someImages, theBackend, weightsOf } from '../../support/engine'

// As if tanh were an op that nobody has entered in the table yet.
vi.mock(import('../../../src/main/engine/compile/outputs'), async (original) => {
  const { functionOutput } = await original()
  return { functionOutput: (op, ...rest) => functionOutput(op === 'Tanh' ? 'Hyperbolic' : op, ...rest) }
})

const capacity = 6
const batchSize = 2
/** Four rows of three bytes. */
const rows = Uint8Array.of(0, 51, 102, 153, 204, 255, 255, 0, 51, 102, 102, 102)
const order = Int32Array.of(2, 0, 1, 3, 3, 1, 0, 2, 1, 1, 2, 3)
const shape = { data: { bytes: rows, width: 3 }, batchSize, epochRows: order.length }

let native: NativeBackend
beforeAll(async () => {
  ({ native } = await theBackend())
})

function variable(name: string, values: number[]): StateVariable {
  return { name, variable: tf.tidy(() => tf.variable(tf.tensor1d(values))) }
}

/** Chunks of the four rows; `run` takes n steps and returns their sum and how many were done. */
function compiled(step: Step, state: readonly StateVariable[], executor: Executor = 'graph', more: Partial<Compilation> = {}) {
  const program = compile(native, step, { ...shape, state, ...more })
  program.write(new Map(state.map(({ name, variable: given }) => [name, given.dataSync() as Float32Array])))
  return {
    program,
    run(n: number, { rate = 0.1, first = 0, seed = 0 } = {}) {
      return program.train({ executor, seed, first, indices: order.subarray(0, n * batchSize), rates: new Float32Array(n).fill(rate) })
    },
  }
}

/** Linear regression to 1 by gradient descent: L = 1/B Σ (x·w − 1)². */
function regression(w: tf.Variable): Step {
  return ({ x, learningRate }) => {
    const { value, grads } = tf.variableGrads(() => tf.mean(tf.square(tf.sub(tf.dot(x, w), 1))) as tf.Scalar, [w])
    w.assign(tf.sub(w, tf.mul(learningRate, grads[w.name] as tf.Tensor)))
    return value
  }
}

/** The same in plain numbers: the losses of n steps, and the weights after them. */
function regressed(start: readonly number[], steps: number, rate: number) {
  let w = [...start]
  const losses: number[] = []
  for (let step = 0; step < steps; step++) {
    const chosen = order.subarray(step * batchSize, (step + 1) * batchSize)
    const batch = Array.from(chosen, row => Array.from(rows.subarray(3 * row, 3 * row + 3), byte => byte / 255))
    const errors = batch.map(x => x.reduce((sum, pixel, i) => sum + pixel * (w[i] ?? 0), -1))
    losses.push(mean(errors.map(e => e * e)))
    w = w.map((value, i) => value - rate * mean(batch.map((x, b) => 2 * (errors[b] ?? 0) * (x[i] ?? 0))))
  }
  return { losses, w }
}

describe.each(compiledExecutors)('a loop run by %s', (executor) => {
  const start = [0.5, -0.25, 1]

  it('takes as many steps as it is told, and computes what plain numbers do', () => {
    const w = variable('w', start)
    const { program, run } = compiled(regression(w.variable), [w], executor)
    for (const steps of [1, capacity, 3]) {
      program.write(new Map([['w', Float32Array.from(start)]]))
      const expected = regressed(start, steps, 0.1)
      const { sum, done } = run(steps)
      expect(done).toBe(steps)
      expect(sum).toBeCloseTo(expected.losses.reduce((a, b) => a + b), 5)
      expect(relativeDistance(program.read(['w'])[0] ?? [], expected.w)).toBeLessThan(1e-6)
    }
    program.dispose()
    w.variable.dispose()
  })

  it('ends at the first loss that is not finite, and tells which step it was', () => {
    const w = variable('w', [1, 1, 1])
    const { program, run } = compiled(({ x }) => {
      w.variable.assign(tf.mul(w.variable, 1e15))
      return tf.add(tf.mean(w.variable), tf.mul(tf.mean(x), 0)) as tf.Scalar // 1e15, 1e30, then infinite
    }, [w], executor)
    const { sum, done } = run(capacity)
    expect(sum).toBe(Infinity)
    expect(done).toBe(3)
    program.dispose()
    w.variable.dispose()
  })

  it('reads a variable before it assigns it, also a value that the old one has no part in', () => {
    const w = variable('w', [1, 2, 3])
    const { program, run } = compiled(({ learningRate, step }) => {
      const old = tf.sum(tf.exp(tf.neg(tf.exp(w.variable)))) // far from the variable, so that nothing else hurries the read
      w.variable.assign(tf.add(tf.mul(tf.ones([3]), learningRate), tf.cast(step, 'float32')))
      return old as tf.Scalar
    }, [w], executor)
    const loss = (values: readonly number[]) => values.reduce((sum, value) => sum + Math.exp(-Math.exp(value)), 0)
    const { sum } = run(3, { rate: 0.25 })
    expect(sum).toBeCloseTo(loss([1, 2, 3]) + loss([0.25, 0.25, 0.25]) + loss([1.25, 1.25, 1.25]), 5)
    expect(program.read(['w'])[0]).toEqual(Float32Array.of(2.25, 2.25, 2.25))
    program.dispose()
    w.variable.dispose()
  })

  it('trains the partial batch that is left at the end of an epoch', () => {
    const w = variable('w', start)
    const { program } = compiled(regression(w.variable), [w], executor, { epochRows: 11 })
    expect(program.capacity).toBe(5)
    const { sum, done } = program.train({ executor, seed: 0, first: 5, indices: Int32Array.of(3), rates: Float32Array.of(0.1) })
    const row = [...rows.subarray(9)].map(byte => byte / 255)
    const error = row.reduce((total, pixel, i) => total + pixel * (start[i] ?? 0), -1)
    expect(done).toBe(1)
    expect(sum).toBeCloseTo(error ** 2, 6)
    expect(relativeDistance(program.read(['w'])[0] ?? [], start.map((value, i) => value - 0.1 * 2 * error * (row[i] ?? 0)))).toBeLessThan(1e-6)
    program.dispose()
    w.variable.dispose()
  })

  it('takes 64 steps a call, or as many as an epoch has', () => {
    for (const [epochRows, capacity] of [[12, 6], [1000, 64], [1, 1]] as const) {
      const { program } = compiled(({ x }) => tf.mean(x), [], executor, { epochRows })
      expect(program.capacity).toBe(capacity)
      program.dispose()
    }
  })

  it('tells each step its number, its rate and the seed', () => {
    const { program, run } = compiled(({ learningRate, step, seed }) => tf.add(tf.mul(learningRate, 1000),
      tf.add(tf.cast(step, 'float32'), tf.mul(tf.cast(seed, 'float32'), 100))) as tf.Scalar, [], executor)
    expect(run(3, { rate: 2, first: 10, seed: 5 }).sum).toBe(3 * 2000 + (10 + 11 + 12) + 3 * 500)
    program.dispose()
  })
})

describe('tracing', () => {
  it('leaves the variables as they were', () => {
    const w = variable('w', [0.5, -0.25, 1])
    compiled(regression(w.variable), [w]).program.dispose()
    expect(w.variable.dataSync()).toEqual(Float32Array.of(0.5, -0.25, 1))
    w.variable.dispose()
  })

  it('maps rows of the data, too', () => {
    const w = variable('w', [1, 2, 3])
    const see = { state: [w], rows: 4, outputs: 2, map: (x: tf.Tensor2D) => [tf.mul(x, w.variable), tf.sum(x, 1)] }
    const { program } = compiled(({ x }) => tf.mean(x), [w], 'graph', { maps: { see } })
    const [products, sums] = program.map('see', Int32Array.of(2, 0))
    expect(relativeDistance(products ?? [], [1, 0, 0.6, 0, 0.4, 1.2])).toBeLessThan(1e-6)
    expect(relativeDistance(sums ?? [], [1.2, 0.6])).toBeLessThan(1e-6)
    program.dispose()
    w.variable.dispose()
  })

  it.each<[string, Step, number, number]>([
    ['the step', ({ x }) => tf.mean(x), 12, 1],
    ['a step with a convolution, which has a loop for each executor,', ({ x }) => tf.mean(tf.conv2d(tf.reshape(x, [x.shape[0], 3, 1, 1]) as tf.Tensor4D,
      tf.ones([3, 1, 1, 1]), 1, 'same')), 12, 1],
    ['the step, and once more for a partial batch,', ({ x }) => tf.mean(x), 13, 2],
  ])('runs %s once', (_, step, epochRows, times) => {
    const counted = vi.fn(step)
    compiled(counted, [], 'graph', { epochRows }).program.dispose()
    expect(counted).toHaveBeenCalledTimes(times)
  })

  it('keeps nothing of the arrays that a variable was set from: a step lets go of them on a thread that may not touch JavaScript', () => {
    const size = 4096
    const program = Program.load(native, [{ name: 'w', dtype: 'float32', shape: [size] }], [])
    // TensorFlow takes an array as it stands only where it lies well: with 64 of them some do.
    for (let i = 0; i < 64; i++) {
      const values = new Float32Array(size).fill(i + 1)
      program.write(new Map([['w', values]]))
      values.fill(-1)
      expect(program.read(['w'])[0]?.[0]).toBe(i + 1)
    }
    program.dispose()
  })

  it('says which variable or map is missing, and what does not fit', () => {
    const { program } = compiled(({ x }) => tf.mean(x), [])
    expect(() => program.read(['w'])).toThrow('no variable w')
    expect(() => program.map('look', Int32Array.of(0))).toThrow('no map look')
    expect(() => program.write(new Map([['data', rows.subarray(1)]]))).toThrow('data holds 12 numbers, not 11')
    program.dispose()
  })
})

describe('a step that cannot be compiled', () => {
  it('runs op by op instead, and the learner says why', async () => {
    const config = aConfig({ network: { activation: 'tanh' } })
    const data = await someImages()
    const learner = await makeLearner(config, await theBackend(), data, null, async () => undefined)
    expect(learner.executor).toBe('eager')
    expect(learner.reason).toContain('The op Hyperbolic cannot be compiled yet')
    learner.begin(1, weightsOf(config))
    expect(learner.train(Int32Array.from({ length: 32 }, (_, i) => i), Float32Array.of(0.001), 0).sum).toBeGreaterThan(0)
    learner.dispose()
  })

  it('is looked through op by op instead, with the same pictures', () => {
    const config = aConfig({ network: { activation: 'tanh' } })
    const points = Float32Array.from({ length: 6 }, Math.sin)
    const [compiled, plain] = [native, null].map((backend) => {
      const viewer = viewerOf(config.network, weightsOf(config), backend)
      const pictures = viewer.decode(points)
      viewer.dispose()
      return pictures
    })
    expect(compiled).toHaveLength(2 * 784)
    expect(compiled).toEqual(plain)
  })
})
