/** A learner whose steps run inside TensorFlow, many a call: see docs/compiled-training.md. */
import { imagePixels } from '@shared/domain/image'
import type { RunConfig } from '@shared/domain/runConfig'
import type { NamedArray } from '../archive'
import type { Backend, NativeBackend } from '../backend'
import { compile } from '../compile/compile'
import type { Compiled, Executor } from '../compile/compile'
import type { StateVariable } from '../compile/variables'
import type { DataSet } from '../data/fashionMnist'
import { buildParts, embedRows, evaluate } from './learner'
import type { Learner } from './learner'

export type CompiledExecutor = Executor

/** A compiled learner before its executor is chosen. */
export interface CompiledLearner extends Omit<Learner, 'executor'> {
  executor: CompiledExecutor
}

/** Traces and loads; XLA compiles at the first call of `train`. E_UNSUPPORTED where a step cannot be traced. */
export function compileLearner(config: RunConfig, backend: Backend, native: NativeBackend, data: DataSet): CompiledLearner {
  const { compiled, weights, slots } = compileParts(config, backend, native, data)
  let runSeed = 0
  return {
    executor: 'graph',
    reason: '',
    capacity: compiled.capacity,
    begin(seed, initial, initialSlots = []) {
      runSeed = seed
      const given = new Map([...initial, ...initialSlots].map(array => [array.name, array.values]))
      compiled.write(new Map([
        ...weights.map(({ name, shape }) => [name, given.get(name) ?? missing(name, shape)] as const),
        ...slots.map(({ name, shape }) => [name, given.get(name) ?? new Float32Array(product(shape))] as const),
      ]))
    },
    train(indices, rates, first) {
      return compiled.train({ executor: this.executor, seed: runSeed, first, indices, rates })
    },
    embed(indices) {
      const [latents, errors, losses, kl] = compiled.map('embed', indices) as [Float32Array, Float32Array, Float32Array, Float32Array]
      return { latents, errors, losses, kl }
    },
    weights: () => arraysOf(compiled, weights),
    slots: () => arraysOf(compiled, slots),
    dispose: () => compiled.dispose(),
  }
}

function compileParts(config: RunConfig, backend: Backend, native: NativeBackend, data: DataSet) {
  const { net, optimizer, step } = buildParts(config, backend)
  try {
    const compiled = compile(native, step, {
      state: [...net.weights, ...optimizer.slots],
      data: { bytes: data.pixels, width: imagePixels },
      batchSize: config.batchSize,
      epochRows: data.sizes.train,
      maps: { embed: { state: net.weights, rows: embedRows, outputs: 4, map: x => evaluate(config, net, x) } },
    })
    return { compiled, weights: net.weights.map(named), slots: optimizer.slots.map(named) }
  } finally {
    // Only the trace needed them; from here on the session's variables hold the state.
    net.dispose()
    optimizer.dispose()
  }
}

type Named = Omit<NamedArray, 'values'>

function named({ name, variable: { shape } }: StateVariable): Named {
  return { name, shape }
}

function arraysOf(compiled: Compiled, arrays: readonly Named[]): NamedArray[] {
  const values = compiled.read(arrays.map(({ name }) => name))
  return arrays.map((array, i) => ({ ...array, values: values[i] as Float32Array }))
}

function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1)
}

function missing(name: string, shape: readonly number[]): never {
  throw new RangeError(`no initial value for ${name} (${shape.join(' × ')})`)
}
