/** Experiments to begin with, and what to expect of each: the picker shows it, and `npm run bench -- --quality` prints it beside what it measures. */
import type { RunConfig } from './runConfig'

export interface Preset {
  readonly id: PresetId
  readonly config: RunConfig
  readonly expected: Expected
}

/** After the last epoch, with the preset's own seed. */
export interface Expected {
  readonly testMse: number
  /** 10 nearest training images, by latents. */
  readonly knnAccuracy: number
  /** Of the whole run, compilation and floors included, on two cores with nothing else to do. */
  readonly seconds: number
}

export const presetIds = ['seed', 'sharper', 'thirty-two', 'convolutional', 'variational', 'denoising'] as const
export type PresetId = (typeof presetIds)[number]

/** The lesson's experiment, reproduced faithfully. */
const seed: RunConfig = {
  dataset: 'fashion-mnist',
  network: {
    kind: 'dense',
    filters: [],
    hidden: [128, 64, 12],
    latent: 3,
    activation: 'relu',
    output: 'sigmoid',
    initialisation: 'pytorch',
    variational: false,
  },
  objective: { loss: 'mse', beta: 0, l1: 0, l2: 0, sparsity: 0 },
  noise: { kind: 'none' },
  optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  learningRate: 0.005,
  schedule: { kind: 'constant' },
  batchSize: 64,
  epochs: 10,
  seed: 1,
}

const smooth: Partial<RunConfig['network']> = { activation: 'silu', initialisation: 'glorot' }

export const presets: Readonly<Record<PresetId, Preset>> = {
  'seed': { id: 'seed', config: seed, expected: { testMse: 0.0216, knnAccuracy: 0.75, seconds: 10 } },
  'sharper': preset('sharper', { ...smooth, hidden: [512, 256, 128, 64, 32] }, {
    learningRate: 0.002, schedule: { kind: 'cosine', final: 0.01 }, batchSize: 128, epochs: 30,
  }, { testMse: 0.0184, knnAccuracy: 0.79, seconds: 70 }),
  'thirty-two': preset('thirty-two', { ...smooth, hidden: [512, 256], latent: 32 }, {
    learningRate: 0.001, schedule: { kind: 'cosine', final: 0.01 }, batchSize: 128, epochs: 20,
  }, { testMse: 0.0077, knnAccuracy: 0.87, seconds: 55 }),
  'convolutional': preset('convolutional', { ...smooth, kind: 'convolutional', filters: [16, 32], hidden: [] }, {
    learningRate: 0.002, batchSize: 128, epochs: 5,
  }, { testMse: 0.0250, knnAccuracy: 0.71, seconds: 25 }),
  'variational': preset('variational', { ...smooth, hidden: [256, 128], variational: true }, {
    objective: { ...seed.objective, loss: 'bce', beta: 1 }, learningRate: 0.001, batchSize: 128, epochs: 15,
  }, { testMse: 0.0218, knnAccuracy: 0.75, seconds: 20 }),
  'denoising': preset('denoising', { ...smooth, hidden: [512, 256], latent: 64 }, {
    noise: { kind: 'gaussian', sigma: 0.3 }, learningRate: 0.001, schedule: { kind: 'cosine', final: 0.01 }, batchSize: 128, epochs: 15,
  }, { testMse: 0.0127, knnAccuracy: 0.87, seconds: 50 }),
}

function preset(id: PresetId, network: Partial<RunConfig['network']>, rest: Partial<RunConfig>, expected: Expected): Preset {
  return { id, config: { ...seed, ...rest, network: { ...seed.network, ...network } }, expected }
}

/** The preset that a configuration equals, seed and epochs aside; `undefined` where it was changed. */
export function presetOf(config: RunConfig): PresetId | undefined {
  const shape = (c: RunConfig) => JSON.stringify({ ...c, seed: 0, epochs: 0 })
  return presetIds.find(id => shape(presets[id].config) === shape(config))
}
