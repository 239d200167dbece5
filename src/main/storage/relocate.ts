/** A run taken to another folder while it is open, because its own is full or gone. */
import { messageOf } from '@shared/errors'
import { commitEpoch } from './commitEpoch'
import { publishRun, writeRunSkeleton } from './createRun'
import { readArrays, readEmbedding } from './readEpoch'
import { noLabels, readLabels } from './runFile'
import { experimentOf } from './runFile'
import type { StoredRecord } from './commitEpoch'
import type { KeptEpoch } from './epochs'
import type { FsPort } from './fsPort'
import type { RunFile } from './runFile'

export interface Relocated {
  readonly folder: string
  readonly kept: readonly KeptEpoch[]
  /** Epochs that could not be read any more, as sentences. */
  readonly notices: readonly string[]
}

/** What can still be read of `from` is copied, each epoch verified on the way; `from` stays as it is. */
export async function relocate(
  fs: FsPort, from: string, runsFolder: string, file: RunFile, kept: readonly KeptEpoch[],
): Promise<Relocated> {
  const copied: KeptEpoch[] = []
  const notices: string[] = []
  const { labels } = await readLabels(fs, from).catch(() => ({ labels: noLabels }))
  const folder = await publishRun(fs, runsFolder, file.id, async (draft) => {
    await writeRunSkeleton(fs, draft, file, labels)
    for (const entry of kept) {
      const record = await readRecord(fs, from, entry).catch((error: unknown) => void notices.push(messageOf(error)))
      if (record) copied.push(await copyEpoch(fs, draft, file, record, entry))
    }
  })
  return { folder, kept: copied, notices }
}

async function copyEpoch(fs: FsPort, folder: string, file: RunFile, record: StoredRecord, entry: KeptEpoch): Promise<KeptEpoch> {
  const context = { fs, folder, experiment: experimentOf(file), fence: async () => undefined, now: () => entry.manifest.committedAt }
  const { manifest, doubt } = await commitEpoch(context, record)
  if (doubt) throw doubt
  return { manifest, resumable: entry.resumable, problems: [] }
}

async function readRecord(fs: FsPort, folder: string, entry: KeptEpoch): Promise<StoredRecord> {
  const { report, totalSteps, rateChanges } = entry.manifest
  return {
    report, totalSteps, rateChanges,
    weights: await readArrays(fs, folder, entry, 'weights.bin'),
    optimizer: entry.resumable ? await readArrays(fs, folder, entry, 'optimizer.bin') : null,
    embeddings: { train: await readEmbedding(fs, folder, entry, 'train'), test: await readEmbedding(fs, folder, entry, 'test') },
  }
}
