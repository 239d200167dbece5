/** A learner that runs op by op: the reference that the compiled ones must agree with, and the fallback where nothing compiles. */
import * as tf from '@tensorflow/tfjs-core'
import { imagePixels } from '@shared/domain/image'
import type { RunConfig } from '@shared/domain/runConfig'
import type { NamedArray } from '../archive'
import type { Backend } from '../backend'
import type { StateVariable } from '../compile/variables'
import { picturesOf } from '../data/fashionMnist'
import type { DataSet } from '../data/fashionMnist'
import { buildParts, evaluate } from './learner'
import type { Learner } from './learner'

type Columns = [Float32Array, Float32Array, Float32Array, Float32Array]

/** A step op by op takes tens of milliseconds. */
const capacity = 4

export function eagerLearner(config: RunConfig, backend: Backend, data: DataSet, reason: string): Learner {
  const { net, optimizer, step } = buildParts(config, backend)
  let runSeed = 0

  function pixels(indices: Int32Array): tf.Tensor2D {
    return tf.tidy(() => tf.div(tf.tensor2d(picturesOf(data, indices), [indices.length, imagePixels], 'int32'), 255))
  }

  function oneStep(indices: Int32Array, rate: number, index: number): number {
    return tf.tidy(() => step({
      x: pixels(indices), learningRate: tf.scalar(rate), seed: tf.scalar(runSeed, 'int32'), step: tf.scalar(index, 'int32'),
    }).dataSync()[0] ?? NaN)
  }

  return {
    executor: 'eager',
    reason,
    capacity,
    begin(seed, weights, slots = []) {
      runSeed = seed
      restore(net.weights, weights)
      restore(optimizer.slots, slots)
    },
    train(indices, rates, first) {
      const size = indices.length / rates.length
      let sum = 0
      let done = 0
      while (done < rates.length && Number.isFinite(sum)) {
        sum += oneStep(indices.subarray(done * size, (done + 1) * size), rates[done] ?? 0, first + done)
        done++
      }
      return { sum, done }
    },
    embed(indices) {
      const tensors = tf.tidy(() => evaluate(config, net, pixels(indices)))
      const [latents, errors, losses, kl] = tensors.map(tensor => tensor.dataSync().slice()) as Columns
      tf.dispose(tensors)
      return { latents, errors, losses, kl }
    },
    weights: () => net.weights.map(read),
    slots: () => optimizer.slots.map(read),
    dispose() {
      net.dispose()
      optimizer.dispose()
    },
  }
}

/** Sets each variable to the array of its name, or to zero where there is none. */
function restore(state: readonly StateVariable[], arrays: readonly NamedArray[]): void {
  for (const { name, variable } of state) {
    const found = arrays.find(array => array.name === name)
    tf.tidy(() => variable.assign(found ? tf.tensor(found.values, variable.shape) : tf.zerosLike(variable)))
  }
}

function read({ name, variable }: StateVariable): NamedArray {
  return { name, shape: variable.shape, values: variable.dataSync().slice() as Float32Array }
}
