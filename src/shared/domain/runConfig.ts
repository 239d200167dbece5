/** Everything that decides an experiment. Two runs with equal configurations on one machine and backend end with equal weights. */
import { z } from '../schema'
import { layerLimits, limited } from './limits'

export const activations = ['relu', 'leaky-relu', 'elu', 'silu', 'tanh', 'sigmoid'] as const

export const NetworkConfig = z.strictObject({
  kind: z.enum(['dense', 'convolutional']),
  /** Filters of the strided convolutions, from the image inwards; each halves the picture. Used by convolutional networks only. */
  filters: z.array(limited('network.filters')).check(z.maxLength(layerLimits.filters, { error: `must have at most ${layerLimits.filters} layers` })),
  /** Widths of the dense layers between the image (or the last convolution) and the latent; the decoder mirrors them. */
  hidden: z.array(limited('network.width')).check(z.maxLength(layerLimits.hidden, { error: `must have at most ${layerLimits.hidden} layers` })),
  latent: limited('network.latent'),
  activation: z.enum(activations),
  /** After the last layer of the decoder. */
  output: z.enum(['sigmoid', 'linear']),
  initialisation: z.enum(['pytorch', 'glorot']),
  /** The latent is a normal distribution of which the decoder sees a sample (Kingma & Welling 2014). */
  variational: z.boolean(),
})

export const ObjectiveConfig = z.strictObject({
  loss: z.enum(['mse', 'bce']),
  /** Weight of the KL divergence, in nats per pixel; used by variational networks only. */
  beta: limited('objective.beta'),
  /** Penalty on the mean absolute kernel weight, on the sum of squared kernel weights, and on the mean absolute latent. */
  l1: limited('objective.l1'),
  l2: limited('objective.l2'),
  sparsity: limited('objective.sparsity'),
})

/** What is done to the pixels (0 to 1) that the encoder sees; the target stays clean. */
export const NoiseConfig = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('gaussian'), sigma: limited('noise.sigma') }),
  z.strictObject({ kind: z.literal('masking'), rate: limited('noise.rate') }),
])

export const OptimizerConfig = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('adam'),
    beta1: limited('optimizer.beta1'),
    beta2: limited('optimizer.beta2'),
    epsilon: limited('optimizer.epsilon'),
  }),
  z.strictObject({ kind: z.literal('sgd'), momentum: limited('optimizer.momentum') }),
  z.strictObject({
    kind: z.literal('rmsprop'),
    decay: limited('optimizer.decay'),
    momentum: limited('optimizer.momentum'),
    epsilon: limited('optimizer.epsilon'),
  }),
])

export const ScheduleConfig = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant') }),
  z.strictObject({ kind: z.literal('step'), every: limited('schedule.every'), factor: limited('schedule.factor') }),
  /** From the learning rate down to `final` times it, along half a cosine over the whole run. */
  z.strictObject({ kind: z.literal('cosine'), final: limited('schedule.final') }),
])

export const RunConfig = z.strictObject({
  dataset: z.literal('fashion-mnist'),
  network: NetworkConfig,
  objective: ObjectiveConfig,
  noise: NoiseConfig,
  optimizer: OptimizerConfig,
  learningRate: limited('learningRate'),
  schedule: ScheduleConfig,
  batchSize: limited('batchSize'),
  epochs: limited('epochs'),
  seed: limited('seed'),
}).check(z.superRefine((config, context) => {
  const { kind, filters } = config.network
  const wrong = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
  if (kind === 'convolutional' && filters.length === 0) wrong(['network', 'filters'], 'must have at least one layer')
  if (kind === 'dense' && filters.length > 0) wrong(['network', 'filters'], 'must be empty for a dense network')
  if (config.objective.loss === 'bce' && config.network.output !== 'sigmoid')
    wrong(['network', 'output'], 'must be sigmoid, because binary cross-entropy needs values between 0 and 1')
}))

export type RunConfig = z.infer<typeof RunConfig>
export type NetworkConfig = z.infer<typeof NetworkConfig>
export type ObjectiveConfig = z.infer<typeof ObjectiveConfig>
export type NoiseConfig = z.infer<typeof NoiseConfig>
export type OptimizerConfig = z.infer<typeof OptimizerConfig>
export type ScheduleConfig = z.infer<typeof ScheduleConfig>
export type Activation = (typeof activations)[number]

/** Whether an optimizer gathers a state while it trains, as moments are; plain descent gathers none. */
export function gathersState(optimizer: OptimizerConfig): boolean {
  return optimizer.kind !== 'sgd' || optimizer.momentum > 0
}
