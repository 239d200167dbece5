import { describe, expect, it } from 'vitest'
import { growth, median, percentile, ratios } from '../../../bench/statistics'

describe('percentile', () => {
  it('takes the value at the share, between neighbours linearly', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 3])).toBe(2.5)
    expect(percentile([10, 20, 30, 40, 50], 0.95)).toBeCloseTo(48)
    expect(percentile([7], 0.95)).toBe(7)
    expect(median([])).toBeNaN()
  })
})

describe('ratios', () => {
  it('pairs measurements of the same turn', () => {
    expect(ratios([10, 30], [5, 10])).toEqual([2, 3])
  })

  it('refuses to pair what was not measured in turns', () => {
    expect(() => ratios([1, 2], [1])).toThrow(RangeError)
  })
})

describe('growth', () => {
  it('passes over the warm-up', () => {
    expect(growth([100, 400, 500, 500, 500, 500, 500, 500])).toBe(0)
  })

  it('sees a leak', () => {
    const leak = Array.from({ length: 200 }, (_, i) => 500 + i)
    expect(growth(leak)).toBeCloseTo(100, -1)
  })
})
