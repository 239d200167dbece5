/** Small runs to keep: real configurations, arrays of a few values that are a function of (seed, epoch). */
import { presets } from '@shared/domain/presets'
import type { EpochReport } from '@shared/domain/run'
import type { RunDraft } from '../../../src/main/storage/createRun'
import type { Embedding, EpochRecord, NamedArray } from '../../../src/main/storage/record'

export function aDraft(changes: Partial<RunDraft> = {}): RunDraft {
  return {
    config: presets.seed.config,
    dataset: { name: 'fashion-mnist', sha256: 'a'.repeat(64) },
    parent: null,
    versions: { app: '0.1.0' },
    device: 'a processor',
    parameters: 222_384,
    ...changes,
  }
}

export function aReport(epoch: number): EpochReport {
  return {
    epoch, trainLoss: 1 / epoch, testLoss: 1.1 / epoch, trainMse: 0.02, testMse: 0.021, psnr: 17, kl: null, knnAccuracy: 0.7,
    seconds: 1, evaluationSeconds: 0.5, imagesPerSecond: 60_000, learningRate: 0.005,
  }
}

/** `scale` multiplies the sizes: 1 makes about 2 kB. */
export function aRecord(epoch: number, { seed = 1, scale = 1 } = {}): EpochRecord {
  const random = randomOf(seed * 1000 + epoch)
  const array = (name: string, ...shape: number[]): NamedArray => ({ name, shape, values: randomValues(random, shape) })
  const weights = [array('encoder/0/kernel', 16 * scale, 4), array('encoder/0/bias', 4), array('decoder/0/kernel', 4, 16 * scale)]
  return {
    report: aReport(epoch),
    totalSteps: epoch * 938,
    weights,
    optimizer: weights.flatMap(({ name, shape }) => [array(`m/${name}`, ...shape), array(`v/${name}`, ...shape)]),
    embeddings: { train: anEmbedding(random, 24 * scale), test: anEmbedding(random, 6 * scale) },
  }
}

function anEmbedding(random: () => number, images: number): Embedding {
  return { dimension: 3, latents: randomValues(random, [images, 3]), errors: randomValues(random, [images]) }
}

function randomValues(random: () => number, shape: readonly number[]): Float32Array {
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, random)
}

/** mulberry32: uniform in [0, 1). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6D2B79F5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
