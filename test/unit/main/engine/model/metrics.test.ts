import { describe, expect, it } from 'vitest'
import { mean, psnrOf } from '../../../../../src/main/engine/model/metrics'

describe('the signal-to-noise ratio', () => {
  it('is 10·log10(1/MSE), averaged over images rather than over errors', () => {
    expect(psnrOf(Float32Array.of(0.01))).toBeCloseTo(20, 5)
    expect(psnrOf(Float32Array.of(0.1, 0.001))).toBeCloseTo((10 + 30) / 2, 5)
  })

  it('of an exact picture counts as 100 dB: one of them must not make the mean infinite', () => {
    expect(psnrOf(Float32Array.of(0, 1e-15, 0.01))).toBeCloseTo((100 + 100 + 20) / 3, 5)
  })

  it('of what is no number is none', () => {
    expect(psnrOf(Float32Array.of(0.1, NaN))).toBeNaN()
  })
})

it('a mean adds in double precision: a million float32 tenths are a tenth', () => {
  expect(mean(new Float32Array(1e6).fill(0.1))).toBeCloseTo(Math.fround(0.1), 12)
})
