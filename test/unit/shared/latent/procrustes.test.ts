import { expect, test } from 'vitest'
import { align, applyRigid, helps, invertRigid, moveRigid, type Rotation } from '@shared/domain/latent/procrustes'
import { pointAt } from '@shared/domain/latent/bounds'
import { someCloud } from './points'

const [c, s] = [Math.cos(0.7), Math.sin(0.7)]
const turn: Rotation = { matrix: [c, -s, 0, s, c, 0, 0, 0, 1], shift: [1, -2, 3] }
const mirror: Rotation = { matrix: [-1, 0, 0, 0, 1, 0, 0, 0, 1], shift: [0.5, 0, 0] }

test.each([['a rotation', turn], ['a reflection', mirror]])('undoes %s exactly', (_, motion) => {
  const { positions } = someCloud(500)
  const moved = moveRigid(motion, positions.slice())
  const found = align(moved, positions)
  expect(found.after).toBeLessThan(1e-4)
  expect(found.before).toBeGreaterThan(0.3)
  expect(helps(found)).toBe(true)
  const back = applyRigid(found.rotation, pointAt(moved, 7))
  back.forEach((value, axis) => { expect(value).toBeCloseTo(positions[21 + axis] ?? NaN, 3) })
})

test('keeps distances: the rows of the matrix are a right-angled frame', () => {
  const a = someCloud(400, 1).positions
  const { matrix: m } = align(a, someCloud(400, 2).positions).rotation
  const rows = [m.slice(0, 3), m.slice(3, 6), m.slice(6, 9)]
  rows.forEach((row, i) => {
    rows.forEach((other, j) => {
      expect(row.reduce((sum, value, k) => sum + value * (other[k] ?? 0), 0)).toBeCloseTo(i === j ? 1 : 0, 6)
    })
  })
})

test('turns a flat cloud within its plane', () => {
  const { positions } = someCloud(300)
  for (let i = 2; i < positions.length; i += 3) positions[i] = 0
  const found = align(moveRigid({ ...turn, shift: [0, 0, 0] }, positions.slice()), positions)
  expect(found.after).toBeLessThan(1e-4)
})

test('says that aligning unrelated clouds does not help', () => {
  const a = someCloud(2000, 1).positions
  const grown = a.map(value => value * 1.1)
  expect(helps(align(a, grown))).toBe(false)
})

test('is the identity in effect for clouds without numbers', () => {
  const found = align(Float32Array.of(NaN, NaN, NaN), Float32Array.of(1, 2, 3))
  expect(applyRigid(found.rotation, [1, 2, 3])).toEqual([1, 2, 3])
})

test('takes identical points to identical points', () => {
  const found = align(new Float32Array(30).fill(1), new Float32Array(30).fill(4))
  expect(found.after).toBeCloseTo(0)
  expect(applyRigid(found.rotation, [1, 1, 1]).every(value => Math.abs(value - 4) < 1e-9)).toBe(true)
})

test('inverts what it applies', () => {
  invertRigid(turn, applyRigid(turn, [0.3, -4, 2])).forEach((value, axis) => { expect(value).toBeCloseTo([0.3, -4, 2][axis] ?? NaN, 12) })
})
