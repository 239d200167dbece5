/** What a network looks like before it is built: its layers, their shapes and how many numbers they hold. */
import { imagePixels, imageSide } from './image'
import type { NetworkConfig } from './runConfig'

export interface LayerSketch {
  readonly part: 'encoder' | 'decoder'
  readonly op: 'dense' | 'convolution' | 'transposed-convolution'
  /** Output shape of one image: [units] or [height, width, filters]. */
  readonly input: readonly number[]
  readonly output: readonly number[]
  readonly kernel: readonly number[]
  /** What follows the layer; the latent layer is linear. */
  readonly activation: NetworkConfig['activation'] | NetworkConfig['output']
  /** Kernel and bias. */
  readonly parameters: number
  readonly isLatent: boolean
}

export const kernelSize = 3
export const stride = 2

/** Layers in the order in which a picture passes through them. */
export function sketchNetwork(network: NetworkConfig): readonly LayerSketch[] {
  return [...sketchEncoder(network), ...sketchDecoder(network)]
}

export function countParameters(network: NetworkConfig): number {
  return sketchNetwork(network).reduce((sum, layer) => sum + layer.parameters, 0)
}

/** Height (= width) of the picture before each convolution and after the last: 28, 14, 7, 4, 2. */
export function sidesOf(network: NetworkConfig): readonly number[] {
  const sides = [imageSide]
  for (const _ of network.filters) sides.push(Math.ceil((sides.at(-1) ?? imageSide) / stride))
  return sides
}

/** Length of the vector between the convolutions and the dense layers: 784 for a dense network. */
export function flatSize(network: NetworkConfig): number {
  const side = sidesOf(network).at(-1) ?? imageSide
  return network.filters.length === 0 ? imagePixels : side * side * (network.filters.at(-1) ?? 1)
}

function sketchEncoder(network: NetworkConfig): LayerSketch[] {
  const { filters, hidden, latent, activation, variational } = network
  const sides = sidesOf(network)
  const channels = [1, ...filters]
  const convolutions = filters.map((_, i) => convolution('encoder', 'convolution', activation, at(sides, i), at(channels, i), at(sides, i + 1), at(channels, i + 1)))
  const widths = [flatSize(network), ...hidden]
  const denses = hidden.map((units, i) => dense('encoder', activation, at(widths, i), units))
  // A variational encoder ends in the mean and the log-variance of each latent.
  const last = dense('encoder', 'linear', at(widths, hidden.length), variational ? 2 * latent : latent)
  return [...convolutions, ...denses, { ...last, isLatent: true }]
}

function sketchDecoder(network: NetworkConfig): LayerSketch[] {
  const { filters, hidden, latent, activation, output } = network
  const sides = [...sidesOf(network)].reverse()
  const channels = [...filters].reverse().concat(1)
  const widths = [latent, ...[...hidden].reverse(), flatSize(network)]
  const isDense = filters.length === 0
  const denses = widths.slice(1).map((units, i) =>
    dense('decoder', isDense && i === widths.length - 2 ? output : activation, at(widths, i), units))
  const convolutions = filters.map((_, i) =>
    convolution('decoder', 'transposed-convolution', i === filters.length - 1 ? output : activation, at(sides, i), at(channels, i), at(sides, i + 1), at(channels, i + 1)))
  return [...denses, ...convolutions]
}

function dense(part: LayerSketch['part'], activation: LayerSketch['activation'], inputs: number, units: number): LayerSketch {
  return { part, op: 'dense', input: [inputs], output: [units], kernel: [inputs, units], activation, parameters: (inputs + 1) * units, isLatent: false }
}

function convolution(
  part: LayerSketch['part'], op: 'convolution' | 'transposed-convolution', activation: LayerSketch['activation'],
  sideIn: number, channelsIn: number, sideOut: number, channelsOut: number,
): LayerSketch {
  const area = kernelSize * kernelSize
  return {
    part, op, activation, isLatent: false,
    input: [sideIn, sideIn, channelsIn],
    output: [sideOut, sideOut, channelsOut],
    // TensorFlow's order: a transposed convolution holds (height, width, out, in).
    kernel: op === 'convolution' ? [kernelSize, kernelSize, channelsIn, channelsOut] : [kernelSize, kernelSize, channelsOut, channelsIn],
    parameters: area * channelsIn * channelsOut + channelsOut,
  }
}

function at(values: readonly number[], index: number): number {
  const value = values[index]
  if (value === undefined) throw new RangeError(`no element ${index} of ${values.length}`)
  return value
}
