import { expect, test } from 'vitest'
import { step } from '@shared/domain/latent/walking'

const here = { x: 100, y: 100 }
const around = [
  { index: 1, at: { x: 120, y: 101 } }, { index: 2, at: { x: 106, y: 108 } }, { index: 3, at: { x: 80, y: 100 } },
  { index: 4, at: { x: 100.2, y: 100 } }, { index: 5, at: null },
]

test('goes to the neighbour in the direction of the key, the near and straight one first', () => {
  expect(step(here, around, [1, 0])).toBe(1)
  expect(step(here, around, [0, 1])).toBe(2)
  expect(step(here, around, [-1, 0])).toBe(3)
})

test('stays where nothing lies that way', () => {
  expect(step(here, around, [0, -1])).toBeNull()
  expect(step(here, [], [1, 0])).toBeNull()
})
