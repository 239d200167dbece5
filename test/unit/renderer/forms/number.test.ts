import { limits } from '@shared/domain/limits'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numberText, parseNumber, stepped } from '../../../../src/renderer/forms/number'

const { epochs, learningRate, batchSize } = limits

describe('a number as typed', () => {
  it.each([['0.005', 0.005], ['1e-3 ', 0.001], [' 5E-4', 0.0005], ['.5', 0.5], ['1.', 1], ['+2', 2]])('reads %j', (text, value) => {
    expect(parseNumber(text, learningRate)).toEqual({ value })
  })

  it.each([
    ['', { kind: 'empty' }],
    ['   ', { kind: 'empty' }],
    ['1,5', { kind: 'comma', instead: '1.5' }],
    ['ten', { kind: 'notNumber' }],
    ['0x10', { kind: 'notNumber' }],
    ['1_000', { kind: 'notNumber' }],
    ['1e', { kind: 'notNumber' }],
    ['Infinity', { kind: 'notNumber' }],
    ['NaN', { kind: 'notNumber' }],
    ['1 2', { kind: 'notNumber' }],
    ['0', { kind: 'outside' }],
    ['-0', { kind: 'outside' }],
    ['-1', { kind: 'outside' }],
    ['1e6', { kind: 'outside' }],
    ['1e-320', { kind: 'outside' }],
    ['1e309', { kind: 'outside' }],
  ])('refuses %j as a learning rate', (text, problem) => {
    expect(parseNumber(text, learningRate)).toEqual({ problem })
  })

  it.each([
    ['1.5', { kind: 'notWhole' }],
    ['1,5', { kind: 'notWhole' }],
    ['0', { kind: 'outside' }],
    ['1e9', { kind: 'outside' }],
    ['1,000', { kind: 'comma', instead: '1000' }],
  ])('refuses %j as a number of epochs', (text, problem) => {
    expect(parseNumber(text, epochs)).toEqual({ problem })
  })

  it('takes a whole number however it is written', () => {
    expect(parseNumber('1e2', epochs)).toEqual({ value: 100 })
    expect(parseNumber('64.0', batchSize)).toEqual({ value: 64 })
  })

  it('is written so that it reads back exactly', () => {
    fc.assert(fc.property(fc.double({ min: learningRate.min, max: learningRate.max, noNaN: true }), (value) => {
      expect(parseNumber(numberText(value), learningRate)).toEqual({ value })
    }))
  })
})

describe('the arrow keys', () => {
  it.each([['10', 1, false, '11'], ['10', 1, true, '20'], ['1', -1, false, '1'], ['1000', 1, false, '1000']] as const)(
    'take %s epochs %i step (far: %s) to %s', (text, direction, far, to) => {
      expect(stepped(text, direction, far, epochs)).toBe(to)
    })

  it('step a rate by its leading digit, and never to zero', () => {
    expect(stepped('0.005', 1, false, learningRate)).toBe('0.006')
    expect(stepped('0.001', -1, false, learningRate)).toBe('0.0009')
  })

  it('leave what is no number alone', () => {
    expect(stepped('ten', 1, false, epochs)).toBeUndefined()
  })
})
