import { expect, test } from 'vitest'
import { classColour, classShape, colourByClass, colourByValue, diverging, robustScale, shapeNames, viridis } from '@shared/domain/latent/colours'
import { toCsv, toNpy, toPly } from '@shared/domain/latent/files'
import { axisStrip, sheet, tile } from '@shared/domain/latent/grids'
import { relativeDensity } from '@shared/domain/latent/neighbourhood'
import { attributeVector, evenly, meanImage, summarise } from '@shared/domain/latent/statistics'
import { ticks, tickText } from '@shared/domain/latent/ticks'

test('ten classes have ten colours and ten shapes, 300 classes still have a colour each', () => {
  for (const theme of ['dark', 'light'] as const) {
    expect(new Set(Array.from({ length: 10 }, (_, k) => classColour(k, 10, theme).join())).size).toBe(10)
    expect(new Set(Array.from({ length: 300 }, (_, k) => classColour(k, 300, theme).join())).size).toBeGreaterThan(250)
  }
  expect(new Set(shapeNames.map((_, k) => classShape(k))).size).toBe(10)
  expect(colourByClass(Uint8Array.of(0, 1), 1, 'dark')).toHaveLength(6)
})

test('the class colours stand out from the ground by at least 3 to 1', () => {
  const luminance = (rgb: readonly number[]) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, k) => {
    const value = (rgb[k] ?? 0) / 255
    return sum + weight * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
  }, 0)
  for (let label = 0; label < 10; label++) {
    expect((luminance(classColour(label, 10, 'dark')) + 0.05) / (luminance([18, 19, 22]) + 0.05)).toBeGreaterThan(3)
    expect((luminance([250, 250, 250]) + 0.05) / (luminance(classColour(label, 10, 'light')) + 0.05)).toBeGreaterThan(3)
  }
})

test('scales hold at their ends, ignore outliers and show what is no number in grey', () => {
  expect(viridis(-1)).toEqual(viridis(0))
  expect(viridis(2)).toEqual([253, 231, 37])
  expect(diverging(0, 'light')).toEqual([247, 247, 247])
  const values = Float32Array.from({ length: 1000 }, (_, i) => i === 999 ? 1e9 : i)
  const scale = robustScale(values)
  expect(scale.high).toBeLessThan(1000)
  expect([...colourByValue(Float32Array.of(NaN, -5, 1e12), scale)]).toEqual([128, 128, 128, ...viridis(0), ...viridis(1)])
  expect(robustScale(Float32Array.of(NaN))).toEqual({ low: 0, high: 1 })
  expect(robustScale(Float32Array.of(3, 3, 3)).high).toBeGreaterThan(3)
})

test('ticks are round, within the range and few', () => {
  expect(ticks(-1, 1)).toEqual([-1, -0.5, 0, 0.5, 1])
  expect(ticks(0, 100, 4)).toEqual([0, 20, 40, 60, 80, 100])
  expect(ticks(5, 5)).toEqual([5])
  expect(ticks(NaN, NaN)).toEqual([])
  expect(tickText(-0.25)).toBe('−0.25')
  expect(tickText(0.1 + 0.2)).toBe('0.3')
  expect(tickText(1500000)).toBe('1.5e6')
})

test('a selection is told by its classes, mean, spread and medoid', () => {
  const points = {
    values: Float32Array.of(0, 0, 2, 0, 1, 3, 9, 9), dimension: 2,
    labels: Uint8Array.of(0, 1, 1, 2), errors: Float32Array.of(0.1, 0.3, NaN, 5),
  }
  const summary = summarise(points, Int32Array.of(0, 1, 2), 3)
  expect(summary).toMatchObject({ count: 3, histogram: [1, 2, 0], medoid: 0 })
  expect(summary.meanError).toBeCloseTo(0.2)
  expect([...summary.mean]).toEqual([1, 1])
  expect(summary.deviation[0]).toBeCloseTo(Math.sqrt(2 / 3))
  expect(summarise(points, new Int32Array(0), 3)).toMatchObject({ count: 0, meanError: null, medoid: -1 })
  const other = summarise(points, Int32Array.of(3), 3)
  expect([...attributeVector(other, summary)]).toEqual([8, 8])
})

test('of a large selection as many as asked for stand for all, evenly, each once', () => {
  const indices = Int32Array.from({ length: 70_000 }, (_, i) => i)
  const some = evenly(indices, 4095)
  expect(new Set(some).size).toBe(4095)
  expect(some.filter(index => index >= 60_000).length / 4095).toBeCloseTo(1 / 7, 3)
  expect([...evenly(Int32Array.of(5, 6), 3)]).toEqual([5, 6])
})

test('the mean picture is the mean of each pixel', () => {
  expect([...meanImage(Uint8Array.of(0, 10, 20, 30), 2)]).toEqual([10, 20])
})

test('strips and sheets reach exactly to their ends', () => {
  expect([...axisStrip(Float32Array.of(5, 5), 1, -1, 1, 3)]).toEqual([5, -1, 5, 0, 5, 1])
  const points = sheet({ centre: Float32Array.of(0, 0, 1), right: Float32Array.of(2, 0, 0), up: Float32Array.of(0, 3, 0) }, 3)
  expect([...points.slice(0, 3)]).toEqual([-2, 3, 1])
  expect([...points.slice(12, 15)]).toEqual([0, 0, 1])
  expect([...points.slice(24)]).toEqual([2, -3, 1])
})

test('pictures are tiled row by row', () => {
  const { pixels, width, height } = tile(Uint8Array.of(1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3), 2, 2)
  expect([width, height]).toEqual([4, 4])
  expect([...pixels]).toEqual([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 0, 0, 3, 3, 0, 0])
})

const rows = {
  ids: Int32Array.of(4, 60_001), labels: [9, 0], errors: Float32Array.of(0.5, 0.25),
  values: Float32Array.of(1, 2, 3, 4), dimension: 2,
}

test('CSV has a header, quoted names and one line a point', () => {
  expect(new TextDecoder().decode(toCsv(rows, ['T-shirt, "top"', ...Array<string>(9).fill('Boot')])))
    .toBe('id,label,class,error,z1,z2\n4,9,"Boot",0.5,1,2\n60001,0,"T-shirt, ""top""",0.25,3,4\n')
})

test('NPY has numpy\'s magic, a header on a multiple of 64 and little-endian values', () => {
  const bytes = toNpy(rows.values, [2, 2])
  const view = new DataView(bytes.buffer)
  const header = view.getUint16(8, true)
  expect((10 + header) % 64).toBe(0)
  expect(new TextDecoder().decode(bytes.subarray(1, 6))).toBe('NUMPY')
  expect(new TextDecoder().decode(bytes.subarray(10, 10 + header))).toContain('\'shape\': (2, 2)')
  expect(view.getFloat32(10 + header + 12, true)).toBe(4)
  expect(new DataView(toNpy(rows.ids, [2]).buffer).getInt32(10 + header + 4, true)).toBe(60_001)
})

test('PLY says how many points follow and packs them', () => {
  const bytes = toPly(Float32Array.of(1, 2, 3), Uint8Array.of(10, 20, 30), Int32Array.of(60_001), [7])
  const end = new TextDecoder().decode(bytes).indexOf('end_header\n') + 11
  const view = new DataView(bytes.buffer)
  expect(bytes.length - end).toBe(20)
  expect(view.getFloat32(end + 8, true)).toBe(3)
  expect([...bytes.subarray(end + 12, end + 15)]).toEqual([10, 20, 30])
  expect(view.getInt32(end + 15, true)).toBe(60_001)
  expect(bytes[end + 19]).toBe(7)
})

test('density is told in multiples of the usual one, whatever the unit; what has no place has none', () => {
  const density = relativeDensity(Float32Array.of(4, 2, 1, NaN, 2))
  expect([...density]).toEqual([0.5, 1, 2, NaN, 1])
  expect([...relativeDensity(Float32Array.of(4000, 2000, 1000, NaN, 2000))]).toEqual([...density])
  expect([...relativeDensity(new Float32Array(3))].every(Number.isFinite)).toBe(true)
})
