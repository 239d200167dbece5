import { expect, test } from 'vitest'
import { evenly, smooth, splinePath, straightPath } from '@shared/domain/latent/paths'

const p = (...values: number[]) => Float32Array.from(values)

test('walks a straight line in equal steps', () => {
  expect(straightPath([p(0, 0, 0), p(4, 0, 8)], 5)).toEqual([p(0, 0, 0), p(1, 0, 2), p(2, 0, 4), p(3, 0, 6), p(4, 0, 8)])
})

test('steps are equal along a bent way too', () => {
  const path = evenly([p(0, 0), p(1, 0), p(1, 3)], 5)
  const steps = path.slice(1).map((point, i) => Math.hypot(...point.map((value, k) => value - (path[i]?.[k] ?? 0))))
  steps.forEach((step) => { expect(step).toBeCloseTo(1, 5) })
})

test('a spline passes through its points and starts and ends in the outer ones', () => {
  const points = [p(0, 0), p(2, 2), p(4, 0)]
  const path = splinePath(points, 201)
  expect(path[0]).toEqual(points[0])
  expect(path[200]).toEqual(points[2])
  const nearest = Math.min(...path.map(point => Math.hypot((point[0] ?? 0) - 2, (point[1] ?? 0) - 2)))
  expect(nearest).toBeLessThan(0.02)
})

test('a spline through points of a line stays on the line', () => {
  for (const point of splinePath([p(0, 0), p(1, 1), p(2, 2), p(3, 3)], 20)) expect(point[0]).toBeCloseTo(point[1] ?? NaN, 6)
})

test.each([[1], [2], [5], [300]])('gives %i stations, all of them numbers, even for identical points', (stations) => {
  const path = splinePath([p(1, 1), p(1, 1), p(1, 1)], stations)
  expect(path).toHaveLength(stations)
  expect(path.every(point => point.every(Number.isFinite))).toBe(true)
})

test('smoothing keeps the ends and shortens the way', () => {
  const jagged = [p(0, 0), p(1, 1), p(2, -1), p(3, 1), p(4, 0)]
  const smoothed = smooth(jagged)
  expect([smoothed[0], smoothed[4]]).toEqual([jagged[0], jagged[4]])
  expect(Math.abs(smoothed[2]?.[1] ?? 9)).toBeLessThan(0.5)
})
