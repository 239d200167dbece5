import { Crowd, thinned } from '@shared/domain/latent/crowd'
import { buildGraph, shortestPath } from '@shared/domain/latent/neighbourGraph'
import { finiteRows, nearestNeighbours } from '@shared/domain/latent/nearest'
import { seeded } from '@shared/domain/seeded'
import { expect, test } from 'vitest'

/** Points on three quarters of a circle in the plane of two axes out of d: the straight way between the ends crosses an empty middle. */
function arc(count: number, dimension: number, [one, other] = [0, 1]): Float32Array {
  const values = new Float32Array(count * dimension)
  for (let i = 0; i < count; i++) {
    const angle = 1.5 * Math.PI * i / (count - 1)
    values[i * dimension + one] = Math.cos(angle)
    values[i * dimension + other] = Math.sin(angle)
  }
  return values
}

const row = (values: Float32Array, dimension: number, i: number) => values.slice(i * dimension, (i + 1) * dimension)
const radius = (point: Float32Array) => Math.hypot(...point)

test.each([1, 2, 5, 32])('finds the neighbours in %i dimensions that sorting finds', (dimension) => {
  const random = seeded(3)
  const [count, k] = [80, 7]
  const values = Float32Array.from({ length: count * dimension }, () => random())
  values.set(new Float32Array(dimension).fill(NaN), 5 * dimension)
  const rows = finiteRows(values, dimension)
  expect([...rows]).toEqual(Array.from({ length: count }, (_, i) => i).filter(i => i !== 5))
  const { indices, distances } = nearestNeighbours(values, dimension, rows, k)
  const between = (i: number, j: number) => Math.hypot(...row(values, dimension, i).map((value, c) => value - (values[j * dimension + c] ?? 0)))
  rows.forEach((i, node) => {
    const sorted = [...rows].filter(j => j !== i).sort((a, b) => between(i, a) - between(i, b)).slice(0, k)
    expect([...indices.subarray(node * k, (node + 1) * k)].map(other => rows[other])).toEqual(sorted)
    expect(distances[node * k]).toBeCloseTo(between(i, sorted[0] ?? 0), 5)
  })
})

test.each([2, 3, 12])('follows the data around an empty middle in %i dimensions', (dimension) => {
  const values = arc(60, dimension, [dimension - 1, 0])
  const { points, isBroken } = new Crowd({ values, dimension }).follow([row(values, dimension, 0), row(values, dimension, 59)])
  expect(isBroken).toBe(false)
  expect(points.at(0)).toEqual(row(values, dimension, 0))
  expect(points.at(-1)).toEqual(row(values, dimension, 59))
  for (const point of points) expect(radius(point)).toBeGreaterThan(0.9)
})

test('goes through every place that it is given', () => {
  const values = arc(60, 2)
  const ends = [0, 40, 20].map(i => row(values, 2, i))
  const { points } = new Crowd({ values, dimension: 2 }).follow(ends)
  for (const end of ends) expect(points).toContainEqual(end)
})

test('goes straight, and says so, where no way leads', () => {
  const group = (x: number) => Array.from({ length: 12 }, (_, i) => [x + 0.01 * i, 0]).flat()
  const values = Float32Array.from([...group(0), ...group(90)])
  const [from, to] = [row(values, 2, 0), row(values, 2, 23)]
  expect(new Crowd({ values, dimension: 2 }).follow([from, to])).toEqual({ points: [from, to], isBroken: true })
})

test.each([
  ['no latents', []], ['one', [1, 2]], ['only unusable ones', [NaN, 0, Infinity, 1]], ['identical ones', Array.from({ length: 60 }, () => 4)],
])('of %s it makes a way of numbers between the ends', (_, values) => {
  const ends = [Float32Array.of(0, 0), Float32Array.of(4, 8)]
  const { points } = new Crowd({ values: Float32Array.from(values), dimension: 2 }).follow(ends)
  expect([points.at(0), points.at(-1)]).toEqual(ends)
  expect(points.every(point => point.every(Number.isFinite))).toBe(true)
})

test('steps through a crowd cost less than a leap', () => {
  const positions = Float32Array.of(0, 1, 2, 3, 4)
  const graph = buildGraph(nearestNeighbours(positions, 1, finiteRows(positions, 1), 4), 4)
  expect(shortestPath(graph, 0, 4)).toEqual([0, 1, 2, 3, 4])
  expect(shortestPath(graph, 2, 2)).toEqual([2])
})

test('a large cloud is thinned evenly, the more the more coordinates it has; a small one not at all', () => {
  const small = { values: arc(50, 3), dimension: 3 }
  expect(thinned(small)).toEqual(small)
  const { values } = thinned({ values: Float32Array.from({ length: 70_000 * 2 }, (_, at) => Math.floor(at / 2)), dimension: 2 })
  expect(values.length / 2).toBeLessThanOrEqual(12_000)
  expect([...values.subarray(0, 6)]).toEqual([0, 0, 6, 6, 12, 12])
  expect(thinned({ values: new Float32Array(20_000 * 256), dimension: 256 }).values.length / 256).toBeLessThan(6000)
})
