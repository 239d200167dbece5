import { beforeEach, expect, test, vi } from 'vitest'
import { Matrix4, PerspectiveCamera } from 'three'
import { SpriteChooser } from '../../../../src/renderer/scene/spriteChoice'
import { Sprites } from '../../../../src/renderer/scene/sprites'
import { sheetSlots, SpriteSheet } from '../../../../src/renderer/scene/spriteSheet'
import { packed, RasterPicture, tintsOf } from '../../../../src/renderer/scene/rasterPicture'
import { someCloud } from '../../shared/latent/points'
import { stubFrames } from './fakes'

beforeEach(() => { stubFrames() })

const [width, height] = [800, 600]
const shown = (count: number) => new Uint8Array(count).fill(1)

function viewFrom(angle: number) {
  const camera = new PerspectiveCamera(40, width / height, 0.1, 100)
  camera.position.set(12 * Math.sin(angle), 0, 12 * Math.cos(angle))
  camera.lookAt(0, 0, 0)
  camera.updateMatrixWorld()
  return { matrix: new Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse).elements, width, height }
}

test('no two pictures overlap by more than a twelfth of their side, and there are many', () => {
  const { positions } = someCloud(20_000)
  const chosen = new SpriteChooser().choose(positions, shown(20_000), viewFrom(0), { side: 28, most: 2000 })
  expect(chosen.length).toBeGreaterThan(100)
  for (const a of chosen) {
    const touching = chosen.filter(b => b !== a && Math.abs(a.x - b.x) < 25.7 && Math.abs(a.y - b.y) < 25.7)
    expect(touching).toEqual([])
  }
})

test('of points in one place on the screen the one in front is chosen, unless it is hidden or dimmed', () => {
  const positions = Float32Array.of(0, 0, -1, 0, 0, 1, 0, 0, 2, 0, 0, 3)
  const choose = (...states: number[]) => new SpriteChooser()
    .choose(positions, Uint8Array.from(states), viewFrom(0), { side: 28, most: 9 }).map(({ index }) => index)
  expect(choose(1, 1, 1, 1)).toEqual([3])
  expect(choose(1, 3, 2, 0)).toEqual([1])
  expect(choose(0, 0, 0, 0)).toEqual([])
})

test('never more than asked for, and points without a number are left out', () => {
  const { positions } = someCloud(5000)
  positions.fill(NaN, 0, 300)
  const chosen = new SpriteChooser().choose(positions, shown(5000), viewFrom(0), { side: 14, most: 50 })
  expect(chosen).toHaveLength(50)
  expect(chosen.every(({ index }) => index >= 100)).toBe(true)
})

test('a small turn keeps most of what was chosen', () => {
  const { positions } = someCloud(20_000)
  const chooser = new SpriteChooser()
  const options = { side: 28, most: 2000 }
  const at = (angle: number, made = chooser) =>
    new Set(made.choose(positions, shown(20_000), viewFrom(angle), options).map(({ index }) => index))
  const before = at(0)
  const shareKept = (after: Set<number>) => [...after].filter(index => before.has(index)).length / after.size
  expect(shareKept(at(0.005))).toBeGreaterThan(shareKept(at(0.005, new SpriteChooser())))
})

test('the picture pointed at is larger, last, there even where the choice left it out, and found under the cursor', () => {
  const positions = Float32Array.of(0, 0, 1, 0, 0, -1)
  const sheet = new SpriteSheet()
  sheet.put([0, 1], new Uint8Array(2 * 784))
  const sprites = new Sprites(sheet, { side: 28, most: 9 }, () => undefined)
  expect(sprites.place(positions, shown(2), viewFrom(0), -1).placed.map(({ index }) => index)).toEqual([0])
  expect(sprites.at(width / 2 + 10, height / 2 - 10)).toBe(0)
  const { placed } = sprites.place(positions, shown(2), viewFrom(0), 1)
  expect(placed.map(({ index, side }) => [index, side])).toEqual([[0, 28], [1, 56]])
  expect(sprites.at(width / 2 + 25, height / 2)).toBe(1)
  expect(sprites.at(width / 2 + 40, height / 2)).toBe(-1)
})

test('asks for pictures that are missing, nearest first, and shows them once they are there', () => {
  const positions = Float32Array.of(-2, 0, 0, 2, 0, 1)
  const sheet = new SpriteSheet()
  const missing = vi.fn()
  const sprites = new Sprites(sheet, { side: 28, most: 9 }, missing)
  expect(sprites.place(positions, shown(2), viewFrom(0), -1).placed).toEqual([])
  expect(missing).toHaveBeenCalledWith([1, 0])
  sheet.put([1, 0], new Uint8Array(2 * 784))
  missing.mockClear()
  expect(sprites.place(positions, shown(2), viewFrom(0), -1).placed).toHaveLength(2)
  expect(missing).not.toHaveBeenCalled()
})

test('a full sheet makes room by forgetting what was needed longest ago', () => {
  const sheet = new SpriteSheet()
  const all = Array.from({ length: sheetSlots }, (_, i) => i)
  sheet.put(all, new Uint8Array(784 * sheetSlots))
  expect(sheet.slotOf(0)).toBe(0)
  sheet.put([sheetSlots], new Uint8Array(784).fill(7))
  expect([sheet.has(0), sheet.has(1), sheet.has(sheetSlots)]).toEqual([true, false, true])
  expect(sheet.data[sheet.rowOf(sheet.slotOf(sheetSlots), 27) + 27]).toBe(7)
})

test('a garment is drawn over what lies there, its ground veils it, and the border cuts it off', () => {
  const sheet = new SpriteSheet()
  const picture = new Uint8Array(784)
  picture.fill(255, 14 * 28, 15 * 28)
  sheet.put([5], picture)
  const raster = new RasterPicture(40, 40)
  raster.clear([200, 0, 0])
  raster.stampSprite(sheet, sheet.slotOf(5), 30, 20, 28, tintsOf([0, 0, 255], true), packed(0, 0, 0))
  const red = (x: number, y: number) => (raster.pixels[y * 40 + x] ?? 0) & 255
  expect(red(30, 20)).toBe(153) // the brightest grey of a blue garment
  expect(red(30, 10)).toBeLessThan(80)
  expect(red(5, 20)).toBe(200)
  expect(red(0, 21)).toBe(200) // not wrapped around
})
