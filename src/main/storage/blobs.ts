/** Arrays of float32 in one file: row-major, little endian, one after the other, their names and shapes in the manifest. */
import { createHash } from 'node:crypto'
import { endianness } from 'node:os'
import { join } from 'node:path'
import { LabError } from '@shared/errors'
import { z } from '@shared/schema'
import { damaged, readFault } from './faults'
import type { FsPort } from './fsPort'
import type { BlobName } from './layout'
import type { NamedArray } from './record'

export const BlobFacts = z.strictObject({
  bytes: z.int().check(z.gte(0)),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  arrays: z.array(z.strictObject({ name: z.string(), shape: z.array(z.int().check(z.gte(0))) })).check(z.maxLength(10_000)),
})
export type BlobFacts = z.infer<typeof BlobFacts>

/** A hash of this much takes a few milliseconds; between two of them the thread is free. */
const chunk = 4 * 1024 * 1024

export async function writeBlob(fs: FsPort, folder: string, name: BlobName, arrays: readonly NamedArray[]): Promise<BlobFacts> {
  assertLittleEndian()
  const hash = createHash('sha256')
  const file = await fs.createFile(join(folder, name))
  let bytes = 0
  try {
    for (const { name: array, shape, values } of arrays) {
      if (sizeOf(shape) !== values.length) throw new LabError('E_INTERNAL', `${array} has ${values.length} values, not ${shape.join(' × ')}.`)
      for (const part of partsOf(values)) {
        hash.update(part)
        await file.write(part)
        bytes += part.length
      }
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { bytes, sha256: hash.digest('hex'), arrays: arrays.map(({ name, shape }) => ({ name, shape: [...shape] })) }
}

/** The arrays of a blob, each in memory of its own; E_RUN_DAMAGED where a single bit differs from what was written. */
export async function readBlob(fs: FsPort, folder: string, name: BlobName, facts: BlobFacts): Promise<NamedArray[]> {
  assertLittleEndian()
  const arrays: NamedArray[] = []
  const hash = createHash('sha256')
  const file = await openBlob(fs, folder, name, facts)
  try {
    let position = 0
    for (const { name, shape } of facts.arrays) {
      const values = new Float32Array(sizeOf(shape))
      for (const part of partsOf(values)) {
        position += await file.read(part, position).catch((error: unknown) => {
          throw readFault(error, name)
        })
        hash.update(part)
      }
      arrays.push({ name, shape, values })
    }
  } finally {
    await file.close()
  }
  if (hash.digest('hex') !== facts.sha256) throw damaged(`${name} does not match its SHA-256.`)
  return arrays
}

async function openBlob(fs: FsPort, folder: string, name: BlobName, facts: BlobFacts) {
  const promised = 4 * facts.arrays.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  if (promised !== facts.bytes) throw damaged(`${name}: the shapes in the manifest make ${promised} bytes, not ${facts.bytes}.`)
  const file = await fs.readFile(join(folder, name)).catch((error: unknown) => {
    throw readFault(error, name)
  })
  if (file.bytes === facts.bytes) return file
  await file.close()
  throw damaged(`${name} has ${file.bytes} bytes, not ${facts.bytes}.`)
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1)
}

function* partsOf(values: Float32Array): Generator<Uint8Array> {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  for (let start = 0; start < bytes.length; start += chunk) yield bytes.subarray(start, start + chunk)
}

function assertLittleEndian(): void {
  if (endianness() !== 'LE') throw new LabError('E_UNSUPPORTED', 'This processor orders bytes the other way round, and runs are kept in little endian.')
}
