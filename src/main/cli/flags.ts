/** Every hyperparameter's flag: how it is called, what it takes, and how it changes a configuration. */
import type { RunConfig } from '@shared/domain/runConfig'

/** A configuration on its way: any field may still be wrong, the schema decides at the end. */
export type Draft = { -readonly [K in keyof RunConfig]: RunConfig[K] extends object ? Record<string, unknown> : unknown }

export interface Flag {
  readonly name: string
  /** What stands after it in the help; null for a flag without a value. */
  readonly value: string | null
  readonly help: string
  /** What it sets, as a path in the configuration. */
  readonly field: string
  readonly apply: (draft: Draft, text: string) => void
}

const number = (text: string): unknown => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : text
const numbers = (text: string): unknown => text.trim() === '' || text === 'none' ? [] : text.split(',').map(number)

type Section = 'network' | 'objective' | 'optimizer' | 'schedule' | 'noise'

function top(name: string, key: 'epochs' | 'batchSize' | 'learningRate' | 'seed', help: string): Flag {
  return { name, value: 'N', help, field: key, apply: (draft, text) => void (draft[key] = number(text)) }
}

function within(section: Section, name: string, key: string, value: string, help: string, read: (text: string) => unknown = number): Flag {
  return { name, value, help, field: `${section}.${key}`, apply: (draft, text) => void (draft[section][key] = read(text)) }
}

const word = (text: string): unknown => text

/** The parts of the chosen kind begin at these values, as the form does. */
const optimizers: Readonly<Record<string, RunConfig['optimizer']>> = {
  adam: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  sgd: { kind: 'sgd', momentum: 0.9 },
  rmsprop: { kind: 'rmsprop', decay: 0.99, momentum: 0, epsilon: 1e-8 },
}
const schedules: Readonly<Record<string, RunConfig['schedule']>> = {
  constant: { kind: 'constant' },
  step: { kind: 'step', every: 5, factor: 0.5 },
  cosine: { kind: 'cosine', final: 0.01 },
}
const noises: Readonly<Record<string, RunConfig['noise']>> = {
  none: { kind: 'none' },
  gaussian: { kind: 'gaussian', sigma: 0.3 },
  masking: { kind: 'masking', rate: 0.3 },
}

/** The sections whose kind decides which parameters there are. */
export const kinds: Readonly<Record<'noise' | 'optimizer' | 'schedule', Readonly<Record<string, object>>>> = {
  noise: noises, optimizer: optimizers, schedule: schedules,
}

function choice(name: keyof typeof kinds, help: string): Flag {
  const options = kinds[name]
  return {
    name, value: Object.keys(options).join('|'), help, field: `${name}.kind`,
    apply: (draft, text) => void (draft[name] = { ...options[text] ?? { kind: text } }),
  }
}

/** In the order in which they apply: a kind before the parameters that belong to it. */
export const flags: readonly Flag[] = [
  top('epochs', 'epochs', 'passes over the 60,000 training images'),
  top('batch-size', 'batchSize', 'images of one step'),
  top('learning-rate', 'learningRate', 'of the first step; the schedule multiplies it'),
  top('seed', 'seed', 'decides initial weights, order of images and noise'),
  within('network', 'network', 'kind', 'dense|convolutional', 'kind of layers', word),
  within('network', 'filters', 'filters', 'A,B', 'filters of the strided convolutions, or none', numbers),
  within('network', 'hidden', 'hidden', 'A,B,C', 'widths between the image and the latent, or none', numbers),
  within('network', 'latent', 'latent', 'N', 'dimensions of the latent'),
  within('network', 'activation', 'activation', 'NAME', 'relu, leaky-relu, elu, silu, tanh or sigmoid', word),
  within('network', 'output', 'output', 'sigmoid|linear', 'after the last layer', word),
  within('network', 'initialisation', 'initialisation', 'pytorch|glorot', 'of the weights', word),
  { name: 'variational', value: null, help: 'the latent is a distribution', field: 'network.variational', apply: draft => void (draft.network['variational'] = true) },
  within('objective', 'loss', 'loss', 'mse|bce', 'reconstruction loss', word),
  within('objective', 'beta', 'beta', 'X', 'weight of the KL divergence'),
  within('objective', 'l1', 'l1', 'X', 'penalty on the mean absolute weight'),
  within('objective', 'l2', 'l2', 'X', 'penalty on the sum of squared weights'),
  within('objective', 'sparsity', 'sparsity', 'X', 'penalty on the mean absolute latent'),
  choice('noise', 'on what the encoder sees'),
  within('noise', 'noise-sigma', 'sigma', 'X', 'standard deviation of Gaussian noise'),
  within('noise', 'noise-rate', 'rate', 'X', 'share of masked pixels'),
  choice('optimizer', 'and its parameters:'),
  within('optimizer', 'beta1', 'beta1', 'X', 'Adam: decay of the first moment'),
  within('optimizer', 'beta2', 'beta2', 'X', 'Adam: decay of the second moment'),
  within('optimizer', 'epsilon', 'epsilon', 'X', 'Adam, RMSprop: added to the denominator'),
  within('optimizer', 'momentum', 'momentum', 'X', 'SGD, RMSprop'),
  within('optimizer', 'decay', 'decay', 'X', 'RMSprop: decay of the mean square'),
  choice('schedule', 'of the learning rate'),
  within('schedule', 'schedule-every', 'every', 'N', 'step schedule: epochs between two steps'),
  within('schedule', 'schedule-factor', 'factor', 'X', 'step schedule: factor of a step'),
  within('schedule', 'schedule-final', 'final', 'X', 'cosine schedule: factor at the end'),
]
