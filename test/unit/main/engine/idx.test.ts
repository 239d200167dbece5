import { gzipSync } from 'node:zlib'
import { assert, constantFrom, nat, property, tuple, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LabError } from '@shared/errors'
import { parseIdx } from '../../../../src/main/engine/data/idx'

const unsignedByte = 0x08

function idx(shape: readonly number[], values: Uint8Array, type = unsignedByte): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length))
  header.setUint8(2, type)
  header.setUint8(3, shape.length)
  shape.forEach((size, i) => header.setUint32(4 + 4 * i, size))
  return Uint8Array.from([...new Uint8Array(header.buffer), ...values])
}

const bytes = (count: number) => Uint8Array.from({ length: count }, (_, i) => i % 251)
const sound = idx([2, 3, 4], bytes(24))

/** The error of parsing, which must be one of ours and begin with the file's name. */
function errorOf(file: Uint8Array): LabError {
  try {
    parseIdx(file, 'images.gz')
  } catch (error) {
    if (!(error instanceof LabError)) throw error
    expect(error.message).toMatch(/^images\.gz: .*\.$/s)
    return error
  }
  throw new Error('It was accepted.')
}

describe('an IDX file', () => {
  it.each([[[5]], [[2, 3]], [[2, 3, 4]], [[1, 2, 3, 4]], [[100, 28, 28]]])('of shape %j gives back what was written, packed or not', (shape) => {
    const values = bytes(shape.reduce((a, b) => a * b, 1))
    const file = idx(shape, values)
    for (const form of [file, gzipSync(file)]) {
      const parsed = parseIdx(form, 'x')
      expect(parsed.shape).toEqual(shape)
      expect(Buffer.compare(parsed.values, values)).toBe(0)
    }
  })

  it.each<[string, Uint8Array, string, RegExp]>([
    ['nothing', new Uint8Array(), 'E_TRUNCATED', /0 bytes/],
    ['three bytes', Uint8Array.of(0, 0, 8), 'E_TRUNCATED', /3 bytes/],
    ['another magic', Uint8Array.of(0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 0), 'E_FORMAT', /not an IDX file/],
    ['little-endian numbers', Uint8Array.of(1, 8, 0, 0, 24, 0, 0, 0), 'E_FORMAT', /not an IDX file/],
    ['a type that does not exist', idx([1], bytes(1), 0x77), 'E_FORMAT', /not an IDX file/],
    ['signed bytes', idx([1], bytes(1), 0x09), 'E_UNSUPPORTED', /signed bytes/],
    ['floats', idx([1], bytes(4), 0x0D), 'E_UNSUPPORTED', /floats/],
    ['doubles', idx([1], bytes(8), 0x0E), 'E_UNSUPPORTED', /doubles/],
    ['no dimension', idx([], bytes(1)), 'E_FORMAT', /0 dimensions/],
    ['five dimensions', idx([1, 1, 1, 1, 1], bytes(1)), 'E_FORMAT', /5 dimensions/],
    ['a dimension of nothing', idx([2, 0, 4], bytes(0)), 'E_FORMAT', /one of its dimensions is 0/],
    ['sizes whose product overflows', idx([0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF], bytes(9)), 'E_TOO_BIG', /promises more than/],
    ['a header that breaks off', sound.subarray(0, 10), 'E_TRUNCATED', /inside its header/],
    ['a byte too few', sound.subarray(0, -1), 'E_TRUNCATED', /promises 24 bytes of data and only 23/],
    ['a byte too many', Uint8Array.from([...sound, 0]), 'E_FORMAT', /1 bytes follow after the 24/],
  ])('with %s is refused in words', (_, file, code, words) => {
    const error = errorOf(file)
    expect(error.code).toBe(code)
    expect(error.message).toMatch(words)
  })
})

describe('a gzipped IDX file', () => {
  const packed = gzipSync(sound)
  const changed = (at: number) => packed.map((byte, i) => i === at ? byte ^ 0xFF : byte)

  it.each<[string, Uint8Array, string]>([
    ['that breaks off', packed.subarray(0, -9), 'E_TRUNCATED'],
    ['with a damaged byte', changed(15), 'E_FORMAT'],
    ['with a wrong checksum', changed(packed.length - 6), 'E_FORMAT'],
    ['with rubbish behind it', Uint8Array.from([...packed, 1, 2, 3]), 'E_FORMAT'],
    ['of two members', Uint8Array.from([...packed, ...packed]), 'E_FORMAT'],
    ['within another one', gzipSync(packed), 'E_FORMAT'],
    ['that holds something else', gzipSync('<!doctype html><title>404</title>'), 'E_FORMAT'],
    ['that is empty inside', gzipSync(''), 'E_TRUNCATED'],
  ])('%s is refused', (_, file, code) => {
    expect(errorOf(file).code).toBe(code)
  })

  it('is not unpacked beyond what its header promises', () => {
    const bomb = gzipSync(Buffer.concat([sound, Buffer.alloc(300 * 2 ** 20)]))
    const before = process.memoryUsage()
    expect(bomb.length).toBeLessThan(2 ** 20)
    expect(errorOf(bomb).code).toBe('E_TOO_BIG')
    const { arrayBuffers, external } = process.memoryUsage()
    expect(Math.max(arrayBuffers - before.arrayBuffers, external - before.external)).toBeLessThan(64 * 2 ** 20)
  })

  it('of zeros only is refused by its first bytes', () => {
    expect(errorOf(gzipSync(Buffer.alloc(100 * 2 ** 20))).code).toBe('E_FORMAT')
  })
})

describe('any bytes at all', () => {
  const codes = ['E_FORMAT', 'E_TRUNCATED', 'E_TOO_BIG', 'E_UNSUPPORTED']

  function isSaneAbout(file: Uint8Array): void {
    try {
      const { shape, values } = parseIdx(file, 'x')
      expect(values).toHaveLength(shape.reduce((a, b) => a * b, 1))
    } catch (error) {
      expect(error).toBeInstanceOf(LabError)
      expect(codes).toContain((error as LabError).code)
    }
  }

  it('are parsed or refused, never anything else', () => {
    assert(property(uint8Array({ maxLength: 64 }), isSaneAbout), { numRuns: 2000, seed: 1 })
  })

  it('are parsed or refused where they nearly are an IDX file, packed or not', () => {
    const files = constantFrom(sound, gzipSync(sound), idx([5], bytes(5)), gzipSync(idx([5], bytes(5))))
    assert(property(files, nat(60), nat(255), nat(60), (file, at, byte, length) => {
      isSaneAbout(Uint8Array.from(file, (value, i) => i === at ? byte : value).subarray(0, Math.max(length, 4)))
    }), { numRuns: 2000, seed: 2 })
  })

  it('are parsed or refused where only the header is sound', () => {
    const header = tuple(nat(0xFFFFFFFF), nat(0xFFFFFFFF), nat(0xFFFFFFFF))
    assert(property(header, uint8Array({ maxLength: 8 }), (shape, values) => isSaneAbout(idx(shape, values))), { numRuns: 500, seed: 3 })
  })
})
