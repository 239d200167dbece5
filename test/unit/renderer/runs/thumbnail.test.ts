import { describe, expect, it } from 'vitest'
import { cloudPixels, cloudSide, pictured, thumbnailOf } from '../../../../src/renderer/components/runs/thumbnail'

const made = new Uint8Array(8 * 784).map((_, i) => i % 251)
const at = (x: number, y: number) => y * cloudSide + x
/** The middle of a place of the raster, y upwards. */
const middle = (x: number, y: number) => [(x + 0.5) / cloudSide, 1 - (y + 0.5) / cloudSide]

function cloudOf(...points: [x: number, y: number, label: number][]) {
  return { places: Float32Array.from(points.flatMap(([x, y]) => middle(x, y))), labels: Uint8Array.from(points.map(([, , label]) => label)) }
}

const piled = (count: number) => cloudOf(...Array.from({ length: count }, () => [5, 5, 0] as [number, number, number]))

describe('the thumbnail of a run', () => {
  it('has a place for every point, the top row first, with the class that most of them have', () => {
    const { cloud } = thumbnailOf(cloudOf([0, 0, 0], [55, 55, 9], [3, 2, 4], [3, 2, 7], [3, 2, 7]), made)
    expect([cloud[at(0, 0)], cloud[at(55, 55)], cloud[at(3, 2)]]).toEqual([0x11, 0x1a, 0x28])
    expect(cloud.filter(Boolean)).toHaveLength(3)
  })

  it('tells few points from many', () => {
    const many = (count: number) => thumbnailOf(piled(count), made).cloud[at(5, 5)] ?? 0
    expect([1, 2, 3, 4, 7, 8, 3000].map(count => many(count) >> 4)).toEqual([1, 2, 2, 3, 3, 4, 12])
  })

  it('leaves out what lies outside, and what is not a number', () => {
    const places = Float32Array.of(1.2, 0.5, 0.5, -0.1, NaN, 0.5, Infinity, 0)
    expect(thumbnailOf({ places, labels: new Uint8Array(4) }, made).cloud.some(Boolean)).toBe(false)
  })

  it('holds the pictures of a row and no more', () => {
    expect(thumbnailOf(cloudOf(), made).pictures).toEqual(made.slice(0, pictured.length * 784))
  })

  it('is drawn in the colours of its classes, brighter where there are more, and clear where there is nothing', () => {
    const thumbnail = thumbnailOf(cloudOf([0, 0, 1], [1, 0, 0], [1, 0, 0]), made)
    const rgba = cloudPixels(thumbnail, [[1, 2, 3], [4, 5, 6]])
    expect([...rgba.subarray(0, 12)]).toEqual([4, 5, 6, 150, 1, 2, 3, 195, 0, 0, 0, 0])
  })
})
