/** Ops of outputs.ts beyond those that the lab's own networks run: traced, by both executors, they give what they give op by op. */
import * as tf from '@tensorflow/tfjs-core'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import type { NativeBackend } from '../../../src/main/engine/backend'
import { Body } from '../../../src/main/engine/compile/body'
import { traceMap } from '../../../src/main/engine/compile/map'
import { Program } from '../../../src/main/engine/compile/program'
import { compiledExecutors, relativeDistance, theBackend } from '../../support/engine'

let native: NativeBackend
beforeAll(async () => {
  ({ native } = await theBackend())
})
afterEach(() => void vi.restoreAllMocks())

/** (2, 4, 4, 3), no two values alike: the largest of a window is one. */
const shape = [2, 4, 4, 3] as const
const values = Float32Array.from({ length: 96 }, (_, i) => Math.sin(1 + i * i) + i / 1000)
const weight = (x: tf.Tensor) => tf.mul(x, tf.reshape(tf.range(1, x.size + 1), x.shape))

type Made = (x: tf.Tensor4D) => readonly tf.Tensor[]

/** The gradient of a sum that treats no output alike. */
const gradient = (f: (x: tf.Tensor4D) => tf.Tensor): Made => x => [tf.grad(y => tf.sum(weight(f(y as tf.Tensor4D))))(x)]
const float = () => ({ name: 'T', type: native.binding.TF_ATTR_TYPE, value: native.binding.TF_FLOAT })
const one = (op: string, ...inputs: tf.Tensor[]) => native.executeSingleOutput(op, [float()], inputs)
const channels = (...numbers: [number, number, number]) => tf.tensor1d(numbers)
const whole = (x: tf.Tensor) => tf.cast(tf.round(tf.abs(x)), 'int32')

function batchNormV3(x: tf.Tensor, isTraining: boolean): tf.Tensor[] {
  const attributes = [
    float(), { name: 'U', type: native.binding.TF_ATTR_TYPE, value: native.binding.TF_FLOAT },
    { name: 'epsilon', type: native.binding.TF_ATTR_FLOAT, value: 1e-3 }, { name: 'is_training', type: native.binding.TF_ATTR_BOOL, value: isTraining },
    { name: 'data_format', type: native.binding.TF_ATTR_STRING, value: 'NHWC' },
  ]
  const [mean, variance] = isTraining ? [tf.zeros([0]), tf.zeros([0])] : [channels(0.1, 0.2, 0.3), channels(1, 2, 3)]
  return native.executeMultipleOutputs('FusedBatchNormV3', attributes, [x, channels(1, 2, 3), channels(4, 5, 6), mean, variance], 6)
}

function batchNormGradV3(x: tf.Tensor): tf.Tensor[] {
  const [, , , first, second, third] = batchNormV3(x, true) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]
  const attributes = [
    float(), { name: 'U', type: native.binding.TF_ATTR_TYPE, value: native.binding.TF_FLOAT },
    { name: 'epsilon', type: native.binding.TF_ATTR_FLOAT, value: 1e-3 }, { name: 'is_training', type: native.binding.TF_ATTR_BOOL, value: true },
    { name: 'data_format', type: native.binding.TF_ATTR_STRING, value: 'NHWC' },
  ]
  return native.executeMultipleOutputs('FusedBatchNormGradV3', attributes, [tf.cos(x), x, channels(1, 2, 3), first, second, third], 5)
}

const cases: readonly (readonly [string, readonly string[], Made])[] = [
  ['tf.maxPool', ['MaxPool'], x => [tf.maxPool(x, 2, 2, 'same'), tf.maxPool(x, [3, 2], 1, 'valid')]],
  ['the gradient of tf.maxPool', ['MaxPoolGrad'], gradient(x => tf.maxPool(x, 2, 2, 'same'))],
  ['tf.avgPool', ['AvgPool'], x => [tf.avgPool(x, 2, 2, 'same'), tf.avgPool(x, [3, 2], 1, 'valid')]],
  ['the gradient of tf.avgPool', ['AvgPoolGrad'], gradient(x => tf.avgPool(x, 3, 2, 'same'))],
  ['tf.softmax', ['Softmax'], x => [tf.softmax(x)]],
  ['the gradient of tf.softmax', ['Softmax'], gradient(x => tf.softmax(x))],
  ['tf.logSoftmax', [], x => [tf.logSoftmax(x)]],
  ['the gradient of tf.logSoftmax', [], gradient(x => tf.logSoftmax(x))],
  ['LogSoftmax itself', ['LogSoftmax'], x => [one('LogSoftmax', x)]],
  ['tf.selu', ['Selu'], x => [tf.selu(x)]],
  ['the gradient of tf.selu', [], gradient(x => tf.selu(x))],
  ['SeluGrad itself', ['SeluGrad'], x => [one('SeluGrad', tf.cos(x), tf.selu(x))]],
  ['tf.erf', ['Erf'], x => [tf.erf(x)]],
  ['the gradient of tf.erf', [], gradient(x => tf.erf(x))],
  ['tf.split', ['SplitV'], x => [...tf.split(x, 2, 1), ...tf.split(x, [1, 2], 3)]],
  ['the gradient of tf.split', ['SplitV'], gradient(x => tf.sub(...tf.split(x, 2, 1) as [tf.Tensor, tf.Tensor]))],
  ['Split itself', ['Split'], x => native.executeMultipleOutputs('Split', [float(), { name: 'num_split', type: native.binding.TF_ATTR_INT, value: 3 }],
    [tf.scalar(3, 'int32'), x], 3)],
  ['tf.unstack', ['Unpack'], x => tf.unstack(x, 3)],
  ['the gradient of tf.unstack', ['Unpack'], gradient(x => tf.unstack(x, 3)[1] as tf.Tensor)],
  ['tf.oneHot', ['OneHot'], x => [tf.cast(tf.oneHot(whole(x), 3, 2, -1), 'float32')]],
  ['tf.batchNorm', ['FusedBatchNorm'], x => [tf.batchNorm(x, channels(0.1, 0.2, 0.3), channels(1, 2, 3), channels(4, 5, 6), channels(7, 8, 9), 1e-3)]],
  ['the gradient of tf.batchNorm', [], gradient(x => tf.batchNorm(x, channels(0.1, 0.2, 0.3), channels(1, 2, 3), channels(4, 5, 6), channels(7, 8, 9)))],
  ['FusedBatchNormV3 itself, by given moments', ['FusedBatchNormV3'], x => batchNormV3(x, false).slice(0, 1)],
  ['FusedBatchNormV3 itself, by the batch\'s', ['FusedBatchNormV3'], x => batchNormV3(x, true).slice(0, 3)],
  ['FusedBatchNormGradV3 itself', ['FusedBatchNormGradV3'], x => batchNormGradV3(x).slice(0, 3)],
]

it.each(cases)('%s', (_, ops, made) => {
  const eager = tf.tidy(() => made(tf.tensor4d(values, [...shape])).map(y => y.dataSync().slice()))
  const recorded = vi.spyOn(Body.prototype, 'node')
  for (const executor of compiledExecutors) {
    const traced = traceMap(native, { name: 'f', state: [], inputs: [{ name: 'x', dtype: 'float32', shape }], outputs: eager.length, map: x => made(x as tf.Tensor4D) })
    const program = Program.load(native, [], [{ name: 'f', traced, executor }])
    program.run('f', [values]).forEach((ys, i) => expect(relativeDistance(ys, eager[i] ?? []), `output ${i} by ${executor}`).toBeLessThan(1e-5))
    program.dispose()
  }
  expect(recorded.mock.calls.map(([op]) => op)).toEqual(expect.arrayContaining([...ops]))
})
