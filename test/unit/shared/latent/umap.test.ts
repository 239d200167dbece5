import { expect, test } from 'vitest'
import { embeddedSpace } from '@shared/domain/latent/space'
import { umap } from '@shared/domain/latent/umap'
import { seeded } from '@shared/domain/seeded'

const dimension = 8
const groups = 4
const each = 60

/** Four balls far apart in eight dimensions, in an order that a layout cannot know. */
function balls() {
  const random = seeded(5)
  const values = new Float32Array(groups * each * dimension)
  for (let i = 0; i < groups * each; i++) {
    for (let c = 0; c < dimension; c++) values[i * dimension + c] = (c === i % groups ? 20 : 0) + random() - 0.5
  }
  return values
}

function noise(count: number): Float32Array {
  const random = seeded(9)
  return Float32Array.from({ length: 3 * count }, () => random() - 0.5)
}

function distance(places: Float32Array, i: number, j: number): number {
  return Math.hypot(...[0, 1, 2].map(c => (places[3 * i + c] ?? NaN) - (places[3 * j + c] ?? NaN)))
}

function nearestOf(places: Float32Array, i: number, k: number): number[] {
  return Array.from({ length: places.length / 3 }, (_, j) => j).filter(j => j !== i)
    .sort((a, b) => distance(places, i, a) - distance(places, i, b)).slice(0, k)
}

test('keeps the neighbours of separate groups together, whatever it starts from', () => {
  const values = balls()
  const places = umap(values, dimension, noise(groups * each))
  for (let i = 0; i < groups * each; i++) {
    expect(nearestOf(places, i, 10).filter(j => j % groups !== i % groups), `of point ${i}`).toEqual([])
  }
})

test('is the same for the same seed and another for another', () => {
  const make = (seed: number) => umap(balls(), dimension, noise(groups * each), { seed, epochs: 20 })
  expect(make(3)).toEqual(make(3))
  expect(make(4)).not.toEqual(make(3))
})

test('tells its progress, which only grows', () => {
  const shares: number[] = []
  umap(balls(), dimension, noise(groups * each), { epochs: 20, onProgress: share => shares.push(share) })
  expect(shares).toEqual(shares.toSorted((x, y) => x - y))
  expect(shares[0]).toBe(0)
  expect(shares.at(-1)).toBeGreaterThan(0.9)
})

test('points without a number have no place, identical ones have finite ones', () => {
  const values = new Float32Array(30 * dimension).fill(1)
  values[5 * dimension + 2] = NaN
  const places = umap(values, dimension, new Float32Array(90), { epochs: 30 })
  expect([...places.subarray(15, 18)].every(Number.isNaN)).toBe(true)
  expect([...places].filter(Number.isFinite)).toHaveLength(29 * 3)
})

test.each([0, 1, 2])('%d points are no trouble', (count) => {
  const places = umap(new Float32Array(count * dimension).fill(2), dimension, noise(count))
  expect(places).toHaveLength(3 * count)
  expect([...places].every(Number.isFinite)).toBe(true)
})

test('a place is found in the latents between its neighbours, and a latent among theirs', () => {
  const values = Float32Array.of(0, 0, 0, 0, /* */ 2, 0, 0, 0, /* */ 100, 100, 100, 100)
  const positions = Float32Array.of(0, 0, 0, 1, 0, 0, 50, 50, 50)
  const space = embeddedSpace(4, positions, values, 2)
  expect(space.locate([0.5, 0, 0])[0]).toBeCloseTo(1, 4)
  expect([...space.locate([1, 0, 0])]).toEqual([2, 0, 0, 0])
  expect(space.project(Float32Array.of(1, 0, 0, 0))[0]).toBeCloseTo(0.5, 4)
  expect([...space.project(Float32Array.of(100, 100, 100, 100, 0, 0, 0, 0))]).toEqual([50, 50, 50, 0, 0, 0])
})
