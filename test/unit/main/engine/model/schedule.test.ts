import { assert, constantFrom, double, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scheduleFactor } from '../../../../../src/main/engine/model/schedule'

const stepsPerEpoch = 10
const factors = (schedule: Parameters<typeof scheduleFactor>[0]['schedule'], epochs: number) =>
  Array.from({ length: epochs * stepsPerEpoch }, (_, step) => scheduleFactor({ schedule, epochs }, step, stepsPerEpoch))

it('a constant rate stays', () => {
  expect(new Set(factors({ kind: 'constant' }, 3))).toEqual(new Set([1]))
})

describe('a rate in steps', () => {
  it('falls by its factor at the first step of every so many epochs, and only there', () => {
    const rates = factors({ kind: 'step', every: 2, factor: 0.1 }, 5)
    const changes = rates.flatMap((rate, step) => step > 0 && rate !== rates[step - 1] ? [step] : [])
    expect(changes).toEqual([20, 40])
    expect([0, 19, 20, 39, 40, 49].map(step => rates[step])).toEqual([1, 1, 0.1, 0.1, 0.1 ** 2, 0.1 ** 2])
  })
})

describe('a cosine', () => {
  it('begins at 1, ends at its final factor with the run\'s last step, and is halfway between in the middle', () => {
    const rates = factors({ kind: 'cosine', final: 0.2 }, 10)
    expect(rates[0]).toBe(1)
    expect(rates.at(-1)).toBeCloseTo(0.2, 12)
    expect(((rates[49] ?? 0) + (rates[50] ?? 0)) / 2).toBeCloseTo(0.6, 12)
  })

  it('stays at the end where a run that was continued goes past it', () => {
    expect(scheduleFactor({ schedule: { kind: 'cosine', final: 0 }, epochs: 1 }, 500, stepsPerEpoch)).toBeCloseTo(0, 12)
  })

  it('has a rate for a run of a single step', () => {
    expect(scheduleFactor({ schedule: { kind: 'cosine', final: 0.01 }, epochs: 1 }, 0, 1)).toBe(1)
  })
})

it('no schedule ever raises a rate, makes it negative, or goes below its final factor', () => {
  const schedules = constantFrom('cosine', 'step')
  assert(property(schedules, integer({ min: 1, max: 20 }), double({ min: 0.001, max: 1, noNaN: true }), (kind, epochs, factor) => {
    const rates = factors(kind === 'cosine' ? { kind, final: factor } : { kind: 'step', every: 3, factor }, epochs)
    rates.forEach((rate, step) => expect(rate).toBeLessThanOrEqual(rates[step - 1] ?? 1))
    expect(rates.at(-1)).toBeGreaterThanOrEqual(kind === 'cosine' ? factor - 1e-12 : Number.MIN_VALUE)
  }), { seed: 1, numRuns: 100 })
})
