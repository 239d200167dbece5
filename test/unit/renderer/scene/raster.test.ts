import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Matrix4, PerspectiveCamera } from 'three'
import { makeMark } from '../../../../src/renderer/scene/marks'
import { mixed, packed, RasterPicture } from '../../../../src/renderer/scene/rasterPicture'
import { paintSheet } from '../../../../src/renderer/scene/rasterSheet'
import { stubFrames } from './fakes'

beforeEach(() => { stubFrames() })
afterEach(() => { vi.unstubAllGlobals() })

const [red, blue] = [packed(255, 0, 0), packed(0, 0, 255)]

test('what is nearer hides what is farther, in either order', () => {
  for (const order of [[1, 2], [2, 1]]) {
    const picture = new RasterPicture(20, 20)
    picture.clear([0, 0, 0])
    for (const depth of order) picture.stamp(0, 10, 10, depth, 7, depth === 1 ? red : blue, 256)
    expect(picture.pixels[10 * 20 + 10]).toBe(red)
  }
})

test('marks at the border are cut off, not wrapped around', () => {
  const picture = new RasterPicture(20, 20)
  picture.clear([0, 0, 0])
  picture.stamp(2, 0, 10, 1, 9, red, 256)
  const column = (x: number) => Array.from({ length: 20 }, (_, y) => picture.pixels[y * 20 + x]).filter(value => value === red).length
  expect(column(0)).toBeGreaterThanOrEqual(5)
  expect(column(19)).toBe(0)
})

test('the ten shapes differ at ten pixels', () => {
  const looks = Array.from({ length: 10 }, (_, shape) => {
    const { dx, dy, cover } = makeMark(shape, 10)
    return Array.from(dx, (x, i) => `${x},${dy[i]},${cover[i]}`).sort().join(' ')
  })
  expect(new Set(looks).size).toBe(10)
})

test('colours are mixed channel by channel', () => {
  expect(mixed(packed(0, 0, 0), packed(255, 128, 64), 128)).toBe(packed(127, 64, 32))
  expect(mixed(red, blue, 0)).toBe(red)
})

test('a sheet facing the eye fills its outline with its pictures, and hides behind nearer points', () => {
  const camera = new PerspectiveCamera(90, 1, 0.1, 100)
  camera.position.set(0, 0, 2)
  camera.updateMatrixWorld()
  const matrix = new Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse).elements
  const picture = new RasterPicture(40, 40)
  picture.clear([0, 0, 0])
  picture.stamp(2, 12, 12, 1.5, 5, red, 256)
  const pixels = Uint8Array.of(255, 0, 0, 255) // white top left and bottom right
  paintSheet(picture, { corners: [[-1, 1, 0], [1, 1, 0], [1, -1, 0], [-1, -1, 0]], pixels, width: 2, height: 2 }, matrix)
  const at = (x: number, y: number) => (picture.pixels[y * 40 + x] ?? 0) & 255
  expect([at(5, 5), at(17, 17), at(22, 17), at(22, 22)].map(value => value > 200)).toEqual([false, true, false, true])
  expect(picture.pixels[12 * 40 + 12]).toBe(red)
})
