import { describe, expect, it } from 'vitest'
import { presets } from '@shared/domain/presets'
import { compareOption, firstQuantity } from '../../../../src/renderer/components/runs/compare/compareOption'
import { differences } from '../../../../src/renderer/components/runs/compare/difference'
import { flatten } from '../../../../src/renderer/components/runs/flatten'
import { configFacts } from '../../../../src/renderer/components/train/configFacts'
import { aReport } from '../../../support/window/fakeRuns'

describe('settings that differ', () => {
  const { seed } = presets

  it('are those in which any two runs do not agree, in the order of the form', () => {
    const other = { ...seed.config, epochs: 20, learningRate: 0.001 }
    expect(differences([seed.config, other, seed.config].map(configFacts))).toEqual([
      { name: 'Epochs', values: ['10', '20', '10'] },
      { name: 'Initial rate', values: ['0.005', '0.001', '0.005'] },
    ])
  })

  it('include those that only some have', () => {
    const found = differences([seed.config, presets.convolutional.config].map(configFacts))
    expect(found).toContainEqual({ name: 'Filters', values: [null, '16 → 32'] })
  })

  it('are none for equal runs', () => {
    expect(differences([seed.config, { ...seed.config }].map(configFacts))).toEqual([])
  })
})

describe('the curves of several runs', () => {
  it('begin with the loss where all make the same one small, and else with the error, which is the same thing in each', () => {
    const { seed, sharper, variational } = presets
    expect(firstQuantity([seed.config, sharper.config])).toBe('testLoss')
    expect(firstQuantity([seed.config, variational.config])).toBe('testMse')
    const beta = { ...seed.config, objective: { ...seed.config.objective, beta: 7 } } // of no meaning without a KL
    expect(firstQuantity([seed.config, beta])).toBe('testLoss')
  })

  it('are drawn over their own epochs, a branch from where it began', () => {
    const curve = (name: string, from: number, to: number) =>
      ({ name, colour: 'red', epochs: Array.from({ length: to - from + 1 }, (_, i) => aReport(from + i)) })
    const option = compareOption([curve('a', 1, 3), curve('b', 3, 4)], 'psnr', 2, { rem: 16 } as never)
    const series = option['series'] as { name: string, data: [number, number][], symbol: string }[]
    expect(series.map(({ data }) => data.map(([x]) => x))).toEqual([[1, 2, 3], [3, 4]])
    expect(series[0]?.data[0]?.[1]).toBe(aReport(1).psnr)
    expect(new Set(series.map(({ symbol }) => symbol)).size).toBe(2)
  })
})

describe('a latent space as a small picture', () => {
  const labels = Uint8Array.of(1, 2, 3, 4)

  it('keeps the proportions of two dimensions', () => {
    const { places } = flatten(Float32Array.of(0, 0, 10, 0, 0, 5, 10, 5), 2, labels, null)
    const [width, height] = [(places[2] ?? 0) - (places[0] ?? 0), (places[5] ?? 0) - (places[1] ?? 0)]
    expect(width / height).toBeCloseTo(2)
    expect(width).toBeCloseTo(0.94)
  })

  it.each([1, 3, 5])('stays within the picture for %i dimensions, points that are no numbers aside', (dimension) => {
    const values = Float32Array.from({ length: 4 * dimension }, (_, i) => 100 * Math.sin(i))
    values[0] = Number.NaN
    const basis = Float32Array.from({ length: 3 * dimension }, (_, i) => i % 2)
    const components = dimension > 3 ? { mean: new Float32Array(dimension), basis } : null
    const { places, labels: kept } = flatten(values, dimension, labels, components)
    expect(kept).toEqual(labels)
    for (const place of places.slice(2)) expect(place >= 0 && place <= 1).toBe(true)
  })

  it('does not divide by nothing where all points are one', () => {
    expect([...flatten(new Float32Array(12), 3, labels, null).places]).toEqual(Array(8).fill(0.5))
  })
})
