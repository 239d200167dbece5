/** The IDX format of MNIST and its kin: big-endian magic 00 00 type dims, one 32-bit size a dimension, then the values. */
import { constants, gunzipSync } from 'node:zlib'
import type { ZlibOptions } from 'node:zlib'
import { LabError, messageOf } from '@shared/errors'

export interface Idx {
  readonly shape: readonly number[]
  readonly values: Uint8Array
}

const typeNames: Readonly<Record<number, string>> = {
  0x08: 'unsigned bytes', 0x09: 'signed bytes', 0x0B: 'short integers', 0x0C: 'integers', 0x0D: 'floats', 0x0E: 'doubles',
}
const unsignedByte = 0x08
/** No file of the lab's is larger when unpacked. */
const maximumBytes = 2 ** 31
/** So many packed bytes hold the header; they unpack to a thousand times as many at most. */
const headBytes = 1024
/** Bytes beyond the promised ones that are still counted and told. */
const slack = 2 ** 16

/**
 * Parses an IDX file of unsigned bytes, gzipped or not. `name` stands in the sentences of its errors:
 * E_FORMAT (not IDX, or trailing bytes), E_UNSUPPORTED (another type), E_TRUNCATED, E_TOO_BIG.
 */
export function parseIdx(file: Uint8Array, name: string): Idx {
  const bytes = file[0] === 0x1F && file[1] === 0x8B ? unzip(file, name) : file
  const shape = parseHeader(bytes, name)
  const start = 4 + 4 * shape.length
  const size = shape.reduce((a, b) => a * b, 1)
  const found = bytes.length - start
  if (found < size)
    throw new LabError('E_TRUNCATED', `${name}: its header promises ${size} bytes of data and only ${found} follow. Fetch the file again.`)
  if (found > size) throw new LabError('E_FORMAT', `${name}: ${found - size} bytes follow after the ${size} that its header promises.`)
  return { shape, values: new Uint8Array(bytes.buffer, bytes.byteOffset + start, size) }
}

function parseHeader(bytes: Uint8Array, name: string): number[] {
  if (bytes.length < 4) throw new LabError('E_TRUNCATED', `${name}: ${bytes.length} bytes are too few for an IDX file.`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [zero, type, dimensions] = [view.getUint16(0), view.getUint8(2), view.getUint8(3)]
  if (zero !== 0 || !(type in typeNames)) throw new LabError('E_FORMAT', `${name}: this is not an IDX file (its first bytes are wrong).`)
  if (type !== unsignedByte) throw new LabError('E_UNSUPPORTED', `${name}: holds ${typeNames[type]}; only unsigned bytes can be read.`)
  if (dimensions < 1 || dimensions > 4) throw new LabError('E_FORMAT', `${name}: has ${dimensions} dimensions; 1 to 4 were expected.`)
  if (bytes.length < 4 + 4 * dimensions) throw new LabError('E_TRUNCATED', `${name}: ends inside its header. Fetch the file again.`)
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i))
  if (shape.includes(0)) throw new LabError('E_FORMAT', `${name}: one of its dimensions is 0.`)
  // As BigInt, because four sizes of 2³² overflow a double.
  if (shape.reduce((product, size) => product * BigInt(size), 1n) > BigInt(maximumBytes))
    throw new LabError('E_TOO_BIG', `${name}: its header promises more than ${maximumBytes} bytes.`)
  return shape
}

/** Unpacks no more than the header promises and a little: a small file could otherwise fill gigabytes before it is found wrong. */
function unzip(file: Uint8Array, name: string): Uint8Array {
  const head = inflated(file.subarray(0, headBytes), { finishFlush: constants.Z_SYNC_FLUSH }, name)
  const shape = parseHeader(head, name)
  return inflated(file, { maxOutputLength: slack + shape.reduce((a, b) => a * b, 1) }, name)
}

function inflated(file: Uint8Array, options: ZlibOptions, name: string): Uint8Array {
  try {
    return gunzipSync(file, options)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new LabError('E_TOO_BIG', `${name}: unpacks to far more than its header promises.`, { cause: error })
    if (code === 'Z_BUF_ERROR') throw new LabError('E_TRUNCATED', `${name}: the gzip data ends too early. Fetch the file again.`, { cause: error })
    throw new LabError('E_FORMAT', `${name}: the gzip data is damaged (${messageOf(error)}) Fetch the file again.`, { cause: error })
  }
}
