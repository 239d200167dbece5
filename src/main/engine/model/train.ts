/** One run, as a stream of facts. It knows no Electron, no port and no file. */
import type { EpochReport } from '@shared/domain/run'
import type { RunConfig } from '@shared/domain/runConfig'
import type { EpochRecord, NamedArray } from '../archive'
import type { DataSet } from '../data/fashionMnist'
import type { Control } from './control'
import { embedSplits } from './embed'
import type { Learner } from './learner'
import { mean, psnrOf } from './metrics'
import { knnAccuracy } from './neighbours'
import { seededRandom, shuffled } from './random'
import { scheduleFactor } from './schedule'

export type TrainingFact
  = | Chunk
    | { readonly kind: 'paused' } | { readonly kind: 'going' } | { readonly kind: 'evaluating' }
    | { readonly kind: 'epoch', readonly record: EpochRecord }
    | { readonly kind: 'diverged', readonly epoch: number, readonly step: number, readonly learningRate: number }

/** Some steps that ran in one call. */
export interface Chunk {
  readonly kind: 'batch'
  readonly epoch: number
  /** Steps of this call; steps done in this epoch, of how many; and since the start. */
  readonly steps: number
  readonly step: number
  readonly stepsPerEpoch: number
  readonly totalSteps: number
  /** Mean over the steps of the call. */
  readonly loss: number
  readonly learningRate: number
  readonly imagesPerSecond: number
}

/** Where a run goes on: after a committed epoch. */
export interface Checkpoint {
  readonly epoch: number
  readonly totalSteps: number
  readonly weights: readonly NamedArray[]
  readonly slots: readonly NamedArray[]
}

/** A call should take about this long, in ms: short enough to answer between two of them, long enough to cost nothing. */
const chunkTime = 30
/** The stream of seeds for the order of images begins here; the epoch is added. */
const orderStream = 1000

export interface Training {
  readonly config: RunConfig
  readonly data: DataSet
  readonly learner: Learner
  readonly control: Control
  /** The state to begin with; epoch 0 for a new run. */
  readonly from: Checkpoint
}

/** Ends after the last epoch, when stopped, or at the first loss that is not finite. */
export async function* train({ config, data, learner, control, from }: Training): AsyncGenerator<TrainingFact, void> {
  learner.begin(config.seed, from.weights, from.slots)
  const size = data.sizes.train
  const stepsPerEpoch = Math.ceil(size / config.batchSize)
  let totalSteps = from.totalSteps
  let stepTime = 0 // ms of a full batch, 0 where not yet known

  for (let epoch = from.epoch + 1; epoch <= config.epochs; epoch++) {
    const order = shuffled(size, seededRandom(config.seed, orderStream + epoch))
    let seconds = 0
    let lossSum = 0 // over images
    let learningRate = 0
    for (let step = 0; step < stepsPerEpoch;) {
      await control.breathe() // lets the wish to pause in before it is looked for
      const wasPaused = control.isPaused
      if (wasPaused) yield { kind: 'paused' }
      const allowed = await control.turn(stepTime > 0 ? Math.max(1, Math.round(chunkTime / stepTime)) : 1)
      if (allowed === 0) return
      if (wasPaused && !control.isPaused) yield { kind: 'going' }

      const steps = chunkLength(step, allowed, learner.capacity, size, config.batchSize)
      const indices = order.subarray(step * config.batchSize, Math.min(size, (step + steps) * config.batchSize))
      const rateAt = (at: number) => control.learningRate * scheduleFactor(config, at, stepsPerEpoch)
      const rates = Float32Array.from({ length: steps }, (_, i) => rateAt(totalSteps + i))
      const before = performance.now()
      const { sum, done } = learner.train(indices, rates, totalSteps)
      const elapsed = performance.now() - before
      learningRate = rateAt(totalSteps + steps - 1)
      if (!Number.isFinite(sum)) {
        yield { kind: 'diverged', epoch, step: step + done, learningRate }
        return
      }
      // The partial batch is smaller, runs elsewhere, and is prepared when it first runs: it says nothing of the next epoch's steps.
      if (indices.length === steps * config.batchSize) stepTime = elapsed / steps
      seconds += elapsed / 1000
      lossSum += sum / steps * indices.length
      step += steps
      totalSteps += steps
      yield { kind: 'batch', epoch, steps, step, stepsPerEpoch, totalSteps, loss: sum / steps, learningRate,
        imagesPerSecond: indices.length / elapsed * 1000 }
    }

    yield { kind: 'evaluating' }
    const before = performance.now()
    const evaluated = await evaluate(config, data, learner, () => control.breatheUnlessStopped()).catch((error: unknown) => {
      if (control.isStopped) return null
      throw error
    })
    if (!evaluated) return
    const { report, embeddings } = evaluated
    if (!Number.isFinite(report.trainMse + report.testLoss)) {
      yield { kind: 'diverged', epoch, step: stepsPerEpoch, learningRate }
      return
    }
    yield {
      kind: 'epoch',
      record: {
        report: { ...report, epoch, trainLoss: lossSum / size, seconds, imagesPerSecond: size / seconds, learningRate,
          evaluationSeconds: (performance.now() - before) / 1000 },
        totalSteps,
        weights: learner.weights(),
        optimizer: learner.slots(),
        embeddings,
      },
    }
  }
}

/** Full batches as many as may be, or the partial batch at the end of the epoch alone. */
function chunkLength(step: number, allowed: number, capacity: number, images: number, batchSize: number): number {
  const fullLeft = Math.floor(images / batchSize) - step
  return Math.max(1, Math.min(allowed, capacity, fullLeft))
}

type Figures = Omit<EpochReport, 'epoch' | 'trainLoss' | 'seconds' | 'imagesPerSecond' | 'learningRate' | 'evaluationSeconds'>

async function evaluate(config: RunConfig, data: DataSet, learner: Learner, breathe: () => Promise<void>) {
  const { latent, variational } = config.network
  const { train: trainSide, test } = await embedSplits(learner, data, latent, breathe)
  const embeddings = { train: trainSide.embedding, test: test.embedding }
  const report: Figures = {
    testLoss: mean(test.losses),
    trainMse: mean(trainSide.embedding.errors),
    testMse: mean(test.embedding.errors),
    psnr: psnrOf(test.embedding.errors),
    kl: variational ? mean(test.kl) : null,
    knnAccuracy: await knnAccuracy(
      { points: embeddings.train.latents, labels: data.labels.train }, { points: embeddings.test.latents, labels: data.labels.test }, latent, breathe,
    ),
  }
  return { report, embeddings }
}
