import { expect, test } from 'vitest'
import { boundsOf } from '@shared/domain/latent/bounds'

test('bounds a cloud by its extreme points', () => {
  const bounds = boundsOf(Float32Array.of(0, 0, 0, 2, 4, 6, 1, 1, 1))
  expect(bounds).toMatchObject({ min: [0, 0, 0], max: [2, 4, 6], centre: [1, 2, 3], count: 3 })
  expect(bounds.radius).toBeCloseTo(Math.hypot(2, 4, 6) / 2)
})

test('leaves out points that are not numbers, infinite or absurdly far', () => {
  const bounds = boundsOf(Float32Array.of(1, 1, 1, NaN, 0, 0, Infinity, 0, 0, 1e30, 0, 0, 3, 1, 1))
  expect(bounds).toMatchObject({ min: [1, 1, 1], max: [3, 1, 1], count: 2 })
})

test.each([
  ['nothing', Float32Array.of()],
  ['only NaN', Float32Array.of(NaN, NaN, NaN)],
  ['one point', Float32Array.of(5, 5, 5)],
  ['identical points', Float32Array.of(7, 7, 7, 7, 7, 7)],
  ['identical points far out', Float32Array.of(1e9, 0, 0, 1e9, 0, 0)],
])('has a finite centre and a size for %s', (_, positions) => {
  const { centre, radius } = boundsOf(positions)
  expect(centre.every(Number.isFinite)).toBe(true)
  expect(radius).toBeGreaterThan(0)
  expect(radius).toBeLessThan(Infinity)
})

test('bounds only the points asked for', () => {
  expect(boundsOf(Float32Array.of(0, 0, 0, 9, 9, 9), index => index === 1).centre).toEqual([9, 9, 9])
})
