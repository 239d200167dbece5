/** The network: an encoder to the latent and a decoder back to the picture, as functions over named variables. */
import * as tf from '@tensorflow/tfjs-core'
import { sketchNetwork, stride } from '@shared/domain/architecture'
import type { LayerSketch } from '@shared/domain/architecture'
import type { NetworkConfig } from '@shared/domain/runConfig'
import type { NamedArray } from '../archive'
import type { NativeBackend } from '../backend'
import type { StateVariable } from '../compile/variables'
import { activationOf } from './activations'
import { namedLayers } from './initialise'

/** Where an image lies in latent space: a point, or a normal distribution around `mean`. */
export interface Latent {
  readonly mean: tf.Tensor2D // (B, d)
  /** ln σ², for variational networks. */
  readonly logVariance: tf.Tensor2D | null // (B, d)
}

export interface Autoencoder {
  readonly weights: readonly StateVariable[]
  /** Kernels only: what penalties on weights look at. */
  readonly kernels: readonly tf.Variable[]
  /** Pixels from 0 to 1, (B, 784), to the latent. */
  encode(x: tf.Tensor2D): Latent
  /** Latent (B, d) to pictures before the output activation, (B, 784). */
  decodeLogits(z: tf.Tensor2D): tf.Tensor2D
  /** Latent (B, d) to pictures (B, 784). */
  decode(z: tf.Tensor2D): tf.Tensor2D
  dispose(): void
}

type Layer = (x: tf.Tensor) => tf.Tensor

export function buildAutoencoder(config: NetworkConfig, initial: readonly NamedArray[], backend: NativeBackend | null): Autoencoder {
  const weights = initial.map(({ name, shape, values }): StateVariable => ({ name, variable: variableOf(values, shape) }))
  const find = (name: string) => {
    const found = weights.find(weight => weight.name === name)
    if (!found) throw new RangeError(`no weight ${name}`)
    return found.variable
  }
  const named = namedLayers(sketchNetwork(config))
  const layers = named.map(([name, sketch], index) => {
    const isLast = index === named.length - 1
    return { part: sketch.part, apply: layerOf(sketch, find(`${name}/kernel`), find(`${name}/bias`), isLast, backend) }
  })
  const encoder = layers.filter(layer => layer.part === 'encoder')
  const decoder = layers.filter(layer => layer.part === 'decoder')
  const through = (x: tf.Tensor, part: typeof layers) => part.reduce((h, layer) => layer.apply(h), x)

  const decodeLogits = (z: tf.Tensor2D) => flatten(through(z, decoder))
  return {
    weights,
    kernels: weights.filter(weight => weight.name.endsWith('/kernel')).map(weight => weight.variable),
    encode: x => splitLatent(through(x, encoder) as tf.Tensor2D, config),
    decodeLogits,
    decode: z => config.output === 'sigmoid' ? tf.sigmoid(decodeLogits(z)) : decodeLogits(z),
    dispose: () => weights.forEach(({ variable }) => variable.dispose()),
  }
}

export function variableOf(values: Float32Array, shape: readonly number[], trainable = true): tf.Variable {
  return tf.tidy(() => tf.variable(tf.tensor(values, [...shape]), trainable))
}

/** One layer; the last one leaves its activation to the caller, because losses want logits. */
function layerOf(sketch: LayerSketch, kernel: tf.Variable, bias: tf.Variable, isLast: boolean, backend: NativeBackend | null): Layer {
  const activate = isLast ? (x: tf.Tensor) => x : activationOf(sketch.activation as never, backend)
  const linear = linearOf(sketch, kernel)
  return x => activate(tf.add(linear(x), bias))
}

function linearOf({ op, input, output }: LayerSketch, kernel: tf.Variable): Layer {
  switch (op) {
    case 'dense':
      return x => tf.matMul(flatten(x), kernel as tf.Tensor2D) // (B, in) · (in, out)
    case 'convolution':
      return x => tf.conv2d(picture(x, input), kernel as unknown as tf.Tensor4D, stride, 'same')
    case 'transposed-convolution':
      return x => tf.conv2dTranspose(picture(x, input), kernel as unknown as tf.Tensor4D,
        [x.shape[0] ?? 1, output[0] ?? 1, output[1] ?? 1, output[2] ?? 1], stride, 'same')
  }
}

function splitLatent(h: tf.Tensor2D, { variational, latent }: NetworkConfig): Latent {
  if (!variational) return { mean: h, logVariance: null }
  const rows = h.shape[0]
  return { mean: tf.slice2d(h, [0, 0], [rows, latent]), logVariance: tf.slice2d(h, [0, latent], [rows, latent]) }
}

function picture(x: tf.Tensor, [height = 1, width = 1, channels = 1]: readonly number[]): tf.Tensor4D {
  return x.rank === 4 ? x as tf.Tensor4D : tf.reshape(x, [x.shape[0] ?? 1, height, width, channels])
}

function flatten(x: tf.Tensor): tf.Tensor2D {
  return x.rank === 2 ? x as tf.Tensor2D : tf.reshape(x, [x.shape[0] ?? 1, x.size / (x.shape[0] ?? 1)])
}
