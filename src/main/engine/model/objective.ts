/** What training makes small: a reconstruction loss, the KL divergence of a variational latent, and penalties. */
import * as tf from '@tensorflow/tfjs-core'
import { imagePixels } from '@shared/domain/image'
import type { ObjectiveConfig, RunConfig } from '@shared/domain/runConfig'
import type { Autoencoder, Latent } from './autoencoder'

/** Over the whole batch (a scalar), or with axis 1 one number an image. */
type Axis = 1 | undefined

/** Mean squared error per pixel: L = 1/(B·784) Σ (x − x̂)², x̂ after the output activation. */
export function meanSquaredError(x: tf.Tensor2D, xHat: tf.Tensor2D, axis?: Axis): tf.Tensor {
  return tf.mean(tf.square(tf.sub(xHat, x)), axis)
}

/** Binary cross-entropy per pixel from logits l: L = mean(ln(1 + eˡ) − x·l), finite for every l. */
export function binaryCrossEntropy(x: tf.Tensor2D, logits: tf.Tensor2D, axis?: Axis): tf.Tensor {
  return tf.mean(tf.sub(tf.softplus(logits), tf.mul(x, logits)), axis)
}

/** KL(N(μ, σ²) ‖ N(0, 1)) in nats of each image: ½ Σ (μ² + σ² − 1 − ln σ²); Kingma and Welling 2014, appendix B. Zeros for a point. */
export function klDivergence({ mean, logVariance }: Latent): tf.Tensor1D {
  if (!logVariance) return tf.mul(tf.sum(mean, 1), 0)
  const terms = tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1))
  return tf.mul(tf.sum(terms, 1), 0.5)
}

/** The reconstruction loss of a configuration, per pixel. */
export function reconstructionLoss(config: RunConfig, x: tf.Tensor2D, logits: tf.Tensor2D, axis?: Axis): tf.Tensor {
  if (config.objective.loss === 'bce') return binaryCrossEntropy(x, logits, axis)
  return meanSquaredError(x, config.network.output === 'sigmoid' ? tf.sigmoid(logits) : logits, axis)
}

/** Reconstruction + β·KL/784 + l1·mean|W| + l2·ΣW² + sparsity·mean|μ|; terms of weight zero are not computed. */
export function objective(config: RunConfig, net: Autoencoder, x: tf.Tensor2D, latent: Latent, logits: tf.Tensor2D): tf.Scalar {
  const terms = [reconstructionLoss(config, x, logits) as tf.Scalar, ...penalties(config.objective, net, latent)]
  return terms.reduce((sum, term) => tf.add(sum, term))
}

function penalties({ beta, l1, l2, sparsity }: ObjectiveConfig, net: Autoencoder, latent: Latent): tf.Scalar[] {
  const terms: tf.Scalar[] = []
  if (latent.logVariance && beta > 0) terms.push(tf.mul(tf.mean(klDivergence(latent)), beta / imagePixels))
  if (l1 > 0) terms.push(tf.mul(overKernels(net, w => tf.sum(tf.abs(w))), l1 / net.kernels.reduce((n, w) => n + w.size, 0)))
  if (l2 > 0) terms.push(tf.mul(overKernels(net, w => tf.sum(tf.square(w))), l2))
  if (sparsity > 0) terms.push(tf.mul(tf.mean(tf.abs(latent.mean)), sparsity))
  return terms
}

function overKernels(net: Autoencoder, measure: (kernel: tf.Variable) => tf.Scalar): tf.Scalar {
  return net.kernels.map(measure).reduce((sum, term) => tf.add(sum, term))
}
