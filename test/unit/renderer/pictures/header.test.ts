import { describe, expect, it } from 'vitest'
import { readHeader } from '../../../../src/renderer/pictures/header'
import { gifOf, pngOf } from '../../../support/window/pictureFiles'

const bytesOf = (...parts: (string | number[])[]) =>
  Uint8Array.from(parts.flatMap(part => typeof part === 'string' ? Array.from(part, letter => letter.charCodeAt(0)) : part))
const zeros = (count: number) => Array<number>(count).fill(0)

/** An application's segment, filling, then the start of frame of a progressive JPEG, 300 × 700. */
const jpeg = bytesOf([
  0xff, 0xd8, 0xff, 0xe0, 0, 6, 0xff, 0xc0, 1, 2, 0xff, 0xff, 0xff, 0xc4, 0, 3, 9, 0xff, 0xc2, 0, 11, 8, 700 >> 8, 700 & 255, 300 >> 8, 300 & 255,
])
const lossy = bytesOf('RIFF', zeros(4), 'WEBPVP8 ', zeros(10), [44, 1, 200, 0])
/** 14 bits of width − 1, then 14 of height − 1. */
const lossless = bytesOf('RIFF', zeros(4), 'WEBPVP8L', zeros(4), [0x2f, 299 & 255, (299 >> 8) | ((199 & 3) << 6), 199 >> 2, 0])
const moving = bytesOf(
  'RIFF', zeros(4), 'WEBPVP8X', [10, 0, 0, 0, 2, 0, 0, 0, 43, 1, 0, 199, 0, 0], 'ANIM', [6, 0, 0, 0], zeros(6),
  'ANMF', [3, 0, 0, 0], zeros(4), 'ANMF', [2, 0, 0, 0], zeros(2),
)
const bmp = bytesOf('BM', zeros(12), [40, 0, 0, 0, 44, 1, 0, 0, 0x38, 0xff, 0xff, 0xff])
const oldBmp = bytesOf('BM', zeros(12), [12, 0, 0, 0, 44, 1, 200, 0])

describe('the header of a picture file', () => {
  it.each([
    ['PNG', pngOf(30, 20), [30, 20, 1]], ['a huge PNG', pngOf(30_000, 30_000), [30_000, 30_000, 1]], ['a moving PNG', pngOf(30, 20, 7), [30, 20, 7]],
    ['GIF', gifOf(30, 20, 1), [30, 20, 1]], ['a moving GIF', gifOf(300, 200, 5), [300, 200, 5]],
    ['JPEG', jpeg, [300, 700, 1]], ['WebP', lossy, [300, 200, 1]], ['WebP without loss', lossless, [300, 200, 1]], ['a moving WebP', moving, [300, 200, 2]],
    ['BMP from the top', bmp, [300, 200, 1]], ['an old BMP', oldBmp, [300, 200, 1]],
  ])('of %s tells its sides and how many pictures it has', (_, bytes, [width, height, frames]) => {
    expect(readHeader(bytes)).toEqual({ width, height, frames })
  })

  it('is none where the file is another one, empty, without area, or ends before its size', () => {
    for (const bytes of [new Uint8Array(0), bytesOf('no picture'), bytesOf('<svg/>'), pngOf(0, 5), jpeg.subarray(0, 20), lossy.subarray(0, 26), bytesOf('BM')])
      expect(readHeader(bytes)).toBeNull()
  })

  it('comes to an end whatever bytes follow the first ones', () => {
    for (const whole of [pngOf(30, 20, 3), gifOf(30, 20, 2), jpeg, moving, bmp]) {
      for (let seed = 1; seed <= 200; seed++) {
        const broken = Uint8Array.from(whole, (byte, i) => i < 12 ? byte : (byte * seed + (i * seed * 31 >> 3)) & 255)
        const found = readHeader(broken.subarray(0, 12 + seed))
        expect(found === null || found.width * found.height > 0).toBe(true)
      }
    }
  })
})
