/** What a window may ask of the engine, and what the engine announces. */
import { call, defineContract } from '../rpc'
import { float32Array, int32Array, nothing, uint8Array, z } from '../schema'
import { EngineInfo } from '../domain/device'
import { limited } from '../domain/limits'
import { BatchReport, EpochReport, ExecutorKind, Floors, LogEntry, RunId, RunSnapshot, RunState } from '../domain/run'
import { RunConfig } from '../domain/runConfig'
import { Trust } from '../domain/latent/trust'
import { imagePixels, splits } from '../domain/image'

const OfRun = z.strictObject({ runId: RunId })
/** A kept epoch of a run: 1 is the first. */
const OfEpoch = z.extend(OfRun, { epoch: z.int().check(z.gte(1)) })
const Split = z.enum(splits)

const atMost = (count: number) => int32Array.check(z.refine(a => a.length <= count, { error: `must have at most ${count} entries` }))

/** Rows of a split by position; at most 4,096 a call. */
const Images = z.strictObject({ split: Split, indices: atMost(4096) })

/** n pictures of 784 bytes, row by row. */
const Pictures = uint8Array.check(z.refine(a => a.length % imagePixels === 0 && a.length <= 4096 * imagePixels, {
  error: `must hold at most 4,096 pictures of ${imagePixels} bytes`,
}))

const Metric = z.enum(['euclidean', 'cosine', 'manhattan'])

export const EngineSnapshot = z.strictObject({
  engine: EngineInfo,
  run: z.nullable(RunSnapshot),
})
export type EngineSnapshot = z.infer<typeof EngineSnapshot>

/** What an epoch's network makes of some pictures. */
const Reconstructed = z.strictObject({
  pixels: Pictures,
  /** Mean squared error per pixel of each picture. */
  errors: float32Array,
  /** n × d. */
  latents: float32Array,
})

/** The latents and reconstruction errors of a whole split. */
const Latents = z.strictObject({ dimension: z.int(), values: float32Array, errors: float32Array })

export const engineContract = defineContract({
  calls: {
    /** For a window that has just (re)loaded. */
    snapshot: call(nothing, EngineSnapshot),

    /** Starts a run; E_BUSY while another has not ended. */
    startRun: call(RunConfig, OfRun),
    /** A run that is kept on disk, as it stands there, to be looked at. */
    openRun: call(OfRun, RunSnapshot),
    /** Goes on after the last epoch that was kept; E_BUSY where nothing is left to train. */
    continueRun: call(OfRun, OfRun),
    /** A new run that goes on from an epoch of another one with a changed configuration of the same network. */
    branchRun: call(z.extend(OfEpoch, { config: RunConfig }), OfRun),
    pauseRun: call(OfRun, nothing),
    resumeRun: call(OfRun, nothing),
    /** Answers once the loop has stood still; the epochs done are kept. */
    stopRun: call(OfRun, nothing),
    /** While paused: trains one batch and pauses again. */
    stepRun: call(OfRun, nothing),
    /** From the next step on; multiplies with the schedule as the original rate did. */
    setLearningRate: call(z.extend(OfRun, { learningRate: limited('learningRate') }), nothing),

    images: call(Images, z.strictObject({ pixels: Pictures })),
    labels: call(z.strictObject({ split: Split }), z.strictObject({ labels: uint8Array })),

    /** Any images of the data set through the network of any kept epoch. */
    reconstruct: call(z.extend(OfEpoch, Images.shape), Reconstructed),
    /** The latents (N × d) and reconstruction errors (N) of a whole split after an epoch. */
    latents: call(z.extend(OfEpoch, { split: Split }), Latents),
    /** Latent points (n × d, n at most 4,096) to pictures. */
    decode: call(z.extend(OfEpoch, { points: float32Array }), z.strictObject({ pixels: Pictures })),
    /** Pictures of the user's to latents and reconstructions. */
    encode: call(z.extend(OfEpoch, { pixels: Pictures }), Reconstructed),
    /** The k images of a split (both where null) nearest to a latent point, nearest first; test images are numbered from 60,000. */
    neighbours: call(
      z.extend(OfEpoch, { point: float32Array, k: z.int().check(z.gte(1), z.lte(100)), metric: Metric, split: z.nullable(Split) }),
      z.strictObject({ indices: int32Array, distances: float32Array }),
    ),
    /** How far a point may be trusted: its distances, and what 99 of 100 images of this epoch stay within. See domain/latent/trust. */
    trust: call(z.extend(OfEpoch, { point: float32Array }), Trust),
    /**
     * Of `count` images from the `first` on (test images are numbered from 60,000), at most 4,096 a call, so that a window sees how far it is and
     * may stop: the distance in latent space to the 10th nearest image, and the share of the 10 that are of another class. NaN without a place.
     */
    surroundings: call(
      z.extend(OfEpoch, { first: z.int().check(z.gte(0), z.lte(69_999)), count: z.int().check(z.gte(1), z.lte(4096)) }),
      z.strictObject({ spacing: float32Array, disagreement: float32Array }),
    ),
    /** Principal components of an epoch's train latents, for d above 3: basis is (3, d), row by row. */
    projection: call(OfEpoch, z.strictObject({ mean: float32Array, basis: float32Array, explained: float32Array })),
  },
  events: {
    state: z.extend(OfRun, { state: RunState }),
    /** At most 20 a second; the newest wins. */
    batch: BatchReport,
    /** Never dropped. */
    epoch: z.extend(OfRun, { report: EpochReport }),
    floors: z.extend(OfRun, { floors: Floors }),
    /** Which executor the loop runs on, and why. */
    executor: z.extend(OfRun, { executor: ExecutorKind, reason: z.string() }),
    rate: z.extend(OfRun, { totalSteps: z.int(), learningRate: z.number() }),
    /** Some epochs are not on the disk; null once they are. */
    trouble: z.extend(OfRun, { trouble: RunSnapshot.shape.trouble }),
    log: z.extend(OfRun, { entry: LogEntry }),
  },
})
export type EngineContract = typeof engineContract
