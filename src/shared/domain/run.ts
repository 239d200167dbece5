/** A run as it is told: its state, what each epoch reached, and the floors that make the figures mean something. */
import { z } from '../schema'
import { RunConfig } from './runConfig'

export const RunId = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{5,63}$/, { error: 'must be the id of a run' }))
export type RunId = z.infer<typeof RunId>

/** Where the loop runs: compiled by XLA, by TensorFlow's graph executor, or op by op. */
export const ExecutorKind = z.enum(['xla', 'graph', 'eager'])
export type ExecutorKind = z.infer<typeof ExecutorKind>

export const EndReason = z.enum(['finished', 'stopped', 'diverged', 'failed', 'interrupted'])
export type EndReason = z.infer<typeof EndReason>

export const RunState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('preparing') }), // weights, floors
  z.strictObject({ kind: z.literal('compiling') }),
  z.strictObject({ kind: z.literal('training') }),
  z.strictObject({ kind: z.literal('evaluating') }),
  z.strictObject({ kind: z.literal('paused') }),
  z.strictObject({ kind: z.literal('ended'), reason: EndReason, message: z.string() }),
])
export type RunState = z.infer<typeof RunState>

/** One epoch's figures. Losses are means per pixel over all images of a split; pixels lie in 0 to 1. */
export const EpochReport = z.strictObject({
  epoch: z.int(),
  /** Mean of the training objective over the epoch's batches, as the weights moved (penalties and KL included). */
  trainLoss: z.number(),
  /** The reconstruction loss (MSE or BCE) on the test split after the epoch. */
  testLoss: z.number(),
  trainMse: z.number(),
  testMse: z.number(),
  /** Mean over test images of 10·log10(1/MSE), in dB. */
  psnr: z.number(),
  /** Mean KL divergence in nats per image, for variational networks. */
  kl: z.nullable(z.number()),
  /** Accuracy of 10-nearest-neighbour classification of the test latents by the train latents. */
  knnAccuracy: z.nullable(z.number()),
  /** Time spent in training steps, and in evaluation, in seconds. */
  seconds: z.number(),
  evaluationSeconds: z.number(),
  imagesPerSecond: z.number(),
  /** The rate of the epoch's last step. */
  learningRate: z.number(),
})
export type EpochReport = z.infer<typeof EpochReport>

/** What needs no network: the same figures for the mean image and for PCA with as many components as the latent has. */
export const Floors = z.strictObject({
  meanImageMse: z.number(),
  pca: z.strictObject({ components: z.int(), testMse: z.number(), psnr: z.number(), knnAccuracy: z.number() }),
})
export type Floors = z.infer<typeof Floors>

export const BatchReport = z.strictObject({
  runId: RunId,
  epoch: z.int(),
  /** Steps done in this epoch, of how many; and since the start. */
  step: z.int(),
  steps: z.int(),
  totalSteps: z.int(),
  /** Mean objective over the steps since the last report. */
  loss: z.number(),
  learningRate: z.number(),
  imagesPerSecond: z.number(),
})
export type BatchReport = z.infer<typeof BatchReport>

/** A sentence of the run's history. */
export const LogEntry = z.strictObject({
  time: z.number(), // ms since 1970
  level: z.enum(['info', 'notice', 'error']),
  text: z.string(),
})
export type LogEntry = z.infer<typeof LogEntry>

/** A learning rate set by hand while the run went on. */
export const RateChange = z.strictObject({ totalSteps: z.int(), learningRate: z.number() })
export type RateChange = z.infer<typeof RateChange>

/** Everything a window needs to draw a run that it has never seen. */
export const RunSnapshot = z.strictObject({
  runId: RunId,
  config: RunConfig,
  startedAt: z.number(),
  state: RunState,
  executor: z.nullable(ExecutorKind),
  /** Why this executor, in a sentence; null where that is not known. */
  executorReason: z.nullable(z.string()),
  parameters: z.int(),
  epochs: z.array(EpochReport),
  /** The loss curve within epochs, thinned to at most 2,000 reports. */
  batches: z.array(BatchReport),
  floors: z.nullable(Floors),
  rateChanges: z.array(RateChange),
  log: z.array(LogEntry),
  /** Why some of it is in memory only, and what to do; null where all of it is on the disk. */
  trouble: z.nullable(z.string()),
})
export type RunSnapshot = z.infer<typeof RunSnapshot>
