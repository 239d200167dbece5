/**
 * The objective and its gradients against a reference in double precision: its value, and its finite differences along directions in the space of
 * each array of weights. A direction is the gradient itself with a random half of its entries left out, and then the other half: an entry that
 * is wrong shows in one of the two. The differences are exact to 1e-7, so the tolerance is float32's own, after some hundred roundings.
 */
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { activations } from '@shared/domain/runConfig'
import type { RunConfig } from '@shared/domain/runConfig'
import { buildAutoencoder } from '../../../src/main/engine/model/autoencoder'
import type { Autoencoder } from '../../../src/main/engine/model/autoencoder'
import { objective } from '../../../src/main/engine/model/objective'
import { seededRandom } from '../../../src/main/engine/model/random'
import { aConfig, someImages, theBackend, weightsOf } from '../../support/engine'
import { referenceObjective } from '../../support/reference'

const batch = 3
const step = 1e-5
const tolerance = 1e-3

const small: Partial<RunConfig['network']> = { hidden: [16, 8], activation: 'silu' }
const cases: readonly (readonly [string, RunConfig])[] = [
  ...activations.map(activation => [`dense layers with ${activation}`, aConfig({ network: { ...small, activation } })] as const),
  ['strided and transposed convolutions', aConfig({ network: { ...small, kind: 'convolutional', filters: [3, 4, 2], hidden: [] } })],
  ['a sampled latent with its KL term', aConfig({ network: { ...small, variational: true }, objective: { beta: 1 } })],
  ['cross-entropy', aConfig({ network: small, objective: { loss: 'bce' } })],
  ['a linear output and Glorot\'s initialisation', aConfig({ network: { ...small, output: 'linear', initialisation: 'glorot' } })],
  ['the l1 penalty', aConfig({ network: small, objective: { l1: 1 } })],
  ['the l2 penalty', aConfig({ network: small, objective: { l2: 0.01 } })],
  ['the sparsity penalty', aConfig({ network: small, objective: { sparsity: 0.1 } })],
]

describe.each(cases)('the objective with %s', (_, config) => {
  it('has the value and the slopes of its definition', async () => {
    const { native } = await theBackend()
    const data = await someImages()
    const initial = weightsOf(config)
    const net = buildAutoencoder(config.network, initial, native)
    const x = tf.tidy(() => tf.div(tf.tensor2d(data.pixels.subarray(0, batch * 784), [batch, 784], 'int32'), 255) as tf.Tensor2D)
    const { value, grads } = tf.variableGrads(() => objectiveOf(config, net, x))

    const pictures = Array.from({ length: batch }, (__, i) => Array.from(data.pixels.subarray(784 * i, 784 * (i + 1)), byte => byte / 255))
    const weights = new Map(initial.map(array => [array.name, Float64Array.from(array.values)]))
    const reference = (changed = weights) => referenceObjective(config, changed, pictures, Math.sin)
    expect(Math.abs((value.dataSync()[0] ?? 0) / reference() - 1)).toBeLessThan(1e-5)

    const random = seededRandom(1, 2)
    for (const { name, variable } of net.weights) {
      const gradient = Float64Array.from((grads[variable.name] as tf.Tensor).dataSync())
      const half = gradient.map(g => random() < 0.5 ? g : 0)
      for (const direction of [half, gradient.map((g, i) => g - (half[i] ?? 0))]) {
        const slope = norm(direction) // along direction/|direction| the slope is |direction|
        if (slope === 0) continue
        const at = (length: number) =>
          reference(new Map([...weights, [name, (weights.get(name) ?? new Float64Array()).map((w, i) => w + length / slope * (direction[i] ?? 0))]]))
        expect(Math.abs((at(step) - at(-step)) / (2 * step) / slope - 1), name).toBeLessThan(tolerance)
      }
    }
    tf.dispose([x, value, grads])
    net.dispose()
  })
})

/** Where the latent is sampled, with ε = sin i. */
function objectiveOf(config: RunConfig, net: Autoencoder, x: tf.Tensor2D): tf.Scalar {
  const latent = net.encode(x)
  const epsilon = tf.tensor(Float32Array.from({ length: latent.mean.size }, (_, i) => Math.sin(i)), latent.mean.shape)
  const z = latent.logVariance ? tf.add(latent.mean, tf.mul(tf.exp(tf.mul(latent.logVariance, 0.5)), epsilon)) : latent.mean
  return objective(config, net, x, latent, net.decodeLogits(z as tf.Tensor2D))
}

function norm(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
}
