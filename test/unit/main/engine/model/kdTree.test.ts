/** The engine's k-d tree where a tree is at its hardest; on ordinary clouds see test/integration/engine/neighbours.test.ts. */
import { array, assert, constantFrom, float, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KdTree } from '../../../../../src/main/engine/model/kdTree'
import { seededRandom } from '../../../../../src/main/engine/model/random'

/** Squared distances of all points that are ones, sorted. */
function bruteForce(points: Float32Array, dimension: number, query: ArrayLike<number>, k: number): number[] {
  const squares = Array.from({ length: points.length / dimension }, (_, i) =>
    Array.from(points.subarray(i * dimension, (i + 1) * dimension)).reduce((sum, value, axis) => sum + (value - (query[axis] ?? 0)) ** 2, 0))
  return squares.filter(Number.isFinite).sort((a, b) => a - b).slice(0, k)
}

function expectExact(points: Float32Array, dimension: number, query: Float32Array, k: number): void {
  const { indices, distances } = new KdTree(points, dimension).nearest(query, k)
  const expected = bruteForce(points, dimension, query, k)
  const found = [...indices].filter(i => i >= 0)
  expect(found).toHaveLength(expected.length)
  expect(new Set(found).size).toBe(found.length)
  expect(Array.from(distances.subarray(0, expected.length))).toEqual(expected.map(square => Math.fround(Math.sqrt(square))))
  expect([...indices.subarray(found.length)].every(i => i === -1)).toBe(true)
}

describe('the tree', () => {
  it('made in pieces answers as the one made at once, and lets messages in between', async () => {
    const random = seededRandom(1, 9)
    const points = Float32Array.from({ length: 60_000 }, () => random())
    let breaths = 0
    const grown = await KdTree.grown(points, 3, async () => void breaths++)
    const queries = points.slice(0, 300)
    expect(grown.nearestOfEach(queries, 7)).toEqual(new KdTree(points, 3).nearestOfEach(queries, 7))
    expect(breaths).toBe(7) // 20,000 points: cut at three places, and four pieces below 8,192
  })

  it('is exact among points of few values, with ties, duplicates and points on its cuts', () => {
    const coordinate = constantFrom(-1, 0, 0.5, 1)
    const clouds = integer({ min: 1, max: 4 }).chain(d => array(array(coordinate, { minLength: d, maxLength: d }), { maxLength: 200 })
      .map(rows => ({ d, points: Float32Array.from(rows.flat()) })))
    assert(property(clouds, array(coordinate, { minLength: 4, maxLength: 4 }), integer({ min: 1, max: 12 }), ({ d, points }, query, k) => {
      expectExact(points, d, Float32Array.from(query.slice(0, d)), k)
    }), { seed: 1, numRuns: 150 })
  })

  it('is exact among points that differ by many orders of magnitude, some of them not finite', () => {
    const wild = array(float({ min: -(2 ** 50), max: 2 ** 50 }), { minLength: 1, maxLength: 150 }).map(values => Float32Array.from(values))
    assert(property(wild, float({ noNaN: true, min: -(2 ** 50), max: 2 ** 50 }), (points, query) => {
      const spoilt = points.map((value, i) => i % 7 === 3 ? [NaN, Infinity, -Infinity][i % 3] ?? NaN : value)
      expectExact(spoilt, 1, Float32Array.of(query), 5)
    }), { seed: 2, numRuns: 150 })
  })

  it('answers for ten thousand equal points in a moment', () => {
    const tree = new KdTree(new Float32Array(30_000).fill(2), 3)
    const { indices, distances } = tree.nearest(Float32Array.of(2, 2, 2), 10)
    expect(new Set(indices).size).toBe(10)
    expect([...distances]).toEqual(Array(10).fill(0))
  })

  it('knows one point, none, and fewer than are asked for', () => {
    expect([...new KdTree(Float32Array.of(3, 4), 2).nearestOfEach(Float32Array.of(0, 0, 3, 4), 3)]).toEqual([0, -1, -1, 0, -1, -1])
    expect([...new KdTree(new Float32Array(0), 2).nearestOfEach(Float32Array.of(0, 0), 2)]).toEqual([-1, -1])
    expect(new KdTree(Float32Array.of(3, 4), 2).nearest(Float32Array.of(0, 0), 1).distances[0]).toBe(5)
  })

  it('keeps points that are no numbers out of the way of the others', () => {
    const random = seededRandom(1, 1)
    const points = Float32Array.from({ length: 3 * 500 }, (_, i) => i % 4 === 0 ? NaN : random())
    const whole = Float32Array.from({ length: 3 * 500 }, (_, i) => Math.floor(i / 3) % 3 === 0 ? NaN : random())
    for (let q = 0; q < 50; q++) for (const cloud of [points, whole]) expectExact(cloud, 3, Float32Array.of(random(), random(), random()), 5)
  })

  it('finds nothing near a query that is no number', () => {
    expect([...new KdTree(Float32Array.of(1, 2, 3), 1).nearest(Float32Array.of(NaN), 2).indices]).toEqual([-1, -1])
  })
})
