/** Nearest neighbours, the votes of their classes, and principal components: against the plain definition in double precision. */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { NativeBackend } from '../../../src/main/engine/backend'
import { knnAccuracy, neighboursAmong } from '../../../src/main/engine/model/neighbours'
import { principalComponents } from '../../../src/main/engine/model/pca'
import { surroundingsOf, type Placed } from '../../../src/main/engine/model/surroundings'
import { plainComponents } from '../../../src/main/engine/model/plainPca'
import { seededRandom } from '../../../src/main/engine/model/random'
import { principalAxes } from '../../../src/main/engine/space'
import { theBackend } from '../../support/engine'

let native: NativeBackend
beforeAll(async () => {
  ({ native } = await theBackend())
})

const breathe = async () => undefined

function randomPoints(count: number, dimension: number, stream: number, offset = 0): Float32Array {
  const random = seededRandom(1, stream)
  return Float32Array.from({ length: count * dimension }, () => offset + random())
}

function distance(a: Float32Array, i: number, b: Float32Array, j: number, dimension: number): number {
  let sum = 0
  for (let axis = 0; axis < dimension; axis++) sum += ((a[i * dimension + axis] ?? 0) - (b[j * dimension + axis] ?? 0)) ** 2
  return Math.sqrt(sum)
}

/** All distances, sorted: ties may have any order of indices. */
function nearestDistances(points: Float32Array, query: Float32Array, q: number, dimension: number, k: number): number[] {
  return Array.from({ length: points.length / dimension }, (_, i) => distance(points, i, query, q, dimension)).sort((a, b) => a - b).slice(0, k)
}

// 8 dimensions are the tree's last, 9 the first of the device's.
describe.each([[1], [2], [3], [8], [9], [32]])('the nearest neighbours in %i dimensions', (dimension) => {
  it.each([[0], [100]])('are those of brute force, at a distance of %i from the origin', async (offset) => {
    const [points, queries] = [randomPoints(500, dimension, 1, offset), randomPoints(40, dimension, 2, offset)]
    const neighbours = await neighboursAmong(points, dimension, breathe)
    const found = neighbours.nearest(queries, 10)
    neighbours.dispose()
    for (let q = 0; q < 40; q++) {
      const expected = nearestDistances(points, queries, q, dimension, 10)
      const distances = [...found.subarray(10 * q, 10 * q + 10)].map(i => distance(points, i, queries, q, dimension))
      expected.forEach((value, j) => expect(distances[j]).toBeCloseTo(value, 4))
    }
  })
})

describe.each([[2], [12]])('the surroundings of points in %i dimensions', (dimension) => {
  const count = 700
  const points = randomPoints(count, dimension, 8)
  const labels = Uint8Array.from({ length: count }, (_, i) => Math.floor(3 * (points[i * dimension] ?? 0)))
  const look = async (placed: Placed, first: number, many: number, pause: () => Promise<unknown> = breathe) => {
    const neighbours = await neighboursAmong(placed.points, dimension, breathe)
    const found = await surroundingsOf(placed, neighbours, first, many, pause)
    neighbours.dispose()
    return found
  }

  it('are those of the definition, over several blocks', async () => {
    let breaths = 0
    const { spacing, disagreement } = await look({ points, dimension, labels }, 50, 600, async () => void breaths++)
    expect(breaths).toBe(3)
    for (let q = 0; q < 600; q++) {
      const to = (i: number) => distance(points, i, points, 50 + q, dimension)
      const nearest = [...labels.keys()].filter(i => i !== 50 + q).sort((a, b) => to(a) - to(b)).slice(0, 10)
      expect(spacing[q]).toBeCloseTo(to(nearest[9] ?? 0), 5)
      expect(disagreement[q]).toBeCloseTo(nearest.filter(i => labels[i] !== labels[50 + q]).length / 10, 6)
    }
  })

  it('are none of a point that is no number, which is near to nothing either', async () => {
    const broken = points.slice()
    broken.fill(NaN, 5 * dimension, 6 * dimension)
    const { spacing, disagreement } = await look({ points: broken, dimension, labels }, 0, count)
    expect([spacing[5], disagreement[5]]).toEqual([NaN, NaN])
    expect(spacing.filter(Number.isFinite)).toHaveLength(count - 1)
    const nowhere = await look({ points: new Float32Array(20 * dimension).fill(NaN), dimension, labels: new Uint8Array(20) }, 0, 20)
    expect(nowhere.spacing.every(Number.isNaN)).toBe(true)
  })

  it('lie at no distance where all points are one, and there may be fewer than ten', async () => {
    const same = await look({ points: new Float32Array(40 * dimension).fill(0.5), dimension, labels: new Uint8Array(40) }, 0, 40)
    expect([...new Set(same.spacing), ...new Set(same.disagreement)]).toEqual([0, 0])
    const three = await look({ points: points.slice(0, 3 * dimension), dimension, labels: Uint8Array.of(1, 1, 2) }, 0, 3)
    expect([...three.disagreement]).toEqual([0.5, 0.5, 1])
    expect((await look({ points: points.slice(0, dimension), dimension, labels: Uint8Array.of(1) }, 0, 1)).spacing[0]).toBeNaN()
  })
})

describe('the accuracy of the neighbours\' vote', () => {
  /** By the definition: the class that most of the k nearest have; of equals the one whose member is nearest. */
  function byDefinition(points: Float32Array, labels: Uint8Array, queries: Float32Array, truth: Uint8Array, dimension: number, k: number): number {
    let right = 0
    truth.forEach((label, q) => {
      const to = (i: number) => distance(points, i, queries, q, dimension)
      const order = [...labels.keys()].sort((a, b) => to(a) - to(b)).slice(0, k)
      const votes = order.map(i => labels[i])
      const most = Math.max(...votes.map(vote => votes.filter(other => other === vote).length))
      if (votes.find(vote => votes.filter(other => other === vote).length === most) === label) right++
    })
    return right / truth.length
  }

  it.each([[3, 1], [3, 10], [12, 1], [12, 10]])('in %i dimensions with k = %i is that of the definition, over several blocks', async (dimension, k) => {
    const [points, queries] = [randomPoints(300, dimension, 3), randomPoints(300, dimension, 4)]
    // Classes that depend on the place, so that neighbours agree more often than not, with ties among three.
    const labelsOf = (all: Float32Array) => Uint8Array.from({ length: 300 }, (_, i) => Math.floor(3 * (all[i * dimension] ?? 0)) + 7)
    const [labels, truth] = [labelsOf(points), labelsOf(queries)]
    const found = await knnAccuracy({ points, labels }, { points: queries, labels: truth }, dimension, breathe, k)
    expect(found).toBe(byDefinition(points, labels, queries, truth, dimension, k))
    expect(found).toBeGreaterThan(1 / 3)
  })

  it('asks fewer neighbours where there are fewer points than k', async () => {
    for (const dimension of [2, 12]) {
      const points = randomPoints(3, dimension, 5)
      expect(await knnAccuracy({ points, labels: Uint8Array.of(4, 4, 4) }, { points, labels: Uint8Array.of(4, 4, 4) }, dimension, breathe)).toBe(1)
    }
  })

  it('counts points that are no numbers for no class', async () => {
    const nothing = new Float32Array(40).fill(NaN)
    const labels = new Uint8Array(20)
    expect(await knnAccuracy({ points: nothing, labels }, { points: nothing, labels }, 2, breathe)).toBe(0)
  })

  // Of 40,000 points the tree is split into halves down to pieces of 5,000, which are put in order at one go.
  it.each([[600, 0, 1], [40_000, 1 + 2 + 4, 8]])('lets messages in between blocks of queries, and while the tree of %i points grows', async (count, splits, pieces) => {
    let breaths = 0
    const points = randomPoints(count, 2, 6)
    const labels = new Uint8Array(count)
    const queries = { points: points.subarray(0, 2 * 600), labels: labels.subarray(0, 600) }
    await knnAccuracy({ points, labels }, queries, 2, async () => void breaths++)
    expect(breaths).toBe(splits + pieces + 3)
  })
})

describe('principal components', () => {
  const [n, dimension] = [400, 6]
  /** Correlated columns of different spread, far from the origin. */
  const given = (() => {
    const values = randomPoints(n, dimension, 7)
    return values.map((value, i) => {
      const axis = i % dimension
      return axis === 0 ? value : 10 * axis + value * axis + (values[i - axis] ?? 0)
    })
  })()
  const rows = (from: Float32Array) => (start: number, end: number) =>
    tf.tensor2d(from.subarray(start * dimension, end * dimension), [end - start, dimension])

  it('are eigenvectors of the covariance, orthonormal, the greatest variance first', async () => {
    const { mean, components, variances } = await principalComponents(native, n, dimension, rows(given), breathe)
    const column = (axis: number) => Array.from({ length: n }, (_, i) => (given[i * dimension + axis] ?? 0))
    const means = Array.from({ length: dimension }, (_, axis) => column(axis).reduce((a, b) => a + b) / n)
    means.forEach((value, axis) => expect(mean[axis]).toBeCloseTo(value, 4))
    const covariance = means.map((_, a) => means.map((__, b) =>
      column(a).reduce((sum, value, i) => sum + (value - (means[a] ?? 0)) * ((column(b)[i] ?? 0) - (means[b] ?? 0)), 0) / n))
    const vector = (k: number) => [...components.subarray(k * dimension, (k + 1) * dimension)]
    const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)
    for (let k = 0; k < dimension; k++) {
      covariance.forEach((row, a) => expect(dot(row, vector(k))).toBeCloseTo((variances[k] ?? 0) * (vector(k)[a] ?? 0), 3))
      for (let j = 0; j <= k; j++) expect(dot(vector(k), vector(j))).toBeCloseTo(j === k ? 1 : 0, 4)
    }
    expect([...variances]).toEqual([...variances].sort((a, b) => b - a))
  })

  it.each([[1], [6], [40], [150]])('without TensorFlow are the same, in %i dimensions', async (many) => {
    const [count, random] = [300, seededRandom(3, many)]
    // Each column spreads less than the one before and takes something of it along: no two variances are equal.
    const values = new Float32Array(count * many)
    values.forEach((_, i) => { values[i] = 5 + (random() - 0.5) * 0.9 ** (i % many) + (i % many > 0 ? 0.3 * (values[i - 1] ?? 0) : 0) })
    const rowsOf = (start: number, end: number) => tf.tensor2d(values.subarray(start * many, end * many), [end - start, many])
    let breaths = 0
    const expected = await principalComponents(native, count, many, rowsOf, breathe)
    const found = await plainComponents(values, many, async () => void breaths++)
    const total = expected.variances.reduce((a, b) => a + b)
    found.variances.forEach((variance, k) => expect(Math.abs(variance - (expected.variances[k] ?? NaN)) / total).toBeLessThan(1e-5))
    found.mean.forEach((value, k) => expect(value).toBeCloseTo(expected.mean[k] ?? NaN, 3))
    for (let k = 0; k < Math.min(3, many); k++) {
      const [own, other] = [found, expected].map(({ components }) => components.subarray(k * many, (k + 1) * many))
      const dot = own?.reduce((sum, value, i) => sum + value * (other?.[i] ?? 0), 0) ?? 0
      expect(Math.abs(dot)).toBeCloseTo(1, 3) // an axis has two directions
    }
    expect(breaths).toBeGreaterThan(0)
  })

  it('of latents are drawn along with TensorFlow or without', async () => {
    const embedding = { dimension, latents: given, errors: new Float32Array(n) }
    const [found, expected] = [await principalAxes(null, embedding, breathe), await principalAxes(native, embedding, breathe)]
    expect(found.basis).toHaveLength(3 * dimension)
    found.explained.forEach((share, k) => expect(share).toBeCloseTo(expected.explained[k] ?? NaN, 5))
  })

  it('of one point many times have no variance, and stand across one another all the same', async () => {
    const { components, variances } = await plainComponents(new Float32Array(40).fill(7), 4, breathe)
    expect([...variances]).toEqual([0, 0, 0, 0])
    expect(components.reduce((sum, value) => sum + value ** 2, 0)).toBe(4)
  })

  it('are refused for data that are not numbers', async () => {
    const broken = given.slice()
    broken[77] = NaN
    await expect(plainComponents(broken, dimension, breathe)).rejects.toMatchObject({ code: 'E_NUMERIC' })
    await expect(principalComponents(native, n, dimension, rows(broken), breathe)).rejects.toMatchObject({ code: 'E_NUMERIC' })
  })
})
