import { expect, test } from 'vitest'
import { distance, pointAt } from '@shared/domain/latent/bounds'
import { KdTree } from '@shared/domain/latent/kdTree'
import { someCloud } from './points'

function bruteForce(positions: Float32Array, place: readonly [number, number, number], k: number) {
  return Array.from({ length: positions.length / 3 }, (_, index) => ({ index, distance: distance(pointAt(positions, index), place) }))
    .filter(found => !Number.isNaN(found.distance)).sort((a, b) => a.distance - b.distance).slice(0, k)
}

test('finds the neighbours that a full search finds', () => {
  const { positions } = someCloud(3000)
  const tree = new KdTree(positions)
  for (let i = 0; i < 3000; i += 97) {
    const expected = bruteForce(positions, pointAt(positions, i), 10)
    const found = tree.nearest(pointAt(positions, i), 10)
    expect(found.map(({ index }) => index)).toEqual(expected.map(({ index }) => index))
    found.forEach((neighbour, rank) => { expect(neighbour.distance).toBeCloseTo(expected[rank]?.distance ?? NaN, 5) })
  }
})

test('leaves out the point itself where asked, and points that are no numbers', () => {
  const tree = new KdTree(Float32Array.of(0, 0, 0, NaN, 0, 0, 1, 0, 0, Infinity, 0, 0))
  expect(tree.size).toBe(2)
  expect(tree.nearest([0, 0, 0], 5, 0)).toEqual([{ index: 2, distance: 1 }])
})

test('answers for identical points without going round in circles', () => {
  const tree = new KdTree(new Float32Array(3 * 5000).fill(2))
  expect(tree.nearest([2, 2, 2], 4).map(({ distance: d }) => d)).toEqual([0, 0, 0, 0])
})

test('knows no neighbour in an empty cloud', () => {
  expect(new KdTree(new Float32Array(0)).nearest([0, 0, 0], 3)).toEqual([])
})
