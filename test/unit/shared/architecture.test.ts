/** The sketch of a network: the lesson's by its numbers, any other by the laws that all obey. */
import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { assert, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countParameters, flatSize, sidesOf, sketchNetwork } from '@shared/domain/architecture'
import type { LayerSketch } from '@shared/domain/architecture'
import { presets } from '@shared/domain/presets'
import { anyNetwork } from './networks'

const product = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1)
const search = { seed: 1, numRuns: 300 }

it('draws the lesson\'s network: 784-128-64-12-3 and back, linear at the latent, a sigmoid at the end', () => {
  const layers = sketchNetwork(presets.seed.config.network)
  expect(layers.map(({ input, output }) => [...input, ...output])).toEqual(
    [[784, 128], [128, 64], [64, 12], [12, 3], [3, 12], [12, 64], [64, 128], [128, 784]])
  expect(layers.map(({ activation }) => activation)).toEqual(['relu', 'relu', 'relu', 'linear', 'relu', 'relu', 'relu', 'sigmoid'])
  const ofPyTorch = statSync(fileURLToPath(new URL('../../fixtures/seed-trajectory/weights.f32', import.meta.url))).size / 4
  expect(countParameters(presets.seed.config.network)).toBe(ofPyTorch)
})

it('draws convolutions that halve the picture and transposed ones that bring it back', () => {
  const { network } = presets.convolutional.config
  expect(sidesOf({ ...network, filters: [1, 1, 1, 1] })).toEqual([28, 14, 7, 4, 2])
  expect(flatSize(network)).toBe(7 * 7 * 32)
  expect(sketchNetwork(network).map(({ op, output, kernel }) => [op, output, kernel])).toEqual([
    ['convolution', [14, 14, 16], [3, 3, 1, 16]],
    ['convolution', [7, 7, 32], [3, 3, 16, 32]],
    ['dense', [3], [1568, 3]],
    ['dense', [1568], [3, 1568]],
    ['transposed-convolution', [14, 14, 16], [3, 3, 16, 32]], // TensorFlow's order: out before in
    ['transposed-convolution', [28, 28, 1], [3, 3, 1, 16]],
  ])
})

describe('any network that the limits allow', () => {
  function holds(law: (layers: readonly LayerSketch[], network: Parameters<typeof sketchNetwork>[0]) => void): void {
    assert(property(anyNetwork, (network) => {
      law(sketchNetwork(network), network)
    }), search)
  }

  it('takes a picture of 784 pixels and gives one back, each layer what the one before gives', () => {
    holds((layers, { latent }) => {
      expect(product(layers[0]?.input ?? [])).toBe(784)
      expect(product(layers.at(-1)?.output ?? [])).toBe(784)
      layers.slice(1).forEach((layer, i) => {
        const before = layers[i] as LayerSketch
        expect(product(layer.input)).toBe(before.isLatent ? latent : product(before.output))
      })
      expect(layers.flatMap(({ input, output }) => [...input, ...output]).every(size => size >= 1)).toBe(true)
    })
  })

  it('has one latent layer, linear, twice as wide where it is variational', () => {
    holds((layers, { latent, variational }) => {
      const found = layers.filter(layer => layer.isLatent)
      expect(found).toHaveLength(1)
      expect(found[0]).toMatchObject({ part: 'encoder', activation: 'linear', output: [variational ? 2 * latent : latent] })
      expect(layers.slice(0, layers.findIndex(layer => layer.isLatent) + 1).every(({ part }) => part === 'encoder')).toBe(true)
    })
  })

  it('ends in its output, and nowhere else', () => {
    holds((layers, { activation, output }) => {
      const others = layers.slice(0, -1).filter(layer => !layer.isLatent)
      expect(layers.at(-1)?.activation).toBe(output)
      expect(others.every(layer => layer.activation === activation)).toBe(true)
    })
  })

  it('has a decoder that mirrors its encoder', () => {
    holds((layers, network) => {
      const plain = sketchNetwork({ ...network, variational: false })
      const [encoder, decoder] = (['encoder', 'decoder'] as const).map(part => plain.filter(layer => layer.part === part))
      expect(decoder?.map(({ output }) => product(output))).toEqual(encoder?.map(({ input }) => product(input)).reverse())
      expect(layers.filter(({ part }) => part === 'decoder')).toEqual(decoder)
    })
  })

  it('counts the numbers of its kernels and biases', () => {
    holds((layers, network) => {
      for (const { kernel, output, parameters } of layers) expect(parameters).toBe(product(kernel) + (output.at(-1) ?? 0))
      expect(countParameters(network)).toBe(layers.reduce((sum, { parameters }) => sum + parameters, 0))
    })
  })
})
