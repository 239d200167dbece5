/** What a graph cannot repeat is refused while a step is recorded, by a sentence that names it, and leaves nothing behind. */
import * as tf from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LabError } from '@shared/errors'
import type { NativeBackend } from '../../../src/main/engine/backend'
import { compile } from '../../../src/main/engine/compile/compile'
import type { Step } from '../../../src/main/engine/compile/loop'
import type { StateVariable } from '../../../src/main/engine/compile/variables'
import { theBackend } from '../../support/engine'

/** Four rows of three bytes. */
const shape = { data: { bytes: new Uint8Array(12).fill(51), width: 3 }, batchSize: 2, epochRows: 4 }

let native: NativeBackend
let stranger: tf.Variable
beforeAll(async () => {
  ({ native } = await theBackend())
  stranger = tf.tidy(() => tf.variable(tf.add<tf.Scalar>(tf.scalar(1), 2), true, 'stranger')) // computed, so TensorFlow has it already
})
afterAll(() => stranger.dispose())

function variable(name: string, values: number[]): StateVariable {
  return { name, variable: tf.tidy(() => tf.variable(tf.tensor1d(values))) }
}

describe('a step', () => {
  const refused: readonly (readonly [string, Step, RegExp])[] = [
    ['draws normal numbers', ({ x }) => tf.mean(tf.add(x, tf.randomNormal(x.shape))), /tf\.randomNormal .*compile\/random\.ts \(.*gaussianNoise/],
    ['draws uniform numbers', ({ x }) => tf.mean(tf.add(x, tf.randomUniform(x.shape))), /tf\.randomUniform/],
    ['draws truncated normal numbers', ({ x }) => tf.mean(tf.add(x, tf.truncatedNormal(x.shape))), /tf\.truncatedNormal/],
    ['draws gamma numbers', ({ x }) => tf.mean(tf.add(x, tf.randomGamma(x.shape, 1))), /tf\.randomGamma/],
    ['draws whole numbers', ({ x }) => tf.mean(tf.add(x, tf.randomUniformInt(x.shape, 0, 9))), /tf\.randomUniformInt/],
    ['draws standard normal numbers', ({ x }) => tf.mean(tf.add(x, tf.randomStandardNormal(x.shape))), /tf\.randomStandardNormal/],
    ['draws by a function', ({ x }) => tf.mean(tf.add(x, tf.rand(x.shape, () => 0.5))), /tf\.rand /],
    ['draws classes', ({ x }) => tf.mean(tf.add(x, tf.sum(tf.multinomial(tf.ones([2]) as tf.Tensor1D, 1)))), /tf\.multinomial/],
    ['drops out', ({ x }) => tf.mean(tf.dropout(x, 0.5)), /tf\.dropout .*\(.*dropout/],
    ['reads values', ({ x }) => tf.scalar(tf.mean(x).dataSync()[0] ?? 0), /reads a tensor's values/],
    ['uses a tensor of before', () => tf.mean(tf.exp(kept)), /feeds Exp with a tensor made before/],
    ['returns a tensor of before', () => kept as tf.Scalar, /made before the step/],
    ['uses an op of which the table knows nothing', ({ x }) => tf.mean(tf.atan(x)), /The op Atan cannot be compiled yet/],
    ['makes a tensor of words', ({ x }) => {
      native.executeSingleOutput('StringLength', [], [tf.tensor1d(['a', 'word'])])
      return tf.mean(x)
    }, /a tensor of TensorFlow's type 7/],
    ['makes a complex number', ({ x }) => tf.mean(tf.add(x, tf.real(tf.complex([1], [2])))), /cannot be compiled/],
    ['has an op with an attribute of another kind', ({ x }) => native.executeSingleOutput('Neg', [{ name: 'T', type: native.binding.TF_ATTR_FLOAT, value: [1] }], [x]) as tf.Scalar,
      /The attribute T of Neg is of a kind that cannot be compiled/],
    ['makes a variable', ({ x }) => tf.mean(tf.add(x, tf.variable(tf.scalar(1)))), /The step makes a variable/],
    ['assigns a variable that is not in its state', ({ x }) => {
      stranger.assign(tf.add(stranger, 1))
      return tf.mean(x)
    }, /feeds Add with a tensor made before the step/],
    ['assigns a variable that is not in its state, and reads none', ({ x }) => {
      stranger.assign(tf.mean(x))
      return tf.mean(x)
    }, /assigns the variable stranger, which is not in the state/],
  ]
  let kept: tf.Tensor

  it.each(refused)('because it %s: is refused in words, and leaves nothing behind', (_, step, words) => {
    kept = tf.tidy(() => tf.add(tf.ones([3, 1]), 1))
    kept.dataSync()
    const w = variable('w', [1, 2, 3])
    const moving: Step = (batch) => {
      w.variable.assign(tf.mul(w.variable, 2))
      return step(batch)
    }
    const { binding } = native
    w.variable.dataSync()
    const before = [tf.memory().numTensors, binding.getNumOfTensors()]
    const error = reasonOf(() => compile(native, moving, { ...shape, state: [w] }))
    expect(error).toBeInstanceOf(LabError)
    expect(error).toMatchObject({ code: 'E_UNSUPPORTED', message: expect.stringMatching(words) as string })
    expect(native.binding).toBe(binding)
    expect(w.variable.dataSync()).toEqual(Float32Array.of(1, 2, 3))
    expect([tf.memory().numTensors, binding.getNumOfTensors()]).toEqual(before)
    expect(() => tf.tidy(() => tf.randomNormal([2]))).not.toThrow()
    tf.dispose([kept, w.variable])
  })

  /** TensorFlow has not heard of such a tensor yet: it must not take it for a constant of the step's own. */
  it.each<[string, (given: tf.Tensor, w: tf.Variable) => Step, RegExp]>([
    ['uses', given => () => tf.mean(tf.exp(given)), /feeds Exp with a tensor made before/],
    ['uses another shape of', given => ({ x }) => tf.mean(tf.add(x, tf.reshape(given, [1, 3]))), /with a tensor made before/],
    ['returns', given => () => given as tf.Scalar, /made before the step/],
    ['assigns', (given, w) => ({ x }) => {
      w.assign(given)
      return tf.mean(x)
    }, /made before the step/],
  ])('because it %s a tensor of before that nothing has used: is refused in words', (_, stepOf, words) => {
    const given = tf.tensor1d([1, 2, 3])
    const w = variable('w', [4, 5, 6])
    const before = tf.memory().numTensors
    const methods = [native.move, native.getInputTensorIds]
    const error = reasonOf(() => compile(native, stepOf(given, w.variable), { ...shape, state: [w] }))
    expect(error).toMatchObject({ code: 'E_UNSUPPORTED', message: expect.stringMatching(words) as string })
    expect([native.move, native.getInputTensorIds]).toEqual(methods)
    expect(tf.memory().numTensors).toBe(before)
    expect([...w.variable.dataSync(), ...given.dataSync()]).toEqual([4, 5, 6, 1, 2, 3])
    tf.dispose([given, w.variable])
  })
})

describe.each(['sgd', 'momentum', 'rmsprop', 'adam', 'adamax', 'adagrad', 'adadelta'] as const)('tf.train.%s', (name) => {
  const make = () => (tf.train[name] as typeof tf.train.momentum)(0.1, 0.9)
  const refused = { code: 'E_UNSUPPORTED', message: expect.stringMatching(`^tf\\.train\\.${name} cannot be compiled: its rate is a number`) as string }
  const loss = (x: tf.Tensor2D, w: tf.Variable) => tf.mean(tf.square(tf.sub(x, w))) as tf.Scalar

  it('is refused in a step, new or used before, whoever takes its gradients', () => {
    const w = variable('w', [1, 2, 3])
    const used = make()
    const x = tf.ones([2, 3]) as tf.Tensor2D
    used.minimize(() => loss(x, w.variable), false, [w.variable])
    const after = w.variable.dataSync().slice()
    const before = tf.memory().numTensors
    const steps: Step[] = [
      batch => used.minimize(() => loss(batch.x, w.variable), true, [w.variable]) as tf.Scalar,
      (batch) => {
        const { value, grads } = tf.variableGrads(() => loss(batch.x, w.variable), [w.variable])
        used.applyGradients(grads as Record<string, tf.Variable>)
        return value
      },
      batch => make().minimize(() => loss(batch.x, w.variable), true, [w.variable]) as tf.Scalar,
    ]
    for (const step of steps) {
      expect(reasonOf(() => compile(native, step, { ...shape, state: [w] }))).toMatchObject(refused)
      expect(tf.memory().numTensors).toBe(before)
      expect(w.variable.dataSync()).toEqual(after)
    }
    used.minimize(() => loss(x, w.variable), false, [w.variable])
    expect(w.variable.dataSync(), 'op by op it goes on').not.toEqual(after)
    used.dispose()
    tf.dispose([x, w.variable])
  })
})

function reasonOf(action: () => unknown): unknown {
  try {
    return action()
  } catch (error) {
    return error
  }
}
