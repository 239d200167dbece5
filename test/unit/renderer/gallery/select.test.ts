import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extremeImages, firstImages, imagesOfClass, indicesText, randomImages, typedImages } from '../../../../src/renderer/gallery/select'

describe('choosing the gallery', () => {
  it('takes the first n, at most 64', () => {
    expect(firstImages(3)).toEqual([0, 1, 2])
    expect(firstImages(100)).toHaveLength(64)
  })

  it('draws different images at random, the same for the same seed', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 64 }), fc.nat(), (count, seed) => {
      const drawn = randomImages(count, seed)
      expect(new Set(drawn).size).toBe(count)
      expect(drawn.every(i => i >= 0 && i < 10_000)).toBe(true)
      expect(randomImages(count, seed)).toEqual(drawn)
    }))
    expect(randomImages(8, 1)).not.toEqual(randomImages(8, 2))
  })

  it('takes the extremes of the errors, the most extreme first', () => {
    const errors = Float32Array.of(0.3, 0.1, 0.5, 0.2)
    expect(extremeImages(errors, 2, 'best')).toEqual([1, 3])
    expect(extremeImages(errors, 2, 'worst')).toEqual([2, 0])
  })

  it('takes the first of a class', () => {
    expect(imagesOfClass(Uint8Array.of(1, 0, 1, 1), 1, 2)).toEqual([0, 2])
  })

  it('reads indices and ranges', () => {
    expect(typedImages('0-2, 42 7;9999 1')).toEqual({ indices: [0, 1, 2, 42, 7, 9999] })
  })

  it.each([
    ['', { kind: 'empty' }],
    ['a', { kind: 'notIndex', part: 'a' }],
    ['1.5', { kind: 'notIndex', part: '1.5' }],
    ['-3', { kind: 'notIndex', part: '-3' }],
    ['10000', { kind: 'outside', part: '10000' }],
    ['9-3', { kind: 'outside', part: '9-3' }],
    ['0-64', { kind: 'tooMany' }],
    ['0-9999', { kind: 'tooMany' }],
  ])('refuses %j', (text, problem) => {
    expect(typedImages(text)).toEqual({ problem })
  })

  it('writes indices so that they read back', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.nat(9999), { minLength: 1, maxLength: 64 }), (indices) => {
      expect(typedImages(indicesText(indices))).toEqual({ indices })
    }))
    expect(indicesText([0, 1, 2, 3, 7, 8])).toBe('0-3, 7, 8')
  })
})
