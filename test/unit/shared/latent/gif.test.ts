import { expect, test } from 'vitest'
import { enlarge, toGif } from '@shared/domain/latent/gif'
import { seeded } from '@shared/domain/seeded'

/** A decoder written from the format's description, for the test alone. */
function readGif(bytes: Uint8Array): { width: number, height: number, frames: number[][] } {
  const short = (at: number) => (bytes[at] ?? 0) | (bytes[at + 1] ?? 0) << 8
  const frames: number[][] = []
  let at = 13 + 768
  const blocks = () => {
    const data: number[] = []
    for (let length = bytes[at++] ?? 0; length > 0; length = bytes[at++] ?? 0) {
      data.push(...bytes.subarray(at, at + length))
      at += length
    }
    return data
  }
  while (bytes[at] !== 0x3b) {
    if (bytes[at] === 0x21) {
      at += 2
      blocks()
    } else {
      at += 11
      frames.push(expand(blocks()))
    }
  }
  return { width: short(6), height: short(8), frames }
}

function expand(data: readonly number[]): number[] {
  const pixels: number[] = []
  let [bit, width] = [0, 9]
  let table: number[][] = []
  let previous: number[] | null = null
  const reset = () => {
    table = Array.from({ length: 258 }, (_, i) => [i])
    width = 9
    previous = null
  }
  reset()
  for (;;) {
    let code = 0
    for (let k = 0; k < width; k++, bit++) code |= ((data[bit >> 3] ?? 0) >> (bit & 7) & 1) << k
    if (code === 257) return pixels
    if (code === 256) {
      reset()
      continue
    }
    const entry: number[] = table[code] ?? [...previous ?? [], (previous ?? [])[0] ?? 0]
    pixels.push(...entry)
    if (previous && table.length < 4096) table.push([...previous, entry[0] ?? 0])
    if (table.length === 1 << width && width < 12) width++
    previous = entry
  }
}

test.each([
  ['flat', () => 7], ['noise', seeded(5)], ['a ramp', (_: number, i: number) => i % 256],
])('a film of %s pictures is read back as it was', (_, make) => {
  const frames = [1, 2].map(() => Uint8Array.from({ length: 112 * 112 }, (_, i) => {
    const value = make(0, i)
    return value < 1 ? Math.floor(256 * value) : value
  }))
  const read = readGif(toGif({ width: 112, height: 112, frames, frameTime: 80 }))
  expect([read.width, read.height]).toEqual([112, 112])
  expect(read.frames).toEqual(frames.map(frame => [...frame]))
})

test('pixels become squares', () => {
  expect([...enlarge(Uint8Array.of(1, 2, 3, 4), 2, 2)]).toEqual([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4])
})
