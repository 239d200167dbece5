/** What a run will cost, against counts made by another road. */
import { describe, expect, it } from 'vitest'
import { estimateRun } from '@shared/domain/estimate'
import { presetIds, presets } from '@shared/domain/presets'
import type { RunConfig } from '@shared/domain/runConfig'

const { config } = presets.seed
/** Of the lesson's network, counted by PyTorch. */
const parameters = 219_891
const withNetwork = (changes: Partial<RunConfig['network']>) => estimateRun({ ...config, network: { ...config.network, ...changes } })

describe('the estimate', () => {
  it('counts the steps of an epoch, the partial batch too', () => {
    const steps = (batchSize: number) => estimateRun({ ...config, batchSize }).stepsPerEpoch
    expect([1, 64, 60_000 / 8, 7999, 8192].map(steps)).toEqual([60_000, 938, 8, 8, 8])
  })

  it('counts a dense network\'s multiply-adds: every weight once an image, three times over', () => {
    const weights = 784 * 128 + 128 * 64 + 64 * 12 + 12 * 3
    expect(estimateRun(config).multiplyAdds).toBe(3 * 60_000 * 2 * weights)
  })

  it('counts a convolution\'s at every place of the smaller picture', () => {
    let forward = 0
    for (let y = 0; y < 14; y++) for (let x = 0; x < 14; x++) forward += 3 * 3 * 1 * 5 // 28 → 14, one channel to five
    const both = 2 * forward + 2 * (14 * 14 * 5 * 2) // and the transposed one back; dense to a latent of two and from it
    expect(withNetwork({ kind: 'convolutional', filters: [5], hidden: [], latent: 2 }).multiplyAdds).toBe(3 * 60_000 * both)
  })

  it('holds the weights, latents and errors of every epoch on disk', () => {
    const epoch = 4 * (parameters + 70_000 * (3 + 1))
    expect(estimateRun({ ...config, epochs: 7 }).disk).toBe(7 * epoch)
  })

  it('holds the data, four copies of the weights and a batch\'s activations in memory', () => {
    const activations = 784 + 128 + 64 + 12 + 3 + 12 + 64 + 128 + 784
    const data = 70_000 * 784
    expect(estimateRun({ ...config, batchSize: 8192 }).memory).toBe(data + 4 * 4 * parameters + 3 * 4 * 8192 * activations)
    // Evaluation takes a thousand images at a time, however small the batches are.
    expect(estimateRun({ ...config, batchSize: 1 }).memory).toBe(estimateRun({ ...config, batchSize: 1000 }).memory)
  })

  it('lets every preset run in a gigabyte', () => {
    for (const id of presetIds) expect(estimateRun(presets[id].config).memory).toBeLessThan(1e9)
  })
})
