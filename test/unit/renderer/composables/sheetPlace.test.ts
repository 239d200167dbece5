import type { Vec3 } from '@shared/domain/latent/bounds'
import { identity, type Rotation } from '@shared/domain/latent/procrustes'
import { directSpace } from '@shared/domain/latent/space'
import { expect, it } from 'vitest'
import { cornersOf, type SheetPlane } from '../../../../src/renderer/composables/sheetPlace'

/** 8,000 points of a box of 2 × 4 × 6 around (5, 0, 0). */
const values = Float32Array.from({ length: 3 * 8000 }, (_, at) => {
  const i = Math.floor(at / 3)
  const step = (n: number) => n % 20 / 9.5 - 1
  return [5 + step(i), 2 * step(Math.floor(i / 20)), 3 * step(Math.floor(i / 400))][at % 3] ?? 0
})
/** A third of a right angle about the third axis, and away. */
const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)]
const turned: Rotation = { matrix: [c, -s, 0, s, c, 0, 0, 0, 1], shift: [3, -2, 1] }

function latentCorners(rotation: Rotation, plane: SheetPlane, depth: number): Vec3[] {
  const space = directSpace(3, rotation)
  return cornersOf({ positions: space.project(values), space }, plane, depth).map(corner => [...space.locate(corner)] as [number, number, number])
}

it.each([['xy', 2], ['xz', 1], ['yz', 0]] as const)('the sheet %s keeps to one value of its third axis, however the drawing is turned', (plane, through) => {
  const straight = latentCorners(identity, plane, 0.5)
  const found = latentCorners(turned, plane, 0.5)
  expect(new Set(straight.map(corner => corner[through].toFixed(4))).size).toBe(1)
  found.forEach((corner, i) => corner.forEach((value, axis) => expect(value).toBeCloseTo(straight[i]?.[axis] ?? NaN, 4)))
})

it('goes from the first to the last percent of the cloud', () => {
  const [topLeft, , bottomRight] = latentCorners(identity, 'xy', -1)
  expect(topLeft?.map(value => value.toFixed(2))).toEqual(['4.00', '2.00', '-3.00'])
  expect(bottomRight?.map(value => value.toFixed(2))).toEqual(['6.00', '-2.00', '-3.00'])
})
