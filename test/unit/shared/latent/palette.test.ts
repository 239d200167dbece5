import { expect, test } from 'vitest'
import { painter, paletteOf } from '@shared/domain/latent/palette'
import { seeded } from '@shared/domain/seeded'

function picture(colours: readonly (readonly [number, number, number])[]): Uint8ClampedArray {
  return Uint8ClampedArray.from(colours.flatMap(([r, g, b]) => [r, g, b, 255]))
}

function painted(rgba: Uint8ClampedArray, palette = paletteOf(rgba)): number[][] {
  return Array.from(painter(palette)(rgba), index => [...palette.subarray(3 * index, 3 * index + 3)])
}

test('a picture of few colours keeps them as they are', () => {
  const colours = [[255, 255, 255], [0, 0, 0], [255, 0, 0], [16, 132, 247]] as const
  painted(picture(colours)).forEach((found, i) => {
    found.forEach((value, axis) => { expect(Math.abs(value - (colours[i]?.[axis] ?? NaN))).toBeLessThanOrEqual(1) })
  })
})

test('a rare colour survives on a large ground', () => {
  const ground = Array.from({ length: 50_000 }, () => [14, 15, 17] as const)
  const found = painted(picture([...ground, [250, 30, 40]])).at(-1) ?? []
  expect(Math.abs((found[0] ?? 0) - 250)).toBeLessThan(16)
})

test('of many colours each finds one that is near', () => {
  const random = seeded(3)
  const colours = Array.from({ length: 20_000 }, () => [random() * 255, random() * 255, random() * 255] as const)
  const rgba = picture(colours)
  const far = painted(rgba).map((found, i) => Math.hypot(...found.map((value, axis) => value - (rgba[4 * i + axis] ?? 0))))
  expect(far.reduce((sum, d) => sum + d, 0) / far.length).toBeLessThan(26)
})

test('a picture of one colour has a palette too', () => {
  expect(painted(picture([[8, 8, 8]]))[0]).toEqual([8, 8, 8])
})
