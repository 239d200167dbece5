/** One training step, in the order of the experiment: noise, encode, sample, decode, objective, gradients, update. */
import * as tf from '@tensorflow/tfjs-core'
import type { NoiseConfig, RunConfig } from '@shared/domain/runConfig'
import type { Batch, Step } from '../compile/loop'
import type { RandomSource, RandomState } from '../compile/random'
import type { Autoencoder, Latent } from './autoencoder'
import { objective } from './objective'
import type { Optimizer } from './optimizers'

/** Streams of randomness within a step. */
const streams = { noise: 0, sample: 1 } as const

export function trainingStep(config: RunConfig, net: Autoencoder, optimizer: Optimizer, random: RandomSource): Step {
  const trainable = net.weights.map(weight => weight.variable)
  return ({ x, learningRate, seed, step }: Batch) => tf.tidy(() => {
    const state = { seed, step }
    const { value, grads } = tf.variableGrads(() => {
      const latent = net.encode(corrupt(config.noise, x, random, state))
      const z = sample(latent, random, state)
      return objective(config, net, x, latent, net.decodeLogits(z))
    }, trainable)
    optimizer.apply(trainable.map(variable => grads[variable.name] as tf.Tensor), learningRate)
    return value
  })
}

/** The pixels that the encoder sees: with Gaussian noise, clipped to 0 … 1, or with some set to 0 (Vincent et al. 2008). */
export function corrupt(noise: NoiseConfig, x: tf.Tensor2D, random: RandomSource, state: RandomState): tf.Tensor2D {
  switch (noise.kind) {
    case 'none': return x
    case 'gaussian': return tf.clipByValue(random.gaussianNoise(x, noise.sigma, state, streams.noise), 0, 1)
    case 'masking': return random.dropout(x, noise.rate, state, 2 * streams.noise)
  }
}

function sample({ mean, logVariance }: Latent, random: RandomSource, state: RandomState): tf.Tensor2D {
  return logVariance ? random.reparameterise(mean, logVariance, state, streams.sample) : mean
}
