/** A run as the list of runs tells it: what people call it, what it is, how far it came. */
import { errorCodes } from '../errors'
import { z } from '../schema'
import { EndReason, EpochReport, ExecutorKind, Floors, RunId } from './run'
import { RunConfig } from './runConfig'

/** What people call a run; it can be changed at any time. */
export const Labels = z.strictObject({
  name: z.string().check(z.maxLength(300)),
  tags: z.array(z.string().check(z.minLength(1), z.maxLength(60))).check(z.maxLength(50)),
  notes: z.string().check(z.maxLength(100_000)),
})
export type Labels = z.infer<typeof Labels>

/** `training`: a living process writes it. `interrupted`: nobody does, and nobody ended it. */
export const KeptState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('training') }),
  z.strictObject({ kind: z.literal('interrupted') }),
  z.strictObject({ kind: z.literal('ended'), reason: EndReason, message: z.string() }),
])
export type KeptState = z.infer<typeof KeptState>

export const KeptFacts = z.strictObject({
  createdAt: z.number(), // ms since 1970
  config: RunConfig,
  /** The run and epoch it was branched from. */
  parent: z.nullable(z.strictObject({ id: RunId, epoch: z.int() })),
  device: z.string(),
  executor: z.nullable(ExecutorKind),
  parameters: z.int(),
  floors: z.nullable(Floors),
  state: KeptState,
  last: z.nullable(EpochReport),
  best: z.nullable(z.strictObject({ epoch: z.int(), testLoss: z.number() })),
  /** Training and evaluation, in seconds. */
  seconds: z.number(),
  /** On the disk. */
  bytes: z.number(),
})
export type KeptFacts = z.infer<typeof KeptFacts>

export const KeptRun = z.strictObject({
  id: RunId,
  labels: Labels,
  /** Null where the run's description cannot be read; opening the run may still make it anew from an epoch. */
  facts: z.nullable(KeptFacts),
  /** What is wrong with it: damaged, a link, made by a newer lab. Null where nothing is known to be. */
  problem: z.nullable(z.strictObject({ code: z.enum(errorCodes), message: z.string() })),
  /** Epochs in its quarantine: they did not verify, or the run went on from before them. */
  setAside: z.int(),
})
export type KeptRun = z.infer<typeof KeptRun>

/** What can be brought back; the run deleted last comes last. */
export const DeletedRuns = z.strictObject({
  runs: z.array(KeptRun),
  /** Those of an earlier session: it died, or the system's trash did not take them. */
  earlier: z.array(RunId),
  /** Its answer, a sentence; null where it was not asked. */
  refusal: z.nullable(z.string()),
})
export type DeletedRuns = z.infer<typeof DeletedRuns>

/** Bytes on the disk of the runs. */
export const RunSpace = z.strictObject({ free: z.number(), checkpoint: z.number(), wholeRun: z.number() })
export type RunSpace = z.infer<typeof RunSpace>

/** Where runs are kept. `problem` is a sentence where the folder that was chosen cannot be used, so that the app's own stands in. */
export const RunsPlace = z.strictObject({ folder: z.string(), isOwn: z.boolean(), problem: z.nullable(z.string()) })
export type RunsPlace = z.infer<typeof RunsPlace>

/** Epochs whose optimizer is kept, counted from the newest: one to resume from, and one to fall back on. */
export const optimizersKept = 2

/** Whether training can go on where it stopped. */
export function canResume({ state, last, config }: KeptFacts): boolean {
  const isOver = state.kind === 'interrupted' || (state.kind === 'ended' && state.reason !== 'diverged')
  return isOver && (last?.epoch ?? 0) < config.epochs
}
