/** Code over variables as nodes of a function: read at its beginning, assigned at its end where the code has moved them. */
import * as tf from '@tensorflow/tfjs-core'
import type { NativeBackend } from '../backend'
import type { Body, Ref } from './body'
import { attr } from './proto'
import type { Arg } from './proto'
import { nativeId, record } from './recorder'
import type { Trace } from './recorder'
import { withRefusals } from './refusals'

/** A variable that the code reads or assigns, and the name of the session's variable that stands for it. */
export interface StateVariable {
  readonly name: string
  readonly variable: tf.Variable
}

/** A stand-in for an input while the code is recorded, and what it is in the function. */
export type Stand = readonly [tf.Tensor, Ref]

/** Records `code` with variables read at its beginning; returns the nodes that assign those which it moved. Nothing of it stays behind. */
export function traceCode(backend: NativeBackend, body: Body, state: readonly StateVariable[], inputs: readonly Stand[],
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
    tf.tidy(() => withRefusals(state.map(({ variable }) => variable), () => {
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
    }))
  } finally {
    moved().forEach((has, index) => {
      const { variable } = state[index] as StateVariable
      if (has) tf.tidy(() => variable.assign(tf.tensor(values[index] ?? [], variable.shape)))
    })
    for (const [tensor] of inputs) tensor.dispose()
  }
  return assigned
}

/** A stand-in of zeros. */
export function zeros(shape: readonly number[], dtype: 'float32' | 'int32' = 'float32'): tf.Tensor {
  return tf.zeros([...shape], dtype)
}

/** What a variable's handle is called inside a function: names of arguments hold no slash. */
export function handle(resource: string): string {
  return `${resource.replace(/[^a-z0-9]/gi, '_')}_handle`
}

export function handleArg(resource: string): Arg {
  return [handle(resource), 'resource']
}
