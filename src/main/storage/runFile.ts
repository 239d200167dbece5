/**
 * The two documents of a run. `run.json` holds the facts and belongs to whoever holds the lock, that is to the engine while it trains.
 * `labels.json` holds what people call the run and belongs to the window, so a run can be renamed while it trains.
 */
import { join } from 'node:path'
import type { LabError } from '@shared/errors'
import { EndReason, EpochReport, ExecutorKind, Floors, RateChange, RunId } from '@shared/domain/run'
import { Labels } from '@shared/domain/keptRun'
import { RunConfig } from '@shared/domain/runConfig'
import { parse, z } from '@shared/schema'
import { readDocument, replaceDocument } from './documents'
import { damaged, parseDamaged } from './faults'
import { files } from './layout'
import { Dataset, Parent } from './manifest'
import { seal, unseal, unsealAnyway } from './seal'
import { readVersioned, runSteps, schemaVersion } from './versions'
import type { FsPort } from './fsPort'
import type { Experiment } from './manifest'
import type { Versioned } from './versions'

export { Labels }

/** `open` while nobody ended it: it trains now, or it was interrupted; the lock tells which. */
export const StoredState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open') }),
  z.strictObject({ kind: z.literal('ended'), reason: EndReason, message: z.string() }),
])
export type StoredState = z.infer<typeof StoredState>

/** What a list shows without opening the run; made anew from the epochs whenever the run is opened for writing. */
export const Summary = z.strictObject({
  epochs: z.int().check(z.gte(0)),
  last: z.nullable(EpochReport),
  best: z.nullable(z.strictObject({ epoch: z.int(), testLoss: z.number() })),
  /** Training and evaluation, in seconds. */
  seconds: z.number(),
  /** Of all epochs on the disk. */
  bytes: z.number(),
})
export type Summary = z.infer<typeof Summary>

export const RunFile = z.strictObject({
  format: z.literal('latent-lab/run'),
  schemaVersion: z.literal(schemaVersion),
  id: RunId,
  /** The id that its epochs name: another one where the run was imported as a copy. */
  origin: RunId,
  createdAt: z.number(), // ms since 1970
  config: RunConfig,
  dataset: Dataset,
  parent: z.nullable(Parent),
  /** "app", "TensorFlow", "Node": what it was trained with. */
  versions: z.record(z.string().check(z.maxLength(100)), z.string().check(z.maxLength(200))),
  /** "Intel(R) Xeon(R) …". */
  device: z.string().check(z.maxLength(200)),
  parameters: z.int().check(z.gte(0)),
  executor: z.nullable(ExecutorKind),
  /** Why it was chosen; runs of before have none. */
  executorReason: z.optional(z.string().check(z.maxLength(1000))),
  floors: z.nullable(Floors),
  rateChanges: z.array(RateChange),
  state: StoredState,
  summary: Summary,
})
export type RunFile = z.infer<typeof RunFile>

/** What each manifest repeats of its run. Epochs keep naming the origin, so that a copy under another id verifies. */
export function experimentOf({ origin, createdAt, dataset, config, parent }: RunFile): Experiment {
  return { id: origin, createdAt, dataset, config, parent }
}

export const noLabels: Labels = { name: '', tags: [], notes: '' }
export const noSummary: Summary = { epochs: 0, last: null, best: null, seconds: 0, bytes: 0 }

export type StoredRun = Versioned<RunFile>

/** E_RUN_DAMAGED, or E_VERSION where a newer lab wrote it in a way that this one cannot read. */
export async function readRunFile(fs: FsPort, folder: string): Promise<StoredRun> {
  const bytes = await readDocument(fs, join(folder, files.run))
  if (!bytes) throw damaged('run.json is missing.')
  return readVersioned(RunFile, runSteps, unseal(bytes, files.run), files.run)
}

export async function writeRunFile(fs: FsPort, folder: string, file: RunFile): Promise<void> {
  await replaceDocument(fs, join(folder, files.run), seal(file))
}

/** Labels are the user's own words: a damaged file gives what of it can be read, and its damage is told beside. */
export async function readLabels(fs: FsPort, folder: string): Promise<{ labels: Labels, problem: string | null }> {
  const bytes = await readDocument(fs, join(folder, files.labels)).catch(() => Buffer.alloc(0))
  if (!bytes) return { labels: noLabels, problem: null }
  try {
    return { labels: parseDamaged(Labels, unseal(bytes, files.labels), files.labels), problem: null }
  } catch (error) {
    const saved = Labels.safeParse(unsealAnyway(bytes))
    return { labels: saved.data ?? noLabels, problem: (error as LabError).message }
  }
}

export async function writeLabels(fs: FsPort, folder: string, labels: Labels): Promise<void> {
  await replaceDocument(fs, join(folder, files.labels), seal(parse(Labels, labels, 'E_FORM', 'The labels of the run')))
}
