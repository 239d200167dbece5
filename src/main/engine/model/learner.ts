/** What trains: a network with its optimiser and the data, behind one interface however its steps are run. */
import type { ExecutorKind } from '@shared/domain/run'
import type { RunConfig } from '@shared/domain/runConfig'
import type { Backend } from '../backend'
import type { NamedArray } from '../archive'
import * as tf from '@tensorflow/tfjs-core'
import { sketchNetwork } from '@shared/domain/architecture'
import { randomSource } from '../compile/random'
import type { Step } from '../compile/loop'
import { buildAutoencoder } from './autoencoder'
import type { Autoencoder } from './autoencoder'
import { initialWeights } from './initialise'
import { klDivergence, meanSquaredError, reconstructionLoss } from './objective'
import { buildOptimizer } from './optimizers'
import type { Optimizer } from './optimizers'
import { trainingStep } from './step'

/** Rows of one call of `embed`. */
export const embedRows = 1000

/** What an evaluation says of each of n images. */
export interface Evaluated {
  readonly latents: Float32Array // (n, d)
  /** Mean squared error per pixel, and the configured reconstruction loss. */
  readonly errors: Float32Array // (n)
  readonly losses: Float32Array // (n)
  /** Nats; zeros where the network is not variational. */
  readonly kl: Float32Array // (n)
}

export interface Learner {
  readonly executor: ExecutorKind
  /** Why this executor, in a sentence; another one where the next run takes the same learner for another reason. */
  reason: string
  /** The most full batches of one call of `train`. */
  readonly capacity: number
  /** Sets the run's seed and every weight and slot; slots that are not given start at zero. */
  begin(seed: number, weights: readonly NamedArray[], slots?: readonly NamedArray[]): void
  /** One step a rate on rows `indices`: full batches, or the epoch's last partial batch alone. `done` is less where a loss was not finite. */
  train(indices: Int32Array, rates: Float32Array, first: number): { readonly sum: number, readonly done: number }
  /** Up to `embedRows` images, by number, through the network as it is now. */
  embed(indices: Int32Array): Evaluated
  weights(): NamedArray[]
  slots(): NamedArray[]
  dispose(): void
}

export interface LearnerParts {
  readonly net: Autoencoder
  readonly optimizer: Optimizer
  readonly step: Step
}

/** The tfjs objects of a run: the same for every executor. */
export function buildParts(config: RunConfig, backend: Backend): LearnerParts {
  const weights = initialWeights(sketchNetwork(config.network), config.network.initialisation, config.seed)
  const net = buildAutoencoder(config.network, weights, backend.native)
  const optimizer = buildOptimizer(config.optimizer, net.weights)
  return { net, optimizer, step: trainingStep(config, net, optimizer, randomSource(backend.native)) }
}

/** Latents, errors, losses and KL of each image of x, (n, 784): what `embed` computes. */
export function evaluate(config: RunConfig, net: Autoencoder, x: tf.Tensor2D): tf.Tensor[] {
  const latent = net.encode(x)
  const logits = net.decodeLogits(latent.mean)
  const xHat = config.network.output === 'sigmoid' ? tf.sigmoid(logits) : logits
  return [latent.mean, meanSquaredError(x, xHat, 1), reconstructionLoss(config, x, logits, 1), klDivergence(latent)]
}
