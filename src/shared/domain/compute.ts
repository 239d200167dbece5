/** What this computer computes with: its driver, the versions in use, and the self-test that compares every way to run a step. */
import { z } from '../schema'
import { BackendKind } from './device'
import { ExecutorKind } from './run'

/** What the driver tells of itself, with no library loaded. */
export const NvidiaDriver = z.strictObject({
  /** "550.54.15". */
  version: z.string(),
  /** "NVIDIA H100 80GB HBM3", one a card; empty where only the driver's version can be told. */
  cards: z.array(z.string()),
})
export type NvidiaDriver = z.infer<typeof NvidiaDriver>

export const ComputeFacts = z.strictObject({
  driver: z.nullable(NvidiaDriver),
  /** Processors of this computer. */
  processors: z.int(),
  versions: z.strictObject({ app: z.string(), electron: z.string(), chromium: z.string(), node: z.string() }),
})
export type ComputeFacts = z.infer<typeof ComputeFacts>

/** One way to run a step. */
export const SelfTestRow = z.strictObject({
  backend: BackendKind,
  executor: ExecutorKind,
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  /** Milliseconds of a step of the Seed experiment, compilation aside. */
  stepTime: z.nullable(z.number()),
  /** Greatest relative difference of a loss from the reference's over the first 20 steps. */
  lossDifference: z.nullable(z.number()),
  /** Greatest relative difference of a weight array from the reference's after 20 steps, by norm. */
  stateDifference: z.nullable(z.number()),
  /** Whether the losses agree; the reference agrees with itself. Null while not known. */
  agrees: z.nullable(z.boolean()),
  isReference: z.boolean(),
  /** Why it failed. */
  note: z.nullable(z.string()),
})
export type SelfTestRow = z.infer<typeof SelfTestRow>

export const SelfTestReport = z.strictObject({
  state: z.enum(['running', 'passed', 'failed', 'cancelled']),
  /** What the last state means, in a sentence; null while it runs. */
  message: z.nullable(z.string()),
  rows: z.array(SelfTestRow),
})
export type SelfTestReport = z.infer<typeof SelfTestReport>

/** Steps that every way takes from the same weights on the same images. */
export const selfTestSteps = 50
/** Losses are compared over the first of them: after that, rounding alone drives trajectories apart. */
export const comparedSteps = 20
/** Of a loss, relative. */
export const lossTolerance = 1e-3

/** The GPU build of TensorFlow: whether it is here, on its way, in use. */
export const GpuState = z.strictObject({
  kind: z.enum(['absent', 'fetching', 'paused', 'checking', 'unpacking', 'waiting', 'testing', 'active', 'set-aside', 'removing']),
  /** Bytes of the work that `kind` names; 0 of 0 where there is none. */
  done: z.number(),
  of: z.number(),
  /** Why it is set aside, or how the last attempt ended; null where all is well. */
  reason: z.nullable(z.string()),
})
export type GpuState = z.infer<typeof GpuState>

/** What the GPU build would cost, told before anything is fetched. */
export const GpuOffer = z.strictObject({
  /** Why it cannot be had on this computer; null where it can. */
  refusal: z.nullable(z.string()),
  packages: z.int(),
  /** Bytes to fetch, those that are here already left out, and bytes on disk afterwards. */
  download: z.number(),
  installed: z.number(),
  /** Bytes free where it would go, null where that cannot be told. */
  free: z.nullable(z.number()),
  state: GpuState,
})
export type GpuOffer = z.infer<typeof GpuOffer>
