/** The objective of a network in plain double precision, straight from its definition: the reference of the tfjs code, layer by layer. */
import { sketchNetwork } from '@shared/domain/architecture'
import type { LayerSketch } from '@shared/domain/architecture'
import type { RunConfig } from '@shared/domain/runConfig'
import { namedLayers } from '../../src/main/engine/model/initialise'

export type Weights = ReadonlyMap<string, Float64Array>

const stride = 2
const size = 3

const functions: Readonly<Record<LayerSketch['activation'], (x: number) => number>> = {
  'linear': x => x,
  'relu': x => Math.max(0, x),
  'leaky-relu': x => x > 0 ? x : 0.01 * x,
  'elu': x => x > 0 ? x : Math.expm1(x),
  'silu': x => x / (1 + Math.exp(-x)),
  'tanh': Math.tanh,
  'sigmoid': x => 1 / (1 + Math.exp(-x)),
}

/** Mean over pictures (784 numbers from 0 to 1) of reconstruction, KL and sparsity, plus the penalties on kernels. `epsilon` samples the latent. */
export function referenceObjective(
  config: RunConfig, weights: Weights, pictures: readonly (readonly number[])[], epsilon: (i: number) => number,
): number {
  const { network: { latent, variational, output }, objective: { loss, beta, l1, l2, sparsity } } = config
  const layers = namedLayers(sketchNetwork(config.network))
  const through = (x: readonly number[], part: LayerSketch['part']) => layers.filter(([, layer]) => layer.part === part)
    .reduce((h, [name, layer], i, all) => apply(layer, weights, name, h, part === 'decoder' && i === all.length - 1), x)
  let total = 0
  pictures.forEach((x, row) => {
    const h = through(x, 'encoder')
    const [mean, logVariance] = [h.slice(0, latent), variational ? h.slice(latent) : []]
    const z = mean.map((m, i) => variational ? m + Math.exp((logVariance[i] ?? 0) / 2) * epsilon(row * latent + i) : m)
    const logits = through(z, 'decoder')
    total += sum(logits.map((l, i) => pixelLoss(loss, output, x[i] ?? 0, l))) / 784
    if (variational) total += beta / 784 * sum(mean.map((m, i) => (m * m + Math.exp(logVariance[i] ?? 0) - 1 - (logVariance[i] ?? 0)) / 2))
    total += sparsity * sum(mean.map(Math.abs)) / latent
  })
  const kernels = [...weights].filter(([name]) => name.endsWith('/kernel')).flatMap(([, values]) => [...values])
  return total / pictures.length + l1 * sum(kernels.map(Math.abs)) / kernels.length + l2 * sum(kernels.map(w => w * w))
}

function pixelLoss(loss: 'mse' | 'bce', output: 'sigmoid' | 'linear', x: number, logit: number): number {
  if (loss === 'mse') return (functions[output](logit) - x) ** 2
  const p = functions.sigmoid(logit)
  return -x * Math.log(p) - (1 - x) * Math.log(1 - p)
}

function apply(layer: LayerSketch, weights: Weights, name: string, x: readonly number[], isLast: boolean): number[] {
  const [kernel, bias] = [weights.get(`${name}/kernel`) ?? [], weights.get(`${name}/bias`) ?? []]
  const linear = layer.op === 'dense' ? dense(layer, x, kernel) : convolution(layer, x, kernel)
  const activate = functions[isLast ? 'linear' : layer.activation]
  return linear.map((value, i) => activate(value + (bias[i % bias.length] ?? 0)))
}

function dense({ output: [units = 0] }: LayerSketch, x: readonly number[], kernel: ArrayLike<number>): number[] {
  return Array.from({ length: units }, (_, unit) => sum(x.map((value, i) => value * (kernel[i * units + unit] ?? 0))))
}

/** Every pair of a small and a large place that a kernel of 3 × 3 with stride 2 connects; transposed, the same pairs the other way round. */
function convolution({ op, input, output }: LayerSketch, x: readonly number[], kernel: ArrayLike<number>): number[] {
  const [large, small] = op === 'convolution' ? [input, output] : [output, input]
  const [side = 0, smallSide = 0] = [large[0], small[0]]
  const [channelsIn = 0, channelsOut = 0] = [input[2], output[2]]
  const padding = Math.floor(Math.max(0, (smallSide - 1) * stride + size - side) / 2) // "same", as TensorFlow divides it
  const result = new Array<number>((output[0] ?? 0) * (output[1] ?? 0) * channelsOut).fill(0)
  const places = (at: number) => Array.from({ length: size }, (_, k) => [k, at * stride + k - padding] as const).filter(([, p]) => p >= 0 && p < side)
  for (let row = 0; row < smallSide; row++) {
    for (let column = 0; column < smallSide; column++) {
      for (const [ky, y] of places(row)) {
        for (const [kx, p] of places(column)) {
          const [from, to] = op === 'convolution' ? [y * side + p, row * smallSide + column] : [row * smallSide + column, y * side + p]
          for (let i = 0; i < channelsIn; i++) {
            for (let o = 0; o < channelsOut; o++) {
              const [third, fourth, last] = op === 'convolution' ? [i, o, channelsOut] : [o, i, channelsIn]
              const w = kernel[((ky * size + kx) * (op === 'convolution' ? channelsIn : channelsOut) + third) * last + fourth] ?? 0
              result[to * channelsOut + o] = (result[to * channelsOut + o] ?? 0) + w * (x[from * channelsIn + i] ?? 0)
            }
          }
        }
      }
    }
  }
  return result
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0)
}
