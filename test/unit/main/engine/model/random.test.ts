/** Seeded numbers: the same bits for ever, because kept runs go on with them, and no pattern in them. */
import { describe, expect, it } from 'vitest'
import { seededRandom, shuffled } from '../../../../../src/main/engine/model/random'

const draw = (seed: number, stream: number, count: number) => {
  const random = seededRandom(seed, stream)
  return Array.from({ length: count }, random)
}

/** Σ (seen − expected)²/expected over cells that should be equally full. */
function chiSquare(cells: number, numbers: readonly number[]): number {
  const counts = new Array<number>(cells).fill(0)
  for (const cell of numbers) counts[cell] = (counts[cell] ?? 0) + 1
  const expected = numbers.length / cells
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

/** The 99.9 % point of χ² (Wilson and Hilferty 1931). */
const critical = (freedom: number) => freedom * (1 - 2 / (9 * freedom) + 3.09 * Math.sqrt(2 / (9 * freedom))) ** 3

function correlation(a: readonly number[], b: readonly number[]): number {
  const sum = a.reduce((total, value, i) => total + (value - 0.5) * ((b[i] ?? 0) - 0.5), 0)
  return 12 * sum / a.length // 1/12 is the variance of either
}

describe('random numbers', () => {
  it('are these for this seed and stream, in every version: runs that are kept go on with them', () => {
    // sfc32 in Python, begun with (seed, stream, 0x9E3779B9, 1), after sixteen rounds.
    expect(draw(1, 1001, 4).map(value => (value * 2 ** 32).toString(16))).toEqual(['2f1d5a21', 'bcd3713b', '4afb1d97', '68c5eb8d'])
  })

  it.each([[0, 0], [1, 1], [1, 1001], [2 ** 31 - 1, 5], [-1, 7]])('fill [0, 1) evenly, in pairs too: seed %i, stream %i', (seed, stream) => {
    const values = draw(seed, stream, 40_000)
    expect(values.every(value => value >= 0 && value < 1)).toBe(true)
    expect(chiSquare(100, values.map(value => Math.floor(100 * value)))).toBeLessThan(critical(99))
    const pairs = Array.from({ length: 20_000 }, (_, i) => 20 * Math.floor(20 * (values[2 * i] ?? 0)) + Math.floor(20 * (values[2 * i + 1] ?? 0)))
    expect(chiSquare(400, pairs)).toBeLessThan(critical(399))
  })

  it('of neighbouring seeds and streams do not resemble each other', () => {
    const values = draw(5, 1, 20_000)
    for (const other of [draw(6, 1, 20_000), draw(5, 2, 20_000), draw(1, 5, 20_000), values.slice(1)])
      expect(Math.abs(correlation(values.slice(0, other.length), other))).toBeLessThan(4 / Math.sqrt(20_000))
  })

  it('of a thousand seeds are even already at the first draw', () => {
    const firsts = Array.from({ length: 2000 }, (_, seed) => seededRandom(seed, 1)())
    expect(chiSquare(20, firsts.map(value => Math.floor(20 * value)))).toBeLessThan(critical(19))
  })
})

describe('a shuffled order', () => {
  it.each([0, 1, 2, 64, 1000])('of %i has each number once', (n) => {
    expect([...shuffled(n, seededRandom(3, 4))].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i))
  })

  it('is the same for the same seed, and another for another', () => {
    const order = (seed: number) => String(shuffled(50, seededRandom(seed, 1001)))
    expect(order(1)).toBe(order(1))
    expect(order(1)).not.toBe(order(2))
  })

  it('is any of all orders, equally often', () => {
    const random = seededRandom(9, 1)
    const orders = Array.from({ length: 12_000 }, () => [...shuffled(4, random)])
    // Lehmer's code: how many of the later ones are smaller numbers the 24 orders.
    const number = (order: number[]) => order.reduce((code, value, i) => code * (4 - i) + order.slice(i + 1).filter(later => later < value).length, 0)
    expect(chiSquare(24, orders.map(number))).toBeLessThan(critical(23))
  })
})
