/** Initial weights: uniform within the bounds that PyTorch and Glorot prescribe, and made by the seed alone. */
import { describe, expect, it } from 'vitest'
import { sketchNetwork } from '@shared/domain/architecture'
import { presets } from '@shared/domain/presets'
import type { NetworkConfig } from '@shared/domain/runConfig'
import { initialWeights } from '../../../../../src/main/engine/model/initialise'

const dense = sketchNetwork(presets.seed.config.network)
const convolutional = sketchNetwork({ ...presets.convolutional.config.network, filters: [8, 20] })

function array(layers: typeof dense, how: NetworkConfig['initialisation'], name: string, seed = 1): Float32Array {
  return initialWeights(layers, how, seed).find(found => found.name === name)?.values ?? new Float32Array()
}

/** All within ±bound, the largest of n near it, and the variance that of a uniform distribution: bound²/3. */
function expectUniform(values: Float32Array, bound: number): void {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  expect(largest).toBeLessThanOrEqual(Math.fround(bound))
  expect(largest).toBeGreaterThan(bound * (1 - 10 / values.length)) // farther off once in e^10 times
  const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length
  // The squares of a uniform distribution deviate by 2/(3√5) of bound².
  expect(Math.abs(variance / bound ** 2 - 1 / 3)).toBeLessThan(4 * 0.298 / Math.sqrt(values.length))
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  expect(Math.abs(mean / bound)).toBeLessThan(4 / Math.sqrt(3 * values.length))
}

describe('as PyTorch does it: kaiming_uniform_ with a = √5, which is ±1/√fan_in, for kernel and bias', () => {
  it.each<[string, typeof dense, number]>([
    ['encoder/0', dense, 784], ['encoder/1', dense, 128], ['decoder/2', dense, 64], ['decoder/3', dense, 128],
    ['encoder/1', convolutional, 9 * 8], // torch.nn.Conv2d(8, 20, 3)
    ['decoder/1', convolutional, 9 * 8], // torch.nn.ConvTranspose2d(20, 8, 3): its weight is (20, 8, 3, 3), and fan_in is 8 · 9
    ['decoder/2', convolutional, 9 * 1], // torch.nn.ConvTranspose2d(8, 1, 3)
  ])('%s', (name, layers, fanIn) => {
    expectUniform(array(layers, 'pytorch', `${name}/kernel`), 1 / Math.sqrt(fanIn))
    const bias = array(layers, 'pytorch', `${name}/bias`)
    expect(bias.every(value => Math.abs(value) <= Math.fround(1 / Math.sqrt(fanIn)) && value !== 0)).toBe(true)
  })
})

describe('as Glorot and Bengio do it: ±√(6/(fan_in + fan_out)) and no bias', () => {
  it.each<[string, typeof dense, number]>([
    ['encoder/0', dense, 784 + 128], ['encoder/2', dense, 64 + 12], ['decoder/3', dense, 128 + 784],
    ['encoder/0', convolutional, 9 * (1 + 8)], ['encoder/1', convolutional, 9 * (8 + 20)], ['decoder/1', convolutional, 9 * (20 + 8)],
  ])('%s', (name, layers, fans) => {
    expectUniform(array(layers, 'glorot', `${name}/kernel`), Math.sqrt(6 / fans))
    expect(new Set(array(layers, 'glorot', `${name}/bias`))).toEqual(new Set([0]))
  })
})

it('every layer has a kernel and a bias of its own shape, named by part and place', () => {
  const arrays = initialWeights(convolutional, 'pytorch', 1)
  expect(arrays.map(({ name, shape }) => `${name} ${shape.join('×')}`)).toEqual([
    'encoder/0/kernel 3×3×1×8', 'encoder/0/bias 8', 'encoder/1/kernel 3×3×8×20', 'encoder/1/bias 20', 'encoder/2/kernel 980×3', 'encoder/2/bias 3',
    'decoder/0/kernel 3×980', 'decoder/0/bias 980', 'decoder/1/kernel 3×3×8×20', 'decoder/1/bias 8', 'decoder/2/kernel 3×3×1×8', 'decoder/2/bias 1',
  ])
  for (const { shape, values } of arrays) expect(values).toHaveLength(shape.reduce((a, b) => a * b, 1))
})

it('the seed decides every bit, and no two layers begin alike', () => {
  expect(initialWeights(dense, 'pytorch', 7)).toEqual(initialWeights(dense, 'pytorch', 7))
  const starts = [1, 2].flatMap(seed => initialWeights(dense, 'pytorch', seed)).map(({ values }) => String(values.subarray(0, 3)))
  expect(new Set(starts).size).toBe(starts.length)
})
