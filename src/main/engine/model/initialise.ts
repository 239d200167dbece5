/** Initial weights, from the run's seed alone. */
import type { LayerSketch } from '@shared/domain/architecture'
import type { NetworkConfig } from '@shared/domain/runConfig'
import type { NamedArray } from '../archive'
import { seededRandom } from './random'
import type { Random } from './random'

const weightStream = 1

/** Kernel and bias of every layer, named `encoder/0/kernel` and so on, in the order of the layers. */
export function initialWeights(layers: readonly LayerSketch[], how: NetworkConfig['initialisation'], seed: number): NamedArray[] {
  const random = seededRandom(seed, weightStream)
  return namedLayers(layers).flatMap(([name, layer]) => {
    const { kernel, bias } = bounds(layer, how)
    const units = layer.output.at(-1) ?? 1
    return [
      { name: `${name}/kernel`, shape: layer.kernel, values: uniform(size(layer.kernel), kernel, random) },
      { name: `${name}/bias`, shape: [units], values: uniform(units, bias, random) },
    ]
  })
}

/** Layers with their names: counted from 0 within encoder and decoder. */
export function namedLayers(layers: readonly LayerSketch[]): [string, LayerSketch][] {
  const counts = { encoder: 0, decoder: 0 }
  return layers.map(layer => [`${layer.part}/${counts[layer.part]++}`, layer])
}

/**
 * Half-widths of the uniform distributions. PyTorch (torch.nn.Linear and Conv2d): ±1/√fan_in for kernel and bias, where a transposed
 * convolution counts the other side's channels, as PyTorch does. Glorot and Bengio 2010: ±√(6/(fan_in + fan_out)), bias zero.
 */
function bounds(layer: LayerSketch, how: NetworkConfig['initialisation']): { kernel: number, bias: number } {
  const [fanIn, fanOut] = fans(layer)
  if (how === 'glorot') return { kernel: Math.sqrt(6 / (fanIn + fanOut)), bias: 0 }
  const bound = 1 / Math.sqrt(layer.op === 'transposed-convolution' ? fanOut : fanIn)
  return { kernel: bound, bias: bound }
}

function fans(layer: LayerSketch): [fanIn: number, fanOut: number] {
  const area = layer.op === 'dense' ? 1 : (layer.kernel[0] ?? 1) * (layer.kernel[1] ?? 1)
  return [area * (layer.input.at(-1) ?? 1), area * (layer.output.at(-1) ?? 1)]
}

function uniform(count: number, bound: number, random: Random): Float32Array {
  return Float32Array.from({ length: count }, () => bound === 0 ? 0 : bound * (2 * random() - 1))
}

function size(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1)
}
