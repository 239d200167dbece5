import { describe, expect, it } from 'vitest'
import { arrange } from '../../../../src/renderer/gallery/arrange'
import type { Tile } from '../../../../src/renderer/gallery/arrange'

function tile(index: number, label: number, error: number | null): Tile {
  return { index, label, error, original: new Uint8Array(784), reconstruction: null }
}
const tiles = [tile(5, 2, 0.3), tile(1, 9, 0.1), tile(7, 2, null), tile(3, 0, 0.2)]
const order = (...args: Parameters<typeof arrange> extends [unknown, ...infer R] ? R : never) => arrange(tiles, ...args).map(t => t.index)

describe('the order of the gallery', () => {
  it('is the chosen one, or by error, class or index', () => {
    expect(order('chosen', null)).toEqual([5, 1, 7, 3])
    expect(order('best', null)).toEqual([1, 3, 5, 7])
    expect(order('worst', null)).toEqual([5, 3, 1, 7])
    expect(order('class', null)).toEqual([3, 5, 7, 1])
    expect(order('index', null)).toEqual([1, 3, 5, 7])
  })

  it('keeps one class where asked to, and leaves the tiles it was given alone', () => {
    expect(order('index', 2)).toEqual([5, 7])
    expect(order('index', 4)).toEqual([])
    expect(tiles.map(t => t.index)).toEqual([5, 1, 7, 3])
  })
})
