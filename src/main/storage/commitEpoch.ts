/**
 * Puts one epoch on the disk as a whole or not at all. The order is the promise: each blob and its sync, the manifest that knows their
 * hashes, the sync of their names, one rename (the commit point), and the sync that makes the rename last.
 */
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { EpochReport } from '@shared/domain/run'
import { writeBlob } from './blobs'
import { writeDocument } from './documents'
import { CommitFault, diskFault, isDiskFull } from './faults'
import { epochFolder, epochName, files, newToken, temporary } from './layout'
import { readManifest } from './manifest'
import { ensureFolder, quarantineEpoch } from './quarantine'
import { seal } from './seal'
import { schemaVersion } from './versions'
import type { FsPort } from './fsPort'
import type { Experiment, Manifest } from './manifest'
import type { EpochRecord, NamedArray } from './record'

export interface CommitContext {
  readonly fs: FsPort
  readonly folder: string
  readonly experiment: Experiment
  /** Rejects where this process may no longer write the run: asked first, and again right before the commit point. */
  readonly fence: () => Promise<void>
  readonly now?: () => number
  readonly token?: () => string
}

/** An epoch whose optimizer was given up can be looked at, not resumed from. */
export type StoredRecord = Omit<EpochRecord, 'optimizer'> & { readonly optimizer: readonly NamedArray[] | null }

export interface Committed {
  readonly manifest: Manifest
  /** `durability-uncertain` where the disk did not confirm the last step. */
  readonly doubt: CommitFault | null
}

/** Rejects with a CommitFault `not-committed`. */
export async function commitEpoch(context: CommitContext, record: StoredRecord): Promise<Committed> {
  const { fs, folder } = context
  const { epoch } = EpochReport.parse(record.report) // what is no number would become null, and the manifest unreadable
  const epochs = join(folder, files.epochs)
  const draft = temporary(epochs, epochName(epoch), context.token?.() ?? newToken())
  let manifest: Manifest
  try {
    await context.fence()
    await ensureFolder(fs, epochs)
    manifest = await writeDraft(context, draft, record)
    await clearPlace(fs, folder, epoch)
    await context.fence()
  } catch (error) {
    throw await giveUp(context, draft, record, error)
  }
  try {
    await fs.rename(draft, epochFolder(folder, epoch))
  } catch (error) {
    if (!await isInPlace(fs, folder, manifest)) throw await giveUp(context, draft, record, error)
    return { manifest, doubt: uncertain(epoch, error) }
  }
  const doubt = await fs.syncFolder(epochs).then(() => null, (error: unknown) => uncertain(epoch, error))
  return { manifest, doubt }
}

/** What stands where the epoch belongs is none that verified when the run was opened. */
async function clearPlace(fs: FsPort, folder: string, epoch: number): Promise<void> {
  if (await fs.inspect(epochFolder(folder, epoch))) await quarantineEpoch(fs, folder, epoch)
}

/** A network's rename may fail after it was done. */
async function isInPlace(fs: FsPort, folder: string, manifest: Manifest): Promise<boolean> {
  const found = await readManifest(fs, epochFolder(folder, manifest.epoch), manifest.epoch).catch(() => null)
  return found !== null && isDeepStrictEqual(found.file, manifest)
}

async function giveUp({ fs, folder }: CommitContext, draft: string, record: StoredRecord, error: unknown): Promise<CommitFault> {
  await discard(fs, draft)
  return notCommitted(record.report.epoch, error, isDiskFull(error) ? await missingBytes(fs, folder, record) : 0)
}

async function writeDraft(context: CommitContext, draft: string, record: StoredRecord): Promise<Manifest> {
  const { fs } = context
  await fs.makeFolder(draft)
  const { train, test } = record.embeddings
  const embeddings = [{ name: 'train', ...train }, { name: 'test', ...test }]
  const blobs = {
    'weights.bin': await writeBlob(fs, draft, 'weights.bin', record.weights),
    'optimizer.bin': record.optimizer && await writeBlob(fs, draft, 'optimizer.bin', record.optimizer),
    'latents.bin': await writeBlob(fs, draft, 'latents.bin', embeddings.map(({ name, dimension, latents, errors }) =>
      ({ name, shape: [errors.length, dimension], values: latents }))),
    'errors.bin': await writeBlob(fs, draft, 'errors.bin', embeddings.map(({ name, errors }) =>
      ({ name, shape: [errors.length], values: errors }))),
  }
  const manifest: Manifest = {
    format: 'latent-lab/epoch',
    schemaVersion,
    run: context.experiment,
    epoch: record.report.epoch,
    totalSteps: record.totalSteps,
    committedAt: context.now?.() ?? Date.now(),
    report: record.report,
    rateChanges: [...record.rateChanges ?? []],
    blobs,
  }
  await writeDocument(fs, join(draft, files.manifest), seal(manifest))
  await fs.syncFolder(draft)
  return manifest
}

/** What an epoch takes on the disk, in bytes: its arrays, and a little for the manifest. */
export function bytesOf(record: StoredRecord): number {
  const { train, test } = record.embeddings
  const arrays = [...record.weights, ...record.optimizer ?? []].map(({ values }) => values)
  return [...arrays, train.latents, train.errors, test.latents, test.errors].reduce((sum, { byteLength }) => sum + byteLength, 64 * 1024)
}

async function missingBytes(fs: FsPort, folder: string, record: StoredRecord): Promise<number> {
  const free = await fs.freeBytes(folder).catch(() => 0)
  return Math.max(bytesOf(record) - free, 1)
}

/** A draft left behind harms nobody, so what goes wrong here is not worth a word. */
async function discard(fs: FsPort, draft: string): Promise<void> {
  try {
    for (const name of await fs.list(draft)) await fs.removeFile(join(draft, name))
    await fs.removeFolder(draft)
  } catch { /* still there; listed as a leftover */ }
}

export function notCommitted(epoch: number, error: unknown, bytesNeeded: number): CommitFault {
  const { code, message } = diskFault(error, `Epoch ${epoch} could not be saved`)
  const full = `The disk is full: epoch ${epoch} needs ${megabytes(bytesNeeded)} MB more. Free some space or choose another folder; `
    + 'training goes on in memory.'
  const text = code === 'E_DISK_FULL' ? full : `${message} It is kept in memory.`
  return new CommitFault('not-committed', epoch, code, text, bytesNeeded, error)
}

function uncertain(epoch: number, error: unknown): CommitFault {
  const text = `Epoch ${epoch} was written, but the disk did not confirm it: a power loss may still undo it. The next epoch is saved anew.`
  return new CommitFault('durability-uncertain', epoch, 'E_IO', text, 0, error)
}

/** Rounded up to a tenth: "0.1" rather than "0.0". */
export function megabytes(bytes: number): string {
  return (Math.ceil(bytes / 1e5) / 10).toLocaleString('en-US')
}
