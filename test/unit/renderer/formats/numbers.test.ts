import { afterEach, describe, expect, it } from 'vitest'
import { dateTime, timeOfDay } from '../../../../src/renderer/formats/dates'
import { clock, duration, figure, percent, rate, size, whole } from '../../../../src/renderer/formats/numbers'
import { i18n } from '../../../../src/renderer/texts'

afterEach(() => (i18n.global.locale.value = 'en'))

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

describe('in Korean', () => {
  it('numbers are written alike and times in its own units', () => {
    i18n.global.locale.value = 'ko'
    expect([figure(12345.6), whole(60000), percent(0.7137)]).toEqual(['12,350', '60,000', '71.37 %'])
    expect([7.4, 120, 3600, 3900].map(duration)).toEqual(['7초', '2분', '1시간', '1시간 5분'])
  })
})

describe('dates', () => {
  const time = new Date(2026, 2, 1, 14, 5, 9).getTime()
  const nextYear = new Date(2027, 0, 1).getTime()
  it('are told in each language, with the year where it is another', () => {
    expect([dateTime(time, time), dateTime(time, nextYear), timeOfDay(time)]).toEqual(['1 Mar, 14:05', '1 Mar 2026, 14:05', '14:05:09'])
    i18n.global.locale.value = 'ko'
    expect([dateTime(time, time), dateTime(time, nextYear), timeOfDay(time)]).toEqual(['3월 1일 14:05', '2026년 3월 1일 14:05', '14:05:09'])
  })
})
