/** A learner whose steps run inside TensorFlow, many a call: see docs/compiled-training.md. */
import type * as tf from '@tensorflow/tfjs-core'
import { imagePixels } from '@shared/domain/image'
import type { RunConfig } from '@shared/domain/runConfig'
import type { NamedArray } from '../archive'
import type { Backend, NativeBackend } from '../backend'
import { traceLoop, traceMap } from '../compile/functions'
import type { StateVariable } from '../compile/functions'
import { Program } from '../compile/program'
import type { Resource } from '../compile/program'
import type { DataSet } from '../data/fashionMnist'
import { buildParts, embedRows, evaluate } from './learner'
import type { Learner } from './learner'

/** Enough for chunks of 20 to 40 ms on any device, and few enough that the indices of a call stay small. */
const mostStepsOfACall = 64

export type CompiledExecutor = 'xla' | 'graph'

/** A compiled learner before its executor is chosen. */
export interface CompiledLearner extends Omit<Learner, 'executor'> {
  executor: CompiledExecutor
}

/** Traces and loads; XLA compiles at the first call of `train`. E_UNSUPPORTED where a step cannot be traced. */
export function compileLearner(config: RunConfig, backend: Backend, native: NativeBackend, data: DataSet): CompiledLearner {
  const images: Resource = { name: 'data', dtype: 'uint8', shape: [data.pixels.length / imagePixels, imagePixels] }
  const { weights, slots, program, capacity } = buildProgram(config, backend, native, data, images)
  try {
    program.write(new Map([['data', data.pixels]]))
  } catch (error) {
    program.dispose()
    throw error
  }

  const { batchSize } = config
  let runSeed = 0
  return {
    executor: 'graph',
    reason: '',
    capacity,
    begin(seed, initial, initialSlots = []) {
      runSeed = seed
      const given = new Map([...initial, ...initialSlots].map(array => [array.name, array.values]))
      program.write(new Map([
        ...weights.map(({ name, shape }) => [name, given.get(name) ?? missing(name, shape)] as const),
        ...slots.map(({ name, shape }) => [name, given.get(name) ?? new Float32Array(product(shape))] as const),
      ]))
    },
    train(indices, rates, first) {
      const isTail = indices.length !== rates.length * batchSize
      const steps = isTail ? 1 : capacity
      const inputs = [Int32Array.of(rates.length), Int32Array.of(runSeed), Int32Array.of(first),
        isTail ? indices : padded(indices, capacity * batchSize), padded(rates, steps)]
      const [sum, done] = program.run(isTail ? 'tail' : this.executor, inputs)
      return { sum: sum?.[0] ?? NaN, done: done?.[0] ?? 0 }
    },
    embed(indices) {
      const count = indices.length
      const [latents, errors, losses, kl] = program.run('embed', [padded(indices, embedRows)]) as [Float32Array, Float32Array, Float32Array, Float32Array]
      return {
        latents: latents.subarray(0, count * config.network.latent),
        errors: errors.subarray(0, count),
        losses: losses.subarray(0, count),
        kl: kl.subarray(0, count),
      }
    },
    weights: () => readArrays(program, weights),
    slots: () => readArrays(program, slots),
    dispose: () => program.dispose(),
  }
}

function buildProgram(config: RunConfig, backend: Backend, native: NativeBackend, data: DataSet, images: Resource) {
  const { net, optimizer, step } = buildParts(config, backend)
  const state = [...net.weights, ...optimizer.slots]
  const stepsPerEpoch = Math.floor(data.sizes.train / config.batchSize)
  const capacity = Math.max(1, Math.min(mostStepsOfACall, stepsPerEpoch))
  const lowered = config.network.kind === 'convolutional'
  const loop = { state, data: images, batchSize: config.batchSize, capacity, step }
  const tail = data.sizes.train % config.batchSize
  try {
    const train = traceLoop(native, { ...loop, name: 'train' })
    const embed = traceMap(native, {
      name: 'embed', state: net.weights, data: images, outputs: 4,
      inputs: [{ name: 'rows', dtype: 'int32', shape: [embedRows] }],
      map: x => evaluate(config, net, x as tf.Tensor2D),
    })
    const program = Program.load(native, [images, ...state.map(resourceOf)], [
      { name: 'xla', traced: train, executor: 'xla' },
      { name: 'graph', traced: lowered ? traceLoop(native, { ...loop, name: 'lowered', lowered }) : train, executor: 'graph' },
      // One step an epoch is not worth a compilation of its own.
      ...tail > 0
        ? [{ name: 'tail', traced: traceLoop(native, { ...loop, name: 'last', batchSize: tail, capacity: 1, lowered }), executor: 'graph' as const }]
        : [],
      { name: 'embed', traced: embed, executor: 'graph' },
    ])
    return { program, capacity, weights: net.weights.map(resourceOf), slots: optimizer.slots.map(resourceOf) }
  } finally {
    // Only the trace needed them; from here on the session's variables hold the state.
    net.dispose()
    optimizer.dispose()
  }
}

function resourceOf({ name, variable }: StateVariable): Resource {
  return { name, dtype: 'float32', shape: variable.shape }
}

function readArrays(program: Program, resources: readonly Resource[]): NamedArray[] {
  if (resources.length === 0) return [] // plain SGD has no slots
  const values = program.read(resources.map(({ name }) => name))
  return resources.map(({ name, shape }, i) => ({ name, shape, values: values[i] as Float32Array }))
}

function padded<T extends Int32Array | Float32Array>(values: T, length: number): T {
  if (values.length === length) return values
  const whole = new (values.constructor as new (n: number) => T)(length)
  whole.set(values)
  return whole
}

function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1)
}

function missing(name: string, shape: readonly number[]): never {
  throw new RangeError(`no initial value for ${name} (${shape.join(' × ')})`)
}
