import { BufferGeometry, Material, Texture, Vector3 } from 'three'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { boundsOf } from '@shared/domain/latent/bounds'
import { identity } from '@shared/domain/latent/procrustes'
import { SpriteSheet } from '../../../../src/renderer/scene/spriteSheet'
import { someCloud } from '../../shared/latent/points'
import { someScene, stubFrames } from './fakes'

let frames: ReturnType<typeof stubFrames>
beforeEach(() => { frames = stubFrames() })
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const shown = (count: number) => new Uint8Array(count).fill(1)

function fill({ scene }: ReturnType<typeof someScene>, count = 50) {
  const { positions, labels } = someCloud(count)
  scene.setPositions(positions, false)
  scene.setMarks(new Uint8Array(3 * count), labels, shown(count))
  scene.setAxes({ names: ['z1', 'z2', 'z3'], bounds: boundsOf(positions), rotation: identity, drawn: 3 })
  scene.rig.frame(boundsOf(positions))
  return positions
}

test('draws when something changed, and only then', () => {
  const made = someScene()
  fill(made)
  frames.run(0)
  const drawn = made.renderer.render.mock.calls.length
  frames.run(16)
  expect(frames.count).toBe(0)
  expect(made.renderer.render).toHaveBeenCalledTimes(drawn)
  made.scene.rig.orbit(0.1, 0)
  made.scene.rig.pan(0.1, 0)
  frames.run(32)
  expect(made.renderer.render).toHaveBeenCalledTimes(drawn + 1)
})

test('glides to new places where motion is allowed, and comes to rest', () => {
  const made = someScene({ motion: () => true })
  const positions = fill(made)
  for (let time = 0; time < 1000; time += 50) frames.run(time)
  made.scene.setPositions(positions.map(value => value + 1), true)
  frames.run(2000)
  expect(frames.count).toBe(1)
  frames.run(2100)
  frames.run(2300)
  expect(frames.count).toBe(0)
})

test('disposes every geometry, material, texture and the renderer', () => {
  const geometries = vi.spyOn(BufferGeometry.prototype, 'dispose')
  const materials = vi.spyOn(Material.prototype, 'dispose')
  const textures = vi.spyOn(Texture.prototype, 'dispose')
  const made = someScene()
  fill(made)
  made.scene.setSlice({ corners: [[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], pixels: new Uint8Array(4), width: 2, height: 2 })
  frames.run(0)
  geometries.mockClear()
  made.scene.dispose()
  expect(new Set(geometries.mock.contexts).size).toBe(4) // points, lines, sheet, pictures
  expect(new Set(materials.mock.contexts).size).toBe(4) // points, sprites, lines, sheet
  expect(new Set(textures.mock.contexts).size).toBe(1) // the sheet's
  expect(made.renderer.dispose).toHaveBeenCalledOnce()
  expect(made.renderer.forceContextLoss).toHaveBeenCalledOnce()
})

test('draws nothing any more once disposed', () => {
  const made = someScene()
  fill(made)
  made.scene.dispose()
  const drawn = made.renderer.render.mock.calls.length
  made.scene.invalidate()
  frames.run(0)
  expect(made.renderer.render).toHaveBeenCalledTimes(drawn)
})

test('frees the buffers of a cloud when another size of cloud takes its place', () => {
  const made = someScene()
  fill(made)
  const geometries = vi.spyOn(BufferGeometry.prototype, 'dispose')
  fill(made, 80)
  expect(geometries).toHaveBeenCalled()
})

test('falls back to the processor where WebGL is not to be had', () => {
  const drawn: unknown[] = []
  const { scene } = someScene({ makeRenderer: () => { throw new Error('no WebGL') }, onSurface: (...told) => drawn.push(told) })
  expect(scene.surfaceKind).toBe('raster')
  expect(drawn).toEqual([['raster', 'missing']])
  scene.dispose()
})

test('a person who chose the processor has not lost a graphics card', () => {
  const told: unknown[] = []
  someScene({ drawing: 'processor', onSurface: (_, substitute) => told.push(substitute) }).scene.dispose()
  expect(told).toEqual(['chosen'])
})

test('a lost context that does not come back is replaced, and taken up again when it does', () => {
  vi.useFakeTimers()
  const drawn: unknown[] = []
  const made = someScene({ onSurface: (...told) => drawn.push(told) })
  fill(made)
  made.canvas.dispatchEvent(new Event('webglcontextlost', { cancelable: true }))
  vi.advanceTimersByTime(2000)
  expect(made.scene.surfaceKind).toBe('raster')
  frames.run(0)
  made.canvas.dispatchEvent(new Event('webglcontextrestored'))
  expect(made.scene.surfaceKind).toBe('webgl')
  expect(drawn).toEqual([['webgl', null], ['raster', 'lost'], ['webgl', null]])
  made.scene.dispose()
  expect(made.renderer.dispose).toHaveBeenCalledOnce()
})

test('a context that comes back in time needs no replacement', () => {
  vi.useFakeTimers()
  const made = someScene()
  made.canvas.dispatchEvent(new Event('webglcontextlost', { cancelable: true }))
  made.canvas.dispatchEvent(new Event('webglcontextrestored'))
  vi.advanceTimersByTime(5000)
  expect(made.scene.surfaceKind).toBe('webgl')
})

test.each([
  ['NaN', new Float32Array(30).fill(NaN)],
  ['infinity', new Float32Array(30).fill(Infinity)],
  ['identical points', new Float32Array(30).fill(3)],
  ['a single point', Float32Array.of(1, 2, 3)],
  ['nothing', new Float32Array(0)],
])('keeps a finite camera for %s, on either surface', (_, positions) => {
  for (const makeRenderer of [undefined, () => { throw new Error('no WebGL') }]) {
    const { scene } = someScene(makeRenderer ? { makeRenderer } : {})
    scene.setPositions(positions, false)
    scene.setMarks(new Uint8Array(positions.length), new Uint8Array(positions.length / 3), shown(positions.length / 3))
    scene.setAxes({ names: ['z1', 'z2', 'z3'], bounds: boundsOf(positions), rotation: identity, drawn: 3 })
    scene.rig.frame(boundsOf(positions))
    scene.rig.zoom(0)
    scene.rig.zoom(1e9)
    scene.rig.pan(NaN, 0)
    frames.run(0)
    expect(Array.from(scene.view().matrix).every(Number.isFinite)).toBe(true)
    expect(scene.pick(400, 300)).toBeLessThan(positions.length / 3)
    scene.dispose()
  }
})

test('the place under the cursor projects back to the cursor', () => {
  const made = someScene()
  fill(made)
  const place = made.scene.placeAt(123, 456, [0.5, 0.2, -0.3])
  const back = made.scene.onScreen(place)
  expect(back?.x).toBeCloseTo(123, 3)
  expect(back?.y).toBeCloseTo(456, 3)
})

test('zooming keeps the place under the cursor where it is', () => {
  const { scene } = someScene()
  const before = scene.placeAt(600, 100)
  scene.rig.zoom(0.5, 2 * 600 / 800 - 1, 1 - 2 * 100 / 600, 800 / 600)
  const after = scene.placeAt(600, 100)
  expect(new Vector3(...before).distanceTo(new Vector3(...after))).toBeLessThan(1e-6)
})

test('disposing the scene leaves the sheet of pictures to whoever made it', () => {
  const made = someScene()
  fill(made)
  const sheet = new SpriteSheet()
  const textures = vi.spyOn(Texture.prototype, 'dispose')
  made.scene.setSprites(sheet)
  frames.run(0)
  made.scene.dispose()
  expect(textures).not.toHaveBeenCalled()
  sheet.dispose()
  expect(textures).toHaveBeenCalledOnce()
})

test('what points at points is drawn without the points', () => {
  const drawn = vi.fn()
  const made = someScene({ onDraw: drawn })
  fill(made)
  frames.run(0)
  const [points, all] = [made.renderer.render.mock.calls.length, drawn.mock.calls.length]
  made.scene.annotate({ markers: [{ kind: 'probe', at: [0, 0, 0] }] })
  frames.run(16)
  expect(drawn).toHaveBeenCalledTimes(all + 1)
  expect(made.renderer.render).toHaveBeenCalledTimes(points)
  made.scene.rig.orbit(0.1, 0)
  frames.run(32)
  expect(made.renderer.render).toHaveBeenCalledTimes(points + 1)
})
