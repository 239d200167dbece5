import { presets } from '@shared/domain/presets'
import { describe, expect, it } from 'vitest'
import { curvesOf, horizon, quantitiesOf } from '../../../../src/renderer/components/charts/curves'
import { aBatch, aReport, someFloors } from '../builders'

const { seed, variational } = presets

describe('the curves of a run', () => {
  it('stand at epochs, within them at fractions', () => {
    const curves = curvesOf('mse', seed.config, [aReport(1), aReport(2)], [aBatch(1, 10, 40), aBatch(2, 20, 40)], null)
    expect(curves.batch.map(([x]) => x)).toEqual([0.25, 1.5])
    expect(curves.test.map(([x]) => x)).toEqual([1, 2])
  })

  it('show the floors of the same quantity only', () => {
    const floorsOf = (quantity: Parameters<typeof curvesOf>[0]) => curvesOf(quantity, seed.config, [], [], someFloors).floors
    expect(floorsOf('mse')).toEqual([{ kind: 'pca', value: 0.0409 }, { kind: 'mean', value: 0.0865 }])
    expect(floorsOf('knn')).toEqual([{ kind: 'pca', value: 0.51 }])
    expect(floorsOf('loss')).toEqual([])
  })

  it('do not draw a loss with other terms as an MSE', () => {
    expect(curvesOf('mse', variational.config, [], [aBatch(1, 1, 2)], null).batch).toEqual([])
    expect(curvesOf('loss', variational.config, [], [aBatch(1, 1, 2)], null).batch).toHaveLength(1)
  })

  it('leave gaps out where a figure was not measured', () => {
    expect(curvesOf('knn', seed.config, [{ ...aReport(1), knnAccuracy: null }, aReport(2)], [], null).test).toHaveLength(1)
  })

  it('offer the loss only where it is not the MSE, and the KL only where there is one', () => {
    expect(quantitiesOf(seed.config)).toEqual(['mse', 'psnr', 'knn'])
    expect(quantitiesOf(variational.config)).toEqual(['mse', 'loss', 'psnr', 'knn', 'kl'])
  })

  it('use the width of the chart', () => {
    expect(horizon(0, 10)).toBe(10)
    expect(horizon(2, 300)).toBe(10)
    expect(horizon(100, 300)).toBe(130)
    expect(horizon(299, 300)).toBe(300)
  })
})
