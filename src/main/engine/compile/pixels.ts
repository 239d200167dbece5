/** The images that stay on the device, as a function sees them. */
import type { Body, Ref } from './body'
import type { Resource } from './program'
import { attr } from './proto'
import { handle } from './variables'

/** Rows of the images as floats from 0 to 1. */
export function pixels(body: Body, data: Resource, indices: Ref): Ref {
  const all = body.add('ReadVariableOp', [handle(data.name)], { dtype: attr.type(data.dtype) })
  const rows = body.cast(body.gather(all, indices, data.dtype), 'uint8', 'float32')
  return body.binary('Mul', rows, body.float(1 / 255), 'float32')
}

export function widthOf(data: Resource): number {
  return data.shape[1] ?? 1
}
