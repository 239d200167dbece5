/** From tfjs code to functions of a TensorFlow graph: a training loop, and a mapping from inputs to outputs. */
import * as tf from '@tensorflow/tfjs-core'
import type { NativeBackend } from '../backend'
import { Body } from './body'
import type { Ref } from './body'
import type { Input, Resource, Traced } from './program'
import { attr, functionDef } from './proto'
import type { Arg } from './proto'
import { nativeId, record } from './recorder'
import type { Trace } from './recorder'

/** A variable that the code reads or assigns, and the name of the session's variable that stands for it. */
export interface StateVariable {
  readonly name: string
  readonly variable: tf.Variable
}

/** One training step's inputs. */
export interface Batch {
  /** Pixels from 0 to 1, (B, P). */
  readonly x: tf.Tensor2D
  readonly learningRate: tf.Scalar
  /** The run's seed and the steps before this one, int32: all the state that randomness has. */
  readonly seed: tf.Scalar
  readonly step: tf.Scalar
}

/** Computes the loss of a batch and moves the variables. */
export type Step = (batch: Batch) => tf.Scalar

export interface LoopSpec {
  readonly name: string
  readonly state: readonly StateVariable[]
  /** The uint8 images, (N, P), that stay on the device. */
  readonly data: Resource
  readonly batchSize: number
  /** The most steps of one call. */
  readonly capacity: number
  readonly step: Step
  /**
   * Has TensorFlow take the loop apart into its graph, which XLA cannot read. Only there does it put oneDNN's ops in the place of its own, and
   * only convolutions gain by that.
   */
  readonly lowered?: boolean
}

/**
 * `loop(n, seed, first, indices, rates)` runs n steps and returns (sum of losses, steps done): fewer than n where a loss was not finite.
 * The trip count is an input, so one compiled function serves every chunk; step k trains on rows indices[k·B … (k+1)·B) at rates[k].
 */
export function traceLoop(backend: NativeBackend, spec: LoopSpec): Traced {
  const { name, batchSize, capacity, data } = spec
  const resources = [data.name, ...spec.state.map(s => s.name)]
  const inputs: Input[] = [
    { name: 'n', dtype: 'int32', shape: [] },
    { name: 'seed', dtype: 'int32', shape: [] },
    { name: 'first', dtype: 'int32', shape: [] },
    { name: 'indices', dtype: 'int32', shape: [capacity * batchSize] },
    { name: 'rates', dtype: 'float32', shape: [capacity] },
  ]
  const carried: Arg[] = [['i', 'int32'], ['total', 'float32'], ...inputs.map((x): Arg => [x.name, x.dtype]), ...resources.map(handleArg)]
  const shapes = [[], [], ...inputs.map(x => x.shape), ...resources.map(() => [])]

  const body = traceStep(backend, spec, carried)
  const cond = loopCondition(`${name}_cond`, carried)
  const loop = new Body('function')
  const start = [loop.int(0), loop.float(0), ...inputs.map(x => x.name), ...resources.map(handle)]
  const node = loop.node('While', start, {
    T: attr.types(carried.map(([, dtype]) => dtype)),
    cond: attr.func(`${name}_cond`),
    body: attr.func(`${name}_body`),
    output_shapes: attr.shapes(shapes),
    parallel_iterations: attr.int(1), // also what keeps a step from reading variables that the one before has not yet moved
    ...spec.lowered && { _lower_using_switch_merge: attr.bool(true) },
  }, 'loop')
  const whole = functionDef({
    name,
    inputs: [...inputs.map((x): Arg => [x.name, x.dtype]), ...resources.map(handleArg)],
    outputs: [['sum', 'float32'], ['done', 'int32']],
    nodes: loop.nodes,
    returns: { sum: loop.output('While', node, 1), done: loop.output('While', node, 0) },
    stateful: true,
  })
  return { name, inputs, outputs: ['float32', 'int32'], resources, functions: [whole, body, cond] }
}

/** One step: take rows, make pixels, run the code, assign what it moved. */
function traceStep(backend: NativeBackend, { name, state, data, batchSize, step }: LoopSpec, carried: readonly Arg[]) {
  const body = new Body('function')
  const indices = body.slice('indices', body.binary('Mul', 'i', body.int(batchSize), 'int32'), batchSize, 'int32')
  const x = pixels(body, data, indices)
  const rate = body.reshape(body.slice('rates', 'i', 1, 'float32'), [], 'float32')
  const count = body.binary('AddV2', 'first', 'i', 'int32')

  let loss: Ref = ''
  const inputs: [tf.Tensor, Ref][] = [
    [zeros([batchSize, data.shape[1] ?? 1]), x], [tf.scalar(0), rate], [tf.scalar(0, 'int32'), 'seed'], [tf.scalar(0, 'int32'), count],
  ]
  const assigned = traceCode(backend, body, state, inputs, (tensors, trace) => {
    const [batch, learningRate, seed, index] = tensors as [tf.Tensor2D, tf.Scalar, tf.Scalar, tf.Scalar]
    loss = trace.refOf(step({ x: batch, learningRate, seed, step: index }))
  })
  const returns = Object.fromEntries(carried.map(([arg]) => [`${arg}_out`, arg]))
  returns['i_out'] = body.binary('AddV2', 'i', body.int(1), 'int32')
  returns['total_out'] = body.identity(body.binary('AddV2', 'total', loss, 'float32'), 'float32', assigned)
  return functionDef({ name: `${name}_body`, inputs: carried, outputs: carried.map(([arg, dtype]) => [`${arg}_out`, dtype]),
    nodes: body.nodes, returns, stateful: true })
}

/** Goes on while i < n and no loss was NaN or infinite. */
function loopCondition(name: string, carried: readonly Arg[]) {
  const cond = new Body('function')
  const more = cond.binary('Less', 'i', 'n', 'int32')
  const finite = cond.add('IsFinite', ['total'], { T: attr.type('float32') })
  return functionDef({ name, inputs: carried, outputs: [['go', 'bool']], nodes: cond.nodes,
    returns: { go: cond.add('LogicalAnd', [more, finite]) }, stateful: false })
}

export interface MapSpec {
  readonly name: string
  readonly state: readonly StateVariable[]
  /** Float inputs; or, where `data` is given, one input: row numbers of it, which reach `map` as pixels. */
  readonly inputs: readonly Input[]
  readonly data?: Resource
  readonly outputs: number
  readonly map: (...inputs: tf.Tensor[]) => readonly tf.Tensor[]
}

/** A function without side effects: its inputs through `map`. */
export function traceMap(backend: NativeBackend, { name, state, inputs, data, outputs, map }: MapSpec): Traced {
  const body = new Body('function')
  const resources = [...data ? [data.name] : [], ...state.map(s => s.name)]
  const arguments_ = inputs.map(({ name: input, shape }): [tf.Tensor, Ref] =>
    data ? [zeros([shape[0] ?? 1, data.shape[1] ?? 1]), pixels(body, data, input)] : [zeros(shape), input])
  let results: Ref[] = []
  traceCode(backend, body, state, arguments_, (tensors, trace) => {
    results = map(...tensors).map(tensor => trace.refOf(tensor))
  })
  const outs = Array.from({ length: outputs }, (_, i): Arg => [`y${i}`, 'float32'])
  const fn = functionDef({
    name,
    inputs: [...inputs.map((x): Arg => [x.name, x.dtype]), ...resources.map(handleArg)],
    outputs: outs,
    nodes: body.nodes,
    returns: Object.fromEntries(results.map((ref, i) => [`y${i}`, ref])),
    stateful: true,
  })
  return { name, inputs, outputs: outs.map(() => 'float32'), resources, functions: [fn] }
}

/** Records `code` with variables read at its beginning; returns the nodes that assign those which it moved. Nothing of it stays behind. */
function traceCode(backend: NativeBackend, body: Body, state: readonly StateVariable[], inputs: readonly (readonly [tf.Tensor, Ref])[],
  code: (inputs: tf.Tensor[], trace: Trace) => void): string[] {
  const known = new Map(inputs.map(([tensor, ref]) => [nativeId(backend, tensor), ref]))
  const reads: string[] = []
  const before = state.map(({ name, variable }) => {
    const id = nativeId(backend, variable)
    const read = body.node('ReadVariableOp', [handle(name)], { dtype: attr.type('float32') })
    known.set(id, body.output('ReadVariableOp', read))
    reads.push(read)
    return id
  })
  const values = state.map(({ variable }) => variable.dataSync().slice())
  const assigned: string[] = []
  const moved = () => state.map(({ variable }, index) => nativeId(backend, variable) !== before[index])
  try {
    tf.tidy(() => {
      record(backend, body, known, (trace) => {
        code(inputs.map(([tensor]) => tensor), trace)
        moved().forEach((has, index) => {
          const { name, variable } = state[index] as StateVariable
          if (!has) return
          // The new value need not stand on the old one, and nothing else keeps that from being read too late.
          const inputs = [handle(name), trace.refOf(variable), `^${reads[index]}`]
          assigned.push(body.node('AssignVariableOp', inputs, { dtype: attr.type('float32') }))
        })
      })
    })
  } finally {
    moved().forEach((has, index) => {
      const { variable } = state[index] as StateVariable
      if (has) tf.tidy(() => variable.assign(tf.tensor(values[index] ?? [], variable.shape)))
    })
    for (const [tensor] of inputs) tensor.dispose()
  }
  return assigned
}

/** Rows of the images as floats from 0 to 1. */
function pixels(body: Body, data: Resource, indices: Ref): Ref {
  const all = body.add('ReadVariableOp', [handle(data.name)], { dtype: attr.type(data.dtype) })
  const rows = body.cast(body.gather(all, indices, data.dtype), 'uint8', 'float32')
  return body.binary('Mul', rows, body.float(1 / 255), 'float32')
}

function zeros(shape: readonly number[]): tf.Tensor {
  return tf.zeros([...shape])
}

/** What a variable's handle is called inside a function: names of arguments hold no slash. */
function handle(resource: string): string {
  return `${resource.replace(/[^a-z0-9]/gi, '_')}_handle`
}

function handleArg(resource: string): Arg {
  return [handle(resource), 'resource']
}
