/** `epochs/<n>/manifest.json`: what an epoch's folder must hold. An epoch without one that verifies was never committed. */
import { join } from 'node:path'
import { EpochReport, RateChange, RunId } from '@shared/domain/run'
import { RunConfig } from '@shared/domain/runConfig'
import { z } from '@shared/schema'
import { BlobFacts } from './blobs'
import { readDocument } from './documents'
import { damaged, readFault } from './faults'
import { files } from './layout'
import { unseal } from './seal'
import { manifestSteps, readVersioned, schemaVersion } from './versions'
import type { FsPort } from './fsPort'
import type { Versioned } from './versions'

export const Dataset = z.strictObject({ name: z.string().check(z.maxLength(200)), sha256: z.nullable(z.string()) })
export type Dataset = z.infer<typeof Dataset>

/** The run and epoch from which a run was branched. */
export const Parent = z.strictObject({ id: RunId, epoch: z.int() })

/** Of the run, what it takes to make a lost run.json anew. */
const Experiment = z.strictObject({
  id: RunId,
  createdAt: z.number(), // ms since 1970
  dataset: Dataset,
  config: RunConfig,
  parent: z.nullable(Parent),
})
export type Experiment = z.infer<typeof Experiment>

export const Manifest = z.strictObject({
  format: z.literal('latent-lab/epoch'),
  schemaVersion: z.literal(schemaVersion),
  run: Experiment,
  epoch: z.int().check(z.gte(0)),
  /** With config.seed the whole state of randomness: every draw is a function of (seed, step). */
  totalSteps: z.int().check(z.gte(0)),
  committedAt: z.number(), // ms since 1970
  report: EpochReport,
  rateChanges: z.array(RateChange),
  blobs: z.strictObject({
    'weights.bin': BlobFacts,
    /** Null where it was given up before the epoch reached the disk; removed from all but the newest two epochs. */
    'optimizer.bin': z.nullable(BlobFacts),
    /** (N, d) for each split. */
    'latents.bin': BlobFacts,
    /** (N) for each split. */
    'errors.bin': BlobFacts,
  }),
})
export type Manifest = z.infer<typeof Manifest>

/** E_RUN_DAMAGED where it does not verify, E_VERSION where a newer lab wrote it in a way that this one cannot read. */
export async function readManifest(fs: FsPort, folder: string, epoch: number): Promise<Versioned<Manifest>> {
  const what = `manifest.json of epoch ${epoch}`
  const bytes = await readDocument(fs, join(folder, files.manifest)).catch((error: unknown) => {
    throw readFault(error, what)
  })
  if (!bytes) throw damaged(`${what} is missing.`)
  const read = readVersioned(Manifest, manifestSteps, unseal(bytes, what), what)
  if (read.file.epoch !== epoch) throw damaged(`${what} belongs to epoch ${read.file.epoch}.`)
  return read
}
