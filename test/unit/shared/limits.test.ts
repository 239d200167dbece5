/** Every hyperparameter at its bounds, beyond them, and where it is no number at all: rows 3 and 13 to 16 of the catalogue of bad inputs. */
import { describe, expect, it } from 'vitest'
import { limited, limits, readable } from '@shared/domain/limits'
import type { LimitName } from '@shared/domain/limits'

const names = Object.keys(limits) as LimitName[]

/** The next double in the direction of `to`. */
function beside(value: number, to: number): number {
  if (value === 0) return Math.sign(to) * Number.MIN_VALUE
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  const isAway = (to > value) === (value > 0)
  view.setBigInt64(0, view.getBigInt64(0) + (isAway ? 1n : -1n))
  return view.getFloat64(0)
}

describe.each(names)('%s', (name) => {
  const { min, max, integer } = limits[name]
  const schema = limited(name)
  const sentence = `must be ${integer ? 'a whole number' : 'a number'} from ${readable(min)} to ${readable(max)}`

  function refusalOf(value: unknown): string {
    const { success, error } = schema.safeParse(value)
    return success ? `${String(value)} was taken` : error.issues[0]?.message ?? ''
  }

  it('may be each of its bounds', () => {
    for (const bound of [min, max]) expect(schema.parse(bound)).toBe(bound)
  })

  it('is refused right beyond them, with both', () => {
    const outside = integer ? [min - 1, max + 1] : [beside(min, -Infinity), beside(max, Infinity)]
    for (const value of outside) expect(refusalOf(value)).toBe(sentence)
  })

  it('is refused as anything that is no such number, with both', () => {
    for (const value of [NaN, Infinity, -Infinity, 1e6 + max, -1, '1', '', 'ten', '1e-3 ', null, undefined, true, [], {}, 1n])
      expect(refusalOf(value)).toBe(sentence)
  })
})

it.each(names.filter(name => limits[name].integer))('%s is refused as a fraction', (name) => {
  const { min, max } = limits[name]
  for (const value of [min + 0.5, max - 0.25]) expect(limited(name).safeParse(value).error?.issues[0]?.message).toMatch(/^must be a whole number/)
})

describe('a number as a person would write it', () => {
  it.each([
    [0, '0'], [1, '1'], [-1.5, '-1.5'], [60_000, '60,000'], [0.005, '0.005'], [0.001, '0.001'], [0.0005, '5e-4'], [1e-7, '1e-7'], [0.99999, '0.99999'],
    [1e9, '1e9'], [2 ** 31 - 1, '2,147,483,647'], [2.5e10, '2.5e10'],
  ])('%d is %s', (value, text) => {
    expect(readable(value)).toBe(text)
  })

  it('reads back as the same number, whatever the bound', () => {
    for (const { min, max } of Object.values(limits)) for (const bound of [min, max]) expect(Number(readable(bound).replaceAll(',', ''))).toBe(bound)
  })
})
