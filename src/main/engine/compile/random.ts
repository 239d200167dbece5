/**
 * Randomness that may be compiled: a pure function of (seed, step, stream, position), the same bits op by op, in the graph executor, under XLA
 * and without TensorFlow. TensorFlow's own stateless ops would differ: XLA draws with another algorithm than the kernels do.
 *
 * Each number is a hash of its position: lowbias32 by Chris Wellons (bias 0.17, "Prospecting for Hash Functions", 2018), in int32 arithmetic,
 * with a key of two words. The hash h is a bijection, so with a = h(seed), k₀ = h(step + c·stream + a) and k₁ = h(k₀ + a) no two pairs
 * (seed, step) have the same key, and no two draws of a run (2²⁶ steps, eight streams) have even one word in common. One word would not do:
 * positions are added to it, so among the draws of ten thousand steps, thousands of pairs would overlap.
 */
import * as tf from '@tensorflow/tfjs-core'
import type { NativeBackend } from '../backend'
import type { Batch } from './loop'

/** What the draws of one step depend on; each use of it in a step has a stream of its own. */
export type RandomState = Pick<Batch, 'seed' | 'step'>

export interface RandomSource {
  /** Uniform in [0, 1), 24 bits. */
  uniform(shape: readonly number[], state: RandomState, stream: number): tf.Tensor
  /** Standard normal, by Box and Muller (1958); takes streams 2k and 2k + 1. */
  normal(shape: readonly number[], state: RandomState, stream: number): tf.Tensor
  /** Some values set to 0, each with probability `rate`; the others are not scaled up (divide by 1 − rate for tf.dropout). */
  dropout<T extends tf.Tensor>(x: T, rate: number, state: RandomState, stream: number): T
  /** x + σ·ε with standard normal ε. */
  gaussianNoise<T extends tf.Tensor>(x: T, sigma: number, state: RandomState, stream: number): T
  /** z = μ + σ·ε from μ and ln σ², so that gradients reach both (Kingma and Welling 2014, section 2.4). */
  reparameterise<T extends tf.Tensor>(mean: T, logVariance: T, state: RandomState, stream: number): T
}

/** The source for a backend; null stands for one without integer ops (WebAssembly), where steps run op by op and JavaScript may draw. */
export function randomSource(backend: NativeBackend | null): RandomSource {
  const uniform = backend ? uniformByOps(backend) : uniformByNumbers
  const normal: RandomSource['normal'] = (shape, state, stream) => tf.tidy(() => {
    const radius = tf.sqrt(tf.mul(-2, tf.log(tf.sub(1, uniform(shape, state, 2 * stream)))))
    return tf.mul(radius, tf.cos(tf.mul(2 * Math.PI, uniform(shape, state, 2 * stream + 1))))
  })
  return {
    uniform,
    normal,
    dropout: (x, rate, state, stream) => tf.tidy(() => tf.mul(x, tf.cast(tf.greaterEqual(uniform(x.shape, state, stream), rate), 'float32'))),
    gaussianNoise: (x, sigma, state, stream) => tf.tidy(() => tf.add(x, tf.mul(normal(x.shape, state, stream), sigma))),
    reparameterise: (mean, logVariance, state, stream) =>
      tf.tidy(() => tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), normal(mean.shape, state, stream)))),
  }
}

/** Multipliers of lowbias32, and what keeps positions and streams apart: 2³² over the golden ratio. */
const [m1, m2, golden] = [0x7FEB352D, 0x846CA68B, 0x9E3779B1] as const

function uniformByOps(backend: NativeBackend): RandomSource['uniform'] {
  const T = [{ name: 'T', type: backend.binding.TF_ATTR_TYPE, value: backend.binding.TF_INT32 }]
  const op = (name: string, a: tf.Tensor, b: number) => backend.executeSingleOutput(name, T, [a, tf.scalar(b | 0, 'int32')])
  const both = (name: string, a: tf.Tensor, b: tf.Tensor) => backend.executeSingleOutput(name, T, [a, b])
  // RightShift keeps the sign of an int32: the mask makes it the unsigned shift of the original.
  const shifted = (x: tf.Tensor, bits: number) => op('BitwiseAnd', op('RightShift', x, bits), 2 ** (32 - bits) - 1)
  const xorShift = (x: tf.Tensor, bits: number) => both('BitwiseXor', x, shifted(x, bits))
  const opened = (x: tf.Tensor) => op('Mul', xorShift(x, 16), m1)
  const closed = (x: tf.Tensor) => xorShift(op('Mul', xorShift(x, 15), m2), 16)
  const hash = (x: tf.Tensor) => closed(opened(x))

  return (shape, { seed, step }, stream) => tf.tidy(() => {
    const a = hash(seed)
    const k0 = hash(both('AddV2', op('AddV2', step, Math.imul(stream + 1, golden)), a))
    const k1 = hash(both('AddV2', k0, a))
    const position = op('Mul', tf.range(0, sizeOf(shape), 1, 'int32'), golden)
    const bits = closed(both('AddV2', opened(both('AddV2', position, k0)), k1))
    return tf.reshape(tf.mul(tf.cast(shifted(bits, 8), 'float32'), 2 ** -24), [...shape])
  })
}

function uniformByNumbers(shape: readonly number[], { seed, step }: RandomState, stream: number): tf.Tensor {
  const opened = (x: number) => Math.imul(x ^ x >>> 16, m1)
  const closed = (x: number) => {
    const y = Math.imul(x ^ x >>> 15, m2)
    return y ^ y >>> 16
  }
  const hash = (x: number) => closed(opened(x))
  const a = hash(seed.dataSync()[0] ?? 0)
  const k0 = hash((step.dataSync()[0] ?? 0) + Math.imul(stream + 1, golden) + a | 0)
  const k1 = hash(k0 + a | 0)
  const numbers = Float32Array.from({ length: sizeOf(shape) }, (_, i) => (closed(opened(Math.imul(i, golden) + k0 | 0) + k1 | 0) >>> 8) * 2 ** -24)
  return tf.tensor(numbers, [...shape])
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1)
}
