/** From tfjs code without side effects to a function of a TensorFlow graph: evaluating, encoding, decoding. */
import type * as tf from '@tensorflow/tfjs-core'
import type { NativeBackend } from '../backend'
import { Body } from './body'
import type { Ref } from './body'
import { pixels, widthOf } from './pixels'
import type { Input, Resource, Traced } from './program'
import { functionDef } from './proto'
import type { Arg } from './proto'
import { handleArg, traceCode, zeros } from './variables'
import type { Stand, StateVariable } from './variables'

export interface MapSpec {
  readonly name: string
  /** The variables that the code reads, and no others: each is read at every call. */
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
  const stands = inputs.map(({ name: input, shape }): Stand =>
    data ? [zeros([shape[0] ?? 1, widthOf(data)]), pixels(body, data, input)] : [zeros(shape), input])
  let results: Ref[] = []
  traceCode(backend, body, state, stands, (tensors, trace) => {
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
