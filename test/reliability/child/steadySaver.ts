/** `saver.ts` with names that are the same in every run of it, so that a fault can be put on the n-th call for a path. */
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

let last = 0
crypto.randomBytes = ((size: number) => {
  const bytes = Buffer.alloc(size)
  bytes.writeUInt32BE(++last, size - 4)
  return bytes
}) as typeof crypto.randomBytes
syncBuiltinESMExports()
await import('./saver')
