import { describe, expect, it } from 'vitest'
import { isReached, worstOf } from '../../../bench/figure'
import { tableOf } from '../../../bench/report'

describe('a figure of several measurements', () => {
  it('holds the smallest against a goal from below', () => {
    const figure = worstOf('Faster', '×', [13, 11, 14], { atLeast: 12 })
    expect(figure).toMatchObject({ value: 11, median: 13 })
    expect(isReached(figure)).toBe(false)
  })

  it('holds the largest against a goal from above', () => {
    const figure = worstOf('Slower', '×', [1.1, 1.05, 1.14], { atMost: 1.15 })
    expect(figure).toMatchObject({ value: 1.14, median: 1.1 })
    expect(isReached(figure)).toBe(true)
  })

  it('has no verdict without a goal', () => {
    expect(isReached({ name: 'Epoch', value: 1, unit: 's' })).toBeNull()
    expect(isReached(worstOf('Rate', 'GFLOP/s', [150], {}))).toBeNull()
  })

  it('does not reach a goal that it cannot be compared with', () => {
    expect(isReached({ name: 'Accuracy', value: NaN, unit: '', goal: { atLeast: 0.79 } })).toBe(false)
  })
})

describe('the table', () => {
  it('says plainly what was reached, what was not, and what was not measured', () => {
    const table = tableOf({
      part: 'race', title: 'Race',
      figures: [
        worstOf('Faster than a', '×', [3], { atLeast: 2 }),
        worstOf('Faster than b', '×', [1], { atLeast: 2 }),
        { name: 'Faster than c', reason: 'c could not be installed.' },
      ],
    })
    expect(table).toMatch(/Faster than a .*≥ 2.00 reached/)
    expect(table).toMatch(/Faster than b .*≥ 2.00 NOT REACHED/)
    expect(table).toMatch(/Faster than c .*not measured: c could not be installed\./)
  })
})
