/**
 * A `tf.function` for tfjs in Node: `compile` takes an ordinary training step over variables and answers something that takes many of them
 * in one call, inside TensorFlow. docs/compiled-training.md tells how.
 */
import type * as tf from '@tensorflow/tfjs-core'
import { LabError } from '@shared/errors'
import type { NativeBackend } from '../backend'
import { loopOver, traceStep } from './loop'
import type { Step } from './loop'
import { traceMap } from './map'
import { Program } from './program'
import type { Entry, Resource, Values } from './program'
import type { StateVariable } from './variables'

/** Enough for chunks of 20 to 40 ms on any device, and few enough that the indices of a call stay small. */
const mostStepsOfACall = 64

export type Executor = 'xla' | 'graph'

export interface Compilation {
  /** Every variable that the step reads or moves. Needed until `compile` returns: after it, the session has its own. */
  readonly state: readonly StateVariable[]
  /** Rows of bytes, which stay on the device; a step sees some of them as floats from 0 to 1. */
  readonly data: { readonly bytes: Uint8Array, readonly width: number }
  readonly batchSize: number
  /** How many rows an epoch has: what is left of them after whole batches is the epoch's last, partial batch. */
  readonly epochRows: number
  /** Code without side effects over rows of the data, by name. */
  readonly maps?: Readonly<Record<string, RowMap>>
}

export interface RowMap {
  /** The variables that it reads. */
  readonly state: readonly StateVariable[]
  /** The most rows of one call. */
  readonly rows: number
  readonly outputs: number
  /** (rows, width) to tensors whose first dimension is the rows. */
  readonly map: (x: tf.Tensor2D) => readonly tf.Tensor[]
}

/** Steps to take: one a rate, on rows `indices` in order. Full batches, or the partial batch of the epoch's end alone. */
export interface Chunk {
  readonly executor: Executor
  readonly seed: number
  /** Steps of the run before these. */
  readonly first: number
  readonly indices: Int32Array
  readonly rates: Float32Array
}

export interface Compiled {
  /** The most full batches of one chunk. */
  readonly capacity: number
  /** XLA compiles when a chunk first wants it. `done` is less than asked for where a loss was not finite: that one was the last. */
  train(chunk: Chunk): { readonly sum: number, readonly done: number }
  /** Rows of the data through a map: an array an output. */
  map(name: string, indices: Int32Array): Float32Array[]
  /** Sets variables, by name: all of the state before the first step. */
  write(values: ReadonlyMap<string, Values>): void
  /** Variables as they are after the last chunk. */
  read(names: readonly string[]): Float32Array[]
  dispose(): void
}

/** Traces and loads. E_UNSUPPORTED, with a sentence, where the step or a map cannot be traced. The variables of `state` stay as they were. */
export function compile(backend: NativeBackend, step: Step, { state, data, batchSize, epochRows, maps = {} }: Compilation): Compiled {
  const images: Resource = { name: 'data', dtype: 'uint8', shape: [data.bytes.length / data.width, data.width] }
  const capacity = Math.max(1, Math.min(mostStepsOfACall, Math.floor(epochRows / batchSize)))
  const program = Program.load(backend, [images, ...state.map(resourceOf)], [
    ...fullBatches(backend, { name: 'full', state, data: images, batchSize, step }, capacity),
    ...epochRows % batchSize > 0 ? [partialBatch(backend, { name: 'partial', state, data: images, batchSize: epochRows % batchSize, step })] : [],
    ...Object.entries(maps).map(([name, map]) => mapEntry(backend, name, images, map)),
  ])
  try {
    program.write(new Map([[images.name, data.bytes]]))
  } catch (error) {
    program.dispose()
    throw error
  }
  return {
    capacity,
    train({ executor, seed, first, indices, rates }) {
      const isPartial = indices.length !== rates.length * batchSize
      const [sum, done] = program.run(isPartial ? 'partial' : executor, [
        Int32Array.of(rates.length), Int32Array.of(seed), Int32Array.of(first),
        isPartial ? indices : padded(indices, capacity * batchSize), padded(rates, isPartial ? 1 : capacity),
      ])
      return { sum: sum?.[0] ?? NaN, done: done?.[0] ?? 0 }
    },
    map(name, indices) {
      const { rows } = maps[name] ?? missing(name)
      return program.run(name, [padded(indices, rows)]).map(values => (values as Float32Array).subarray(0, values.length / rows * indices.length))
    },
    write: values => program.write(values),
    read: names => program.read(names),
    dispose: () => program.dispose(),
  }
}

/** Both ways to run full batches. Only what is around the step differs, so it is traced once. */
function fullBatches(backend: NativeBackend, spec: Parameters<typeof traceStep>[1], capacity: number): Entry[] {
  const step = traceStep(backend, spec)
  const loop = loopOver(step, { name: 'loop', capacity })
  return [
    { name: 'xla', traced: loop, executor: 'xla' },
    { name: 'graph', traced: step.convolves ? loopOver(step, { name: 'lowered', capacity, lowered: true }) : loop, executor: 'graph' },
  ]
}

/** Another shape, so another trace. One step an epoch is not worth a compilation by XLA. */
function partialBatch(backend: NativeBackend, spec: Parameters<typeof traceStep>[1]): Entry {
  const step = traceStep(backend, spec)
  return { name: 'partial', traced: loopOver(step, { name: 'last', capacity: 1, lowered: step.convolves }), executor: 'graph' }
}

function mapEntry(backend: NativeBackend, name: string, data: Resource, { state, rows, outputs, map }: RowMap): Entry {
  const inputs = [{ name: 'rows', dtype: 'int32', shape: [rows] }] as const
  return { name, executor: 'graph', traced: traceMap(backend, { name: `${name}_map`, state, data, inputs, outputs, map: x => map(x as tf.Tensor2D) }) }
}

function resourceOf({ name, variable }: StateVariable): Resource {
  return { name, dtype: 'float32', shape: variable.shape }
}

function padded<T extends Int32Array | Float32Array>(values: T, length: number): T {
  if (values.length === length) return values
  const whole = new (values.constructor as new (n: number) => T)(length)
  whole.set(values)
  return whole
}

function missing(name: string): never {
  throw new LabError('E_INTERNAL', `There is no map ${name} among what was compiled.`)
}
