import { describe, expect, it } from 'vitest'
import { trustLevel } from '@shared/domain/latent/trust'

const usual = { relativeDistance: 1, distanceBound: 2, cycleError: 3, cycleBound: 5, densityRank: 0.5 }

describe('how far a place may be trusted', () => {
  it('is judged by what images of the same epoch stay within', () => {
    expect(trustLevel(usual)).toBe('high')
    expect(trustLevel({ ...usual, relativeDistance: 2.5 })).toBe('middle')
    expect(trustLevel({ ...usual, relativeDistance: 2.5, distanceBound: 3 })).toBe('high')
    expect(trustLevel({ ...usual, relativeDistance: 7 })).toBe('low')
  })

  it('is not far, but folded, where the round trip leads elsewhere', () => {
    expect(trustLevel({ ...usual, cycleError: 11 })).toBe('unstable')
    expect(trustLevel({ ...usual, cycleError: 11, relativeDistance: 7 })).toBe('low')
  })

  it('is low where there is no number', () => {
    expect(trustLevel({ ...usual, relativeDistance: NaN })).toBe('low')
    expect(trustLevel({ ...usual, relativeDistance: Number.MAX_VALUE })).toBe('low')
  })

  it('of identical images trusts their own place, and no other', () => {
    const collapsed = { ...usual, distanceBound: 0, cycleBound: 0, cycleError: 0 }
    expect(trustLevel({ ...collapsed, relativeDistance: 0 })).toBe('high')
    expect(trustLevel({ ...collapsed, relativeDistance: 0.1 })).toBe('low')
  })
})
