import { describe, expect, it } from 'vitest'
import { gridScale } from '../../../../src/renderer/components/gallery/gridScale'
import { largestSide, nearSide, sideOf } from '../../../../src/renderer/components/pictures/scale'

describe('pictures at whole multiples', () => {
  it.each([1, 1.25, 1.5, 2])('cover whole device pixels at a density of %d', (density) => {
    for (const side of [largestSide(500, 5, 4, density), nearSide(100, density), sideOf(3, density)]) {
      expect(side * density % 28).toBeCloseTo(0)
    }
  })

  it('are as large as they fit', () => {
    expect(largestSide(536, 5, 4, 1)).toBe(84)
    expect(largestSide(10, 5, 4, 1)).toBe(28)
  })

  it('fill the room of the grid, and scroll rather than become tiny', () => {
    const roomy = gridScale(8, 1, 1000, 600, 1)
    expect(roomy.side).toBeGreaterThan(56)
    expect(Math.ceil(8 / roomy.columns) * roomy.tileHeight).toBeLessThanOrEqual(600)
    expect(gridScale(64, 2, 700, 300, 1).side).toBe(56)
  })
})
