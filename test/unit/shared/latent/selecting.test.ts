import { Matrix4, PerspectiveCamera } from 'three'
import { expect, test } from 'vitest'
import { allToScreen } from '@shared/domain/latent/picking'
import { boxPolygon, combine, indicesOf, inFront, insidePolygon, invert, selectClass, selectInside } from '@shared/domain/latent/selecting'

const square = boxPolygon(0, 0, 10, 10)
// A horseshoe open at the top.
const horseshoe = [[0, 0], [3, 0], [3, 7], [7, 7], [7, 0], [10, 0], [10, 10], [0, 10]] as const

test('knows the inside of convex and hollow polygons', () => {
  expect(insidePolygon(5, 5, square)).toBe(true)
  expect(insidePolygon(11, 5, square)).toBe(false)
  expect(insidePolygon(5, 3, horseshoe)).toBe(false)
  expect(insidePolygon(5, 8, horseshoe)).toBe(true)
  expect(insidePolygon(0, 0, [[0, 0], [1, 1]])).toBe(false)
})

test('selects what lies inside on the screen, is visible and in front of the camera', () => {
  const screen = Float32Array.of(5, 5, 0, 50, 5, 0, 5, 6, 0, 5, 7, 2, NaN, NaN, NaN)
  expect([...selectInside(screen, square, Uint8Array.of(1, 1, 0, 1, 1))]).toEqual([1, 0, 0, 0, 0])
})

test('tells what is hidden behind other points', () => {
  const screen = Float32Array.of(5, 5, 0.1, 5.5, 5, 0.9, 40, 5, 0.9, 5, 5.2, 0.11)
  expect([...inFront(screen, Uint8Array.of(1, 1, 1, 1))]).toEqual([1, 0, 1, 1])
  expect([...inFront(screen, Uint8Array.of(0, 1, 1, 0))]).toEqual([0, 1, 1, 0])
})

test('tells it also with the camera inside the cloud: what is behind it, or before the near plane, hides and stretches nothing', () => {
  const camera = new PerspectiveCamera(45, 1.5, 0.1, 100) // at the origin, looking along −z
  camera.updateMatrixWorld()
  const matrix = new Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse).elements
  // In front, a little behind it, far behind it; behind the camera; at its back just beside it; before the near plane.
  const places = Float32Array.of(0, 0, -2, 0, 0, -2.01, 0, 0, -6, 0, 0, 3, 0, 0, 1e-6, 0, 0, -0.05)
  const screen = allToScreen(places, { matrix, width: 900, height: 600 })
  expect([...screen.subarray(9, 15)]).toEqual([NaN, NaN, NaN, NaN, NaN, NaN])
  expect([...inFront(screen, new Uint8Array(6).fill(1))]).toEqual([1, 1, 0, 0, 0, 0])
})

test('adds, subtracts, replaces and inverts', () => {
  const [a, b] = [Uint8Array.of(1, 1, 0, 0), Uint8Array.of(0, 1, 1, 0)]
  expect([...combine(a, b, 'add')]).toEqual([1, 1, 1, 0])
  expect([...combine(a, b, 'subtract')]).toEqual([1, 0, 0, 0])
  expect([...combine(a, b, 'replace')]).toEqual([0, 1, 1, 0])
  expect([...invert(a, Uint8Array.of(1, 1, 1, 0))]).toEqual([0, 0, 1, 0])
  expect([...selectClass(Uint8Array.of(3, 1, 3, 3), 3, Uint8Array.of(1, 1, 1, 0))]).toEqual([1, 0, 1, 0])
  expect([...indicesOf(b)]).toEqual([1, 2])
})
