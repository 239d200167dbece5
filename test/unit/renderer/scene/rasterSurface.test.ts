import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PerspectiveCamera } from 'three'
import { RasterPicture } from '../../../../src/renderer/scene/rasterPicture'
import { RasterSurface } from '../../../../src/renderer/scene/rasterSurface'
import { fakeCanvas, stubFrames } from './fakes'

beforeEach(() => { stubFrames() })
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const count = 100

/** A surface for which a point costs `msPerPoint`; answers how many points a frame stamped, and whether it called that all. */
function someSurface(msPerPoint: number) {
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const stamps = vi.spyOn(RasterPicture.prototype, 'stamp').mockImplementation(() => { now += msPerPoint })
  const canvas = fakeCanvas()
  const surface = new RasterSurface(canvas, canvas.getContext('2d') as CanvasRenderingContext2D)
  const camera = new PerspectiveCamera(40, 1, 0.1, 100)
  camera.position.set(0, 0, 5)
  camera.updateMatrixWorld()
  surface.setPositions(new Float32Array(3 * count))
  surface.setMarks(new Uint8Array(3 * count), new Uint8Array(count), new Uint8Array(count).fill(1))
  surface.resize(100, 100, 1)
  return function frame(isMoving: boolean) {
    stamps.mockClear()
    const isWhole = surface.draw(camera, 5, 1, isMoving)
    return { stamped: stamps.mock.calls.length, isWhole }
  }
}

test('a cloud that can be drawn in time is drawn whole, moving or not', () => {
  const frame = someSurface(0.1)
  for (const isMoving of [false, true, true]) expect(frame(isMoving)).toEqual({ stamped: count, isWhole: true })
})

test('one that cannot is thinned out while it moves, evenly, and is whole again at rest', () => {
  const frame = someSurface(4) // 400 ms for all
  expect(frame(false)).toEqual({ stamped: count, isWhole: true })
  for (let i = 0; i < 3; i++) expect(frame(true)).toEqual({ stamped: count / 10, isWhole: false })
  expect(frame(false)).toEqual({ stamped: count, isWhole: true })
})

test('new places that come while points are on their way are gone to from where the points are', () => {
  vi.spyOn(RasterPicture.prototype, 'stamp').mockImplementation((_, x) => { seen.push(x) })
  const seen: number[] = []
  const canvas = fakeCanvas()
  const surface = new RasterSurface(canvas, canvas.getContext('2d') as CanvasRenderingContext2D)
  const camera = new PerspectiveCamera(40, 1, 0.1, 100)
  camera.position.set(0, 0, 5)
  camera.updateMatrixWorld()
  surface.resize(100, 100, 1)
  const go = (x: number, glide: number) => {
    surface.setPositions(Float32Array.of(x, 0, 0))
    surface.setGlide(glide)
    surface.draw(camera, 5, 1)
  }
  go(0, 1)
  go(1, 0.5)
  go(-1, 0) // interrupted halfway
  go(0, 0) // and again, at once
  expect(seen[2]).toBeCloseTo(seen[1] ?? NaN, 5)
  expect(seen[3]).toBeCloseTo(seen[1] ?? NaN, 5)
  expect(seen[1]).toBeGreaterThan(50)
})
