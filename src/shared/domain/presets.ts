/** Experiments to begin with. What each reaches is printed by `npm run bench -- --quality` and stated in README.md. */
import type { RunConfig } from './runConfig'

export interface Preset {
  readonly id: PresetId
  readonly config: RunConfig
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
  'seed': { id: 'seed', config: seed },
  'sharper': preset('sharper', { ...smooth, hidden: [512, 256, 128, 64, 32] }, {
    learningRate: 0.002, schedule: { kind: 'cosine', final: 0.01 }, batchSize: 128, epochs: 30,
  }),
  'thirty-two': preset('thirty-two', { ...smooth, hidden: [512, 256], latent: 32 }, { learningRate: 0.001, schedule: { kind: 'cosine', final: 0.01 }, batchSize: 128, epochs: 20 }),
  'convolutional': preset('convolutional', { ...smooth, kind: 'convolutional', filters: [16, 32], hidden: [] }, { learningRate: 0.002, batchSize: 128, epochs: 5 }),
  'variational': preset('variational', { ...smooth, hidden: [256, 128], variational: true }, {
    objective: { ...seed.objective, loss: 'bce', beta: 1 }, learningRate: 0.001, batchSize: 128, epochs: 15,
  }),
  'denoising': preset('denoising', { ...smooth, hidden: [512, 256], latent: 64 }, {
    noise: { kind: 'gaussian', sigma: 0.3 }, learningRate: 0.001, schedule: { kind: 'cosine', final: 0.01 }, batchSize: 128, epochs: 15,
  }),
}

function preset(id: PresetId, network: Partial<RunConfig['network']>, rest: Partial<RunConfig>): Preset {
  return { id, config: { ...seed, ...rest, network: { ...seed.network, ...network } } }
}

/** The preset that a configuration equals, seed and epochs aside; `undefined` where it was changed. */
export function presetOf(config: RunConfig): PresetId | undefined {
  const shape = (c: RunConfig) => JSON.stringify({ ...c, seed: 0, epochs: 0 })
  return presetIds.find(id => shape(presets[id].config) === shape(config))
}
