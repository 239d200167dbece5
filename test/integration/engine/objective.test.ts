/** Losses against closed forms in double precision, and what noise does to the pixels. */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { NativeBackend } from '../../../src/main/engine/backend'
import { randomSource } from '../../../src/main/engine/compile/random'
import { buildAutoencoder } from '../../../src/main/engine/model/autoencoder'
import { binaryCrossEntropy, klDivergence, meanSquaredError, objective, reconstructionLoss } from '../../../src/main/engine/model/objective'
import { buildOptimizer } from '../../../src/main/engine/model/optimizers'
import { corrupt, trainingStep } from '../../../src/main/engine/model/step'
import { aConfig, mean, someImages, theBackend, weightsOf } from '../../support/engine'

let native: NativeBackend
beforeAll(async () => {
  ({ native } = await theBackend())
})

const matrix = (values: number[], columns = values.length) => tf.tensor2d(values, [values.length / columns, columns])
const valuesOf = (make: () => tf.Tensor): number[] => [...tf.tidy(() => make().dataSync())]
const state = (step = 0, seed = 5) => ({ seed: tf.scalar(seed, 'int32'), step: tf.scalar(step, 'int32') })

describe('binary cross-entropy', () => {
  const targets = [0, 0.25, 0.5, 1]
  const logits = [-8, -1, 0, 0.5, 3, 8]

  it('is −x·ln σ(l) − (1 − x)·ln(1 − σ(l))', () => {
    for (const x of targets) {
      for (const l of logits) {
        const p = 1 / (1 + Math.exp(-l))
        const expected = -x * Math.log(p) - (1 - x) * Math.log(1 - p)
        expect(valuesOf(() => binaryCrossEntropy(matrix([x]), matrix([l])))[0]).toBeCloseTo(expected, 5)
      }
    }
  })

  it('stays finite where a sigmoid is 0 or 1 in float32', () => {
    for (const l of [-1e4, -200, 200, 1e4]) {
      expect(valuesOf(() => binaryCrossEntropy(matrix([0]), matrix([l])))[0]).toBeCloseTo(Math.max(0, l), 3)
      expect(valuesOf(() => binaryCrossEntropy(matrix([1]), matrix([l])))[0]).toBeCloseTo(Math.max(0, -l), 3)
    }
  })

  it('is smallest where σ(l) = x', () => {
    for (const x of [0.1, 0.5, 0.9]) {
      const best = Math.log(x / (1 - x))
      const at = (l: number) => valuesOf(() => binaryCrossEntropy(matrix([x]), matrix([l])))[0] ?? NaN
      expect(at(best)).toBeLessThan(Math.min(at(best - 0.3), at(best + 0.3)))
    }
  })
})

describe('the KL divergence', () => {
  /** ∫ p ln(p/q) for p = N(μ, σ²) and q = N(0, 1), by the rectangle rule, which is exact enough for smooth tails. */
  function integrated(mu: number, sigma: number): number {
    const width = sigma / 200
    let sum = 0
    for (let x = mu - 12 * sigma; x < mu + 12 * sigma; x += width) {
      const p = Math.exp(-((x - mu) ** 2) / (2 * sigma * sigma)) / (sigma * Math.sqrt(2 * Math.PI))
      if (p > 0) sum += p * (Math.log(p) + x * x / 2 + Math.log(2 * Math.PI) / 2) * width
    }
    return sum
  }

  it.each([[0, 1], [1, 1], [-2, 0.5], [0.3, 2]])('of N(%d, %d²) from N(0, 1) is its integral', (mu, sigma) => {
    const latent = () => ({ mean: matrix([mu]), logVariance: matrix([2 * Math.log(sigma)]) })
    expect(valuesOf(() => klDivergence(latent()))[0]).toBeCloseTo(integrated(mu, sigma), 5)
  })

  it('is a sum over dimensions, one number an image, and zero where the latent is a point', () => {
    const both = valuesOf(() => klDivergence({ mean: matrix([1, -2, 0, 0], 2), logVariance: matrix([0, 0, 0, 0], 2) }))
    expect(both[0]).toBeCloseTo((1 + 4) / 2, 5)
    expect(both[1]).toBeCloseTo(0, 6)
    expect(valuesOf(() => klDivergence({ mean: matrix([1, 2], 1), logVariance: null }))).toEqual([0, 0])
  })
})

describe('the objective', () => {
  it('per image averages to that of the batch', () => {
    const [x, l] = [[0, 0.5, 1, 0.2], [-1, 2, 0.3, -4]]
    for (const loss of [meanSquaredError, binaryCrossEntropy]) {
      const [whole] = valuesOf(() => loss(matrix(x, 2), matrix(l, 2)))
      expect(mean(valuesOf(() => loss(matrix(x, 2), matrix(l, 2), 1)))).toBeCloseTo(whole ?? NaN, 6)
    }
  })

  it('is the reconstruction loss plus each penalty by its weight', async () => {
    const plain = aConfig({ network: { variational: true, hidden: [5] } })
    const net = buildAutoencoder(plain.network, weightsOf(plain), native)
    const data = await someImages()
    const total = (weights: Partial<typeof plain.objective>) => valuesOf(() => {
      const x = tf.div(tf.tensor2d(data.pixels.subarray(0, 784 * 4), [4, 784], 'int32'), 255) as tf.Tensor2D
      const latent = net.encode(x)
      return objective(aConfig({ ...plain, objective: weights }), net, x, latent, net.decodeLogits(latent.mean))
    })[0] ?? NaN
    const kernels = weightsOf(plain).filter(({ name }) => name.endsWith('/kernel')).flatMap(({ values }) => [...values])
    const latents = valuesOf(() => net.encode(tf.div(tf.tensor2d(data.pixels.subarray(0, 784 * 4), [4, 784], 'int32'), 255) as tf.Tensor2D).mean)
    const kl = valuesOf(() => klDivergence(net.encode(tf.div(tf.tensor2d(data.pixels.subarray(0, 784 * 4), [4, 784], 'int32'), 255) as tf.Tensor2D)))
    const base = total({})
    expect(total({ l1: 1 }) - base).toBeCloseTo(mean(kernels.map(Math.abs)), 5)
    expect(total({ l2: 0.01 }) - base).toBeCloseTo(0.01 * kernels.reduce((sum, w) => sum + w * w, 0), 5)
    expect(total({ sparsity: 1 }) - base).toBeCloseTo(mean(latents.map(Math.abs)), 5)
    expect(total({ beta: 784 }) - base).toBeCloseTo(mean(kl), 4)
    net.dispose()
  })
})

describe('noise on the pixels', () => {
  const pixels = 60_000
  const constant = (value: number) => tf.fill([pixels / 100, 100], value) as tf.Tensor2D
  const noisy = (noise: Parameters<typeof corrupt>[0], value: number, step = 0) =>
    valuesOf(() => corrupt(noise, constant(value), randomSource(native), state(step)))
  /** Four standard errors: one draw in 16,000 would be farther off. */
  const error = (deviation: number) => 4 * deviation / Math.sqrt(pixels)

  it('is Gaussian with the deviation that was set', () => {
    const values = noisy({ kind: 'gaussian', sigma: 0.1 }, 0.5)
    const average = mean(values)
    expect(Math.abs(average - 0.5)).toBeLessThan(error(0.1))
    expect(Math.abs(Math.sqrt(mean(values.map(v => (v - average) ** 2))) - 0.1)).toBeLessThan(error(0.1 / Math.SQRT2))
  })

  it('leaves pixels within 0 and 1: of a black picture half stay black, and the mean is σ/√(2π)', () => {
    const values = noisy({ kind: 'gaussian', sigma: 0.3 }, 0)
    expect(Math.min(...values)).toBe(0)
    expect(Math.abs(values.filter(v => v === 0).length / pixels - 0.5)).toBeLessThan(error(0.5))
    expect(Math.abs(mean(values) - 0.3 / Math.sqrt(2 * Math.PI))).toBeLessThan(error(0.3))
    const white = noisy({ kind: 'gaussian', sigma: 2 }, 1)
    expect([Math.min(...white), Math.max(...white)]).toEqual([0, 1])
  })

  it('masks the share that was set, and leaves the rest as it is', () => {
    const values = noisy({ kind: 'masking', rate: 0.3 }, 0.7)
    expect(new Set(values)).toEqual(new Set([0, Math.fround(0.7)]))
    expect(Math.abs(values.filter(v => v === 0).length / pixels - 0.3)).toBeLessThan(error(Math.sqrt(0.3 * 0.7)))
  })

  it('is another one at each step, the same one at the same step', () => {
    const noise = { kind: 'masking', rate: 0.5 } as const
    expect(noisy(noise, 1, 3)).toEqual(noisy(noise, 1, 3))
    expect(noisy(noise, 1, 3)).not.toEqual(noisy(noise, 1, 4))
  })

  it('is not there where none is set', () => {
    const x = constant(0.5)
    expect(corrupt({ kind: 'none' }, x, randomSource(native), state())).toBe(x)
    x.dispose()
  })

  it('is what the encoder sees, while the loss looks at the clean picture', async () => {
    const config = aConfig({ noise: { kind: 'masking', rate: 0.9 }, network: { hidden: [5] } })
    const net = buildAutoencoder(config.network, weightsOf(config), native)
    const optimizer = buildOptimizer({ kind: 'sgd', momentum: 0 }, net.weights)
    const data = await someImages()
    const random = randomSource(native)
    const x = tf.tidy(() => tf.div(tf.tensor2d(data.pixels.subarray(0, 784 * 4), [4, 784], 'int32'), 255) as tf.Tensor2D)
    const seen = (target: (noisy: tf.Tensor2D) => tf.Tensor2D) => valuesOf(() => {
      const masked = corrupt(config.noise, x, random, state(2))
      return reconstructionLoss(config, target(masked), net.decodeLogits(net.encode(masked).mean))
    })[0]
    const [clean, masked] = [seen(() => x), seen(noisyX => noisyX)]
    const [loss] = valuesOf(() => trainingStep(config, net, optimizer, random)({ x, learningRate: tf.scalar(0), ...state(2) }))
    expect(loss).toBeCloseTo(clean ?? NaN, 6)
    expect(Math.abs((loss ?? 0) - (masked ?? 0))).toBeGreaterThan(1e-3)
    x.dispose()
    net.dispose()
    optimizer.dispose()
  })
})
