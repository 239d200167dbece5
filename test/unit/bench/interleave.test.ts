import { describe, expect, it } from 'vitest'
import { interleave } from '../../../bench/interleave'

describe('interleave', () => {
  it('measures in turns and keeps each turn in its place', async () => {
    const order: string[] = []
    let tick = 0
    const of = (name: string) => async () => {
      order.push(name)
      return ++tick
    }
    expect(await interleave(2, { a: of('a'), b: of('b') })).toEqual({ a: [1, 3], b: [2, 4] })
    expect(order).toEqual(['a', 'b', 'a', 'b'])
  })
})
