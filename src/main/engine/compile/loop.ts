/** From a training step of tfjs to a loop of a TensorFlow graph that takes it many times. */
import type * as tf from '@tensorflow/tfjs-core'
import type { NativeBackend } from '../backend'
import { Body } from './body'
import type { Ref } from './body'
import { pixels, widthOf } from './pixels'
import type { Input, Resource, Traced } from './program'
import { attr, functionDef } from './proto'
import type { Arg, FunctionDef } from './proto'
import { handle, handleArg, traceCode, zeros } from './variables'
import type { Stand, StateVariable } from './variables'

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

export interface StepSpec {
  readonly name: string
  readonly state: readonly StateVariable[]
  /** The uint8 images, (N, P), that stay on the device. */
  readonly data: Resource
  readonly batchSize: number
  readonly step: Step
}

/** A step as functions that any number of loops share. */
export interface TracedStep {
  readonly name: string
  readonly batchSize: number
  /** Names of the variables that it takes: the images, then its state. */
  readonly resources: readonly string[]
  readonly body: FunctionDef
  readonly cond: FunctionDef
  /** Whether it has a convolution in it, or a gradient of one. */
  readonly convolves: boolean
}

const convolutions = ['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'] as const

const scalars: readonly Input[] = [
  { name: 'n', dtype: 'int32', shape: [] },
  { name: 'seed', dtype: 'int32', shape: [] },
  { name: 'first', dtype: 'int32', shape: [] },
]
const vectors = [['indices', 'int32'], ['rates', 'float32']] as const satisfies readonly Arg[]

/** Records the step, once. */
export function traceStep(backend: NativeBackend, { name, state, data, batchSize, step }: StepSpec): TracedStep {
  const resources = [data.name, ...state.map(s => s.name)]
  const carried = carriedWith(resources)
  const body = new Body('function')
  const indices = body.slice('indices', body.binary('Mul', 'i', body.int(batchSize), 'int32'), batchSize, 'int32')
  const x = pixels(body, data, indices)
  const rate = body.reshape(body.slice('rates', 'i', 1, 'float32'), [], 'float32')
  const count = body.binary('AddV2', 'first', 'i', 'int32')

  let loss: Ref = ''
  const stands: Stand[] = [[zeros([batchSize, widthOf(data)]), x], [zeros([]), rate], [zeros([], 'int32'), 'seed'], [zeros([], 'int32'), count]]
  const assigned = traceCode(backend, body, state, stands, (tensors, trace) => {
    const [batch, learningRate, seed, index] = tensors as [tf.Tensor2D, tf.Scalar, tf.Scalar, tf.Scalar]
    loss = trace.refOf(step({ x: batch, learningRate, seed, step: index }))
  })
  const returns = Object.fromEntries(carried.map(([arg]) => [`${arg}_out`, arg]))
  returns['i_out'] = body.binary('AddV2', 'i', body.int(1), 'int32')
  returns['total_out'] = body.identity(body.binary('AddV2', 'total', loss, 'float32'), 'float32', assigned)
  return {
    name, batchSize, resources, convolves: convolutions.some(op => body.has(op)),
    body: functionDef({ name: `${name}_body`, inputs: carried, outputs: carried.map(([arg, dtype]) => [`${arg}_out`, dtype]),
      nodes: body.nodes, returns, stateful: true }),
    cond: loopCondition(`${name}_cond`, carried),
  }
}

export interface LoopSpec {
  readonly name: string
  /** The most steps of one call. */
  readonly capacity: number
  /**
   * Has TensorFlow take the loop apart into its graph, which XLA cannot read. Only there does it put oneDNN's ops in the place of its own, and
   * only convolutions gain by that.
   */
  readonly lowered?: boolean
}

/**
 * `loop(n, seed, first, indices, rates)` takes n steps and returns (sum of losses, steps done): fewer than n where a loss was not finite.
 * The trip count is an input, so one compiled function serves every chunk; step k trains on rows indices[k·B … (k+1)·B) at rates[k].
 */
export function loopOver({ name: step, batchSize, resources, body, cond }: TracedStep, { name, capacity, lowered }: LoopSpec): Traced {
  const lengths = { indices: capacity * batchSize, rates: capacity }
  const inputs: Input[] = [...scalars, ...vectors.map(([input, dtype]) => ({ name: input, dtype, shape: [lengths[input]] }))]
  const loop = new Body('function')
  const node = loop.node('While', [loop.int(0), loop.float(0), ...inputs.map(x => x.name), ...resources.map(handle)], {
    T: attr.types(carriedWith(resources).map(([, dtype]) => dtype)),
    cond: attr.func(`${step}_cond`),
    body: attr.func(`${step}_body`),
    output_shapes: attr.shapes([[], [], ...inputs.map(x => x.shape), ...resources.map(() => [])]),
    parallel_iterations: attr.int(1), // also what keeps a step from reading variables that the one before has not yet moved
    ...lowered && { _lower_using_switch_merge: attr.bool(true) },
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

/** What goes round: the steps done, the sum of losses, the inputs and the handles. */
function carriedWith(resources: readonly string[]): Arg[] {
  return [['i', 'int32'], ['total', 'float32'], ...scalars.map((x): Arg => [x.name, x.dtype]), ...vectors, ...resources.map(handleArg)]
}

/** Goes on while i < n and no loss was NaN or infinite. */
function loopCondition(name: string, carried: readonly Arg[]): FunctionDef {
  const cond = new Body('function')
  const more = cond.binary('Less', 'i', 'n', 'int32')
  const finite = cond.add('IsFinite', ['total'], { T: attr.type('float32') })
  return functionDef({ name, inputs: carried, outputs: [['go', 'bool']], nodes: cond.nodes,
    returns: { go: cond.add('LogicalAnd', [more, finite]) }, stateful: false })
}
