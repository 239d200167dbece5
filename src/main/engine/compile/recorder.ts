/** Runs ordinary tfjs code once and writes down, as graph nodes, every op that it sends to TensorFlow. */
import type * as tf from '@tensorflow/tfjs-core'
import type { TFEOpAttr, TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding'
import { LabError } from '@shared/errors'
import type { NativeBackend } from '../backend'
import type { Body, Ref } from './body'
import { attr, dtypes } from './proto'
import type { Attribute } from './proto'

/** What a trace knows: which output of the body each tensor is. */
export interface Trace {
  refOf(tensor: tf.Tensor): Ref
}

/**
 * Runs `code` with the ops recorded into `body`. `known` names the tensors that come from outside: inputs and variables, by native id.
 * Throws E_UNSUPPORTED, naming the op, where the code uses something that a graph cannot repeat.
 */
export function record(backend: NativeBackend, body: Body, known: ReadonlyMap<number, Ref>, code: (trace: Trace) => void): void {
  const native = backend.binding
  const refs = new Map(known)
  const constants = new Map<number, { shape: number[], dtype: number, values: ArrayBufferView }>()

  function inputRef(op: string, id: number): Ref {
    const found = refs.get(id)
    if (found !== undefined) return found
    const constant = constants.get(id)
    if (!constant)
      throw new LabError('E_UNSUPPORTED', `The step feeds ${op} with a tensor made before the step: pass it as an input or make it a variable.`)
    const ref = body.constant(constant.dtype, constant.shape, constant.values)
    refs.set(id, ref)
    return ref
  }

  const recording: TFJSBinding = {
    // The native properties are not writable, so the binding is copied rather than inherited from.
    ...bound(native),
    createTensor(shape, dtype, values) {
      const constant = { shape: [...shape], dtype, values: copyOf(values as ArrayLike<number>, dtype) }
      const id = native.createTensor(shape, dtype, values)
      constants.set(id, constant)
      return id
    },
    executeOp(op, attributes, inputs, outputs) {
      const named = Object.fromEntries(attributes.map(a => [a.name, attributeOf(native, op, a)]))
      const node = body.node(op, inputs.map(id => inputRef(op, id)), named)
      body.output(op, node) // refuses an op that is not known, before its result would be left behind
      const results = native.executeOp(op, attributes, inputs, outputs)
      results.forEach((result, index) => refs.set(result.id, body.output(op, node, index)))
      return results
    },
    tensorDataSync(): never {
      throw new LabError('E_UNSUPPORTED', 'The step reads a tensor\'s values: a compiled step may only compute with them.')
    },
  }

  withOnlyOwnConstants(backend, id => void constants.delete(id), () => {
    backend.binding = recording
    try {
      code({ refOf: tensor => inputRef('its result', nativeId(backend, tensor)) })
    } finally {
      backend.binding = native
    }
  })
}

/**
 * TensorFlow gets a tensor's values when an op first wants them. So those of a tensor that was made before the step, and never used, come while
 * the step is recorded, as a constant of its own would: `disown` is told their ids.
 */
function withOnlyOwnConstants(backend: NativeBackend, disown: (id: number) => void, code: () => void): void {
  const { move, getInputTensorIds } = backend
  const own = new WeakSet<object>()
  backend.move = (dataId, ...rest) => {
    own.add(dataId)
    move.call(backend, dataId, ...rest)
  }
  backend.getInputTensorIds = tensors => tensors.flatMap((tensor) => {
    const ids = getInputTensorIds.call(backend, [tensor])
    if (!own.has(tensor.dataId)) ids.forEach(disown)
    return ids
  })
  try {
    code()
  } finally {
    Object.assign(backend, { move, getInputTensorIds })
  }
}

/** The number under which TensorFlow knows a tensor. */
export function nativeId(backend: NativeBackend, tensor: tf.Tensor): number {
  const [id] = backend.getInputTensorIds([tensor])
  if (id === undefined) throw new LabError('E_INTERNAL', 'A tensor has no native counterpart.')
  return id
}

function bound(native: TFJSBinding): TFJSBinding {
  const entries = Object.getOwnPropertyNames(native).map((key) => {
    const value: unknown = native[key as keyof TFJSBinding]
    return [key, typeof value === 'function' ? value.bind(native) as unknown : value]
  })
  return Object.fromEntries(entries) as TFJSBinding
}

function copyOf(values: ArrayLike<number>, dtype: number): ArrayBufferView {
  switch (dtype) {
    case dtypes.float32: return Float32Array.from(values)
    case dtypes.int32: return Int32Array.from(values)
    case dtypes.bool: case dtypes.uint8: return Uint8Array.from(values)
    default: throw new LabError('E_UNSUPPORTED', `The step makes a tensor of TensorFlow's type ${dtype}: numbers and booleans can be compiled, nothing else.`)
  }
}

function attributeOf(native: TFJSBinding, op: string, { name, type, value }: TFEOpAttr): Attribute {
  const made = (): Attribute | undefined => {
    switch (type) {
      case native.TF_ATTR_TYPE: return isWhole(value) ? attr.type(value) : undefined
      case native.TF_ATTR_INT: return isWhole(value) ? attr.int(value) : areWhole(value) ? attr.ints(value) : undefined
      case native.TF_ATTR_FLOAT: return typeof value === 'number' ? attr.float(value) : undefined
      case native.TF_ATTR_BOOL: return typeof value === 'boolean' ? attr.bool(value) : undefined
      case native.TF_ATTR_STRING: return typeof value === 'string' ? attr.string(value) : undefined
      case native.TF_ATTR_SHAPE: return areWhole(value) ? attr.shape(value) : undefined
      default: return undefined
    }
  }
  const attribute = made()
  if (attribute) return attribute
  throw new LabError('E_UNSUPPORTED', `The attribute ${name} of ${op} is of a kind that cannot be compiled.`)
}

function isWhole(value: unknown): value is number {
  return Number.isInteger(value)
}

function areWhole(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(isWhole)
}
