import { expect, test } from 'vitest'
import { directSpace, embeddedSpace, pcaSpace } from '@shared/domain/latent/space'
import type { Rotation } from '@shared/domain/latent/procrustes'

const quarterTurn: Rotation = { matrix: [0, -1, 0, 1, 0, 0, 0, 0, 1], shift: [1, 0, 0] }

test('draws three dimensions as they are, and finds the way back', () => {
  const space = directSpace(3)
  expect([...space.project(Float32Array.of(1, 2, 3, 4, 5, 6))]).toEqual([1, 2, 3, 4, 5, 6])
  expect([...space.locate([1, 2, 3])]).toEqual([1, 2, 3])
})

test('a turned drawing still locates the latent vector itself', () => {
  const space = directSpace(3, quarterTurn)
  const drawn = space.project(Float32Array.of(1, 2, 3))
  expect([...drawn]).toEqual([-1, 1, 3])
  expect([...space.locate([-1, 1, 3])]).toEqual([1, 2, 3])
})

test('draws two dimensions flat and one as a band whose height means nothing', () => {
  expect([...directSpace(2).project(Float32Array.of(1, 2, 3, 4))]).toEqual([1, 2, 0, 3, 4, 0])
  const band = directSpace(1).project(Float32Array.of(0, 10))
  expect([band[0], band[3]]).toEqual([0, 10])
  expect(Math.abs(band[1] ?? 9)).toBeLessThan(1)
  expect([...directSpace(1).locate([7, 0.3, 0])]).toEqual([7])
})

test('projects on principal components and back onto their subspace', () => {
  const components = {
    mean: Float32Array.of(1, 1, 1, 1),
    basis: Float32Array.of(0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1),
    explained: Float32Array.of(0.5, 0.3, 0.1),
  }
  const space = pcaSpace(components)
  expect([...space.project(Float32Array.of(3, 5, 9, 2))]).toEqual([4, 2, 1])
  expect([...space.locate([4, 2, 1])]).toEqual([3, 5, 1, 2]) // the third lies outside: its mean
  expect(space.explained?.[0]).toBeCloseTo(0.5)
})

test('locates a place of an embedding by its nearest points', () => {
  const space = embeddedSpace(2, Float32Array.of(0, 0, 0, 10, 0, 0), Float32Array.of(1, 2, 3, 4), 1)
  expect(space.locate([9, 0, 0])).toEqual(Float32Array.of(3, 4))
})
