/** What a run will cost, told before it starts. Sizes in bytes. */
import { countParameters, sketchNetwork } from './architecture'
import { imagePixels, splitSizes } from './image'
import type { RunConfig } from './runConfig'

export interface Estimate {
  readonly parameters: number
  /** Multiply-adds of an epoch: forward, and about twice as many backward. */
  readonly multiplyAdds: number
  /** Data set, weights with gradients and optimiser slots, activations of a batch. */
  readonly memory: number
  /** Weights, latents and errors of every epoch. */
  readonly disk: number
  readonly stepsPerEpoch: number
}

const float = 4

export function estimateRun(config: RunConfig): Estimate {
  const layers = sketchNetwork(config.network)
  const parameters = countParameters(config.network)
  const images = splitSizes.train + splitSizes.test
  const activations = layers.reduce((sum, layer) => sum + product(layer.output), imagePixels)
  const perImage = layers.reduce((sum, layer) => sum + product(layer.kernel) * positions(layer), 0)
  return {
    parameters,
    multiplyAdds: 3 * perImage * splitSizes.train,
    memory: images * imagePixels + 4 * parameters * float + 3 * activations * Math.max(config.batchSize, 1000) * float,
    disk: config.epochs * (parameters + images * (config.network.latent + 1)) * float,
    stepsPerEpoch: Math.ceil(splitSizes.train / config.batchSize),
  }
}

/** How often a layer's kernel is applied to one image: once for a dense layer, at every place of the smaller picture for a convolution. */
function positions(layer: ReturnType<typeof sketchNetwork>[number]): number {
  if (layer.op === 'dense') return 1
  const small = layer.op === 'convolution' ? layer.output : layer.input
  return (small[0] ?? 1) * (small[1] ?? 1)
}

function product(values: readonly number[]): number {
  return values.reduce((a, b) => a * b, 1)
}
