import { describe, expect, it } from 'vitest'
import { clock, duration, figure, percent, rate, size } from '../../../../src/renderer/formats/numbers'

describe('numbers as written', () => {
  it.each([[0.0228, '0.02280'], [0.040912, '0.04091'], [17.2345, '17.23'], [12345.6, '12,350'], [0, '0.000'], [0.00001234, '1.234e-5'], [NaN, 'NaN']])(
    'a figure %d has four significant digits: %s', (value, text) => {
      expect(figure(value)).toBe(text)
    })

  it('a share is told in percent', () => expect(percent(0.7137)).toBe('71.37 %'))

  it.each([[0.005, '0.005'], [0.00012346, '1.235e-4'], [0.0005, '5e-4'], [1e-7, '1e-7'], [0, '0'], [5, '5']])('a rate %d is %s', (value, text) => {
    expect(rate(value)).toBe(text)
  })

  it.each([[0, '0 B'], [999, '999 B'], [82_100_000, '82.1 MB'], [1.23e9, '1.23 GB'], [2e10, '20 GB']])('%d bytes are %s', (bytes, text) => {
    expect(size(bytes)).toBe(text)
  })

  it.each([[0.2, '1 s'], [7.4, '7 s'], [89, '89 s'], [120, '2 min'], [3600, '1 h'], [3900, '1 h 5 min']])('%d s last %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text)
  })

  it.each([[7, '0:07'], [760, '12:40'], [3725, '1:02:05'], [-1, '0:00']])('%d s on the clock are %s', (seconds, text) => {
    expect(clock(seconds)).toBe(text)
  })
})
