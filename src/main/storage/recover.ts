/** What a writer sets right in a run before it goes on: nothing is deleted, what is replaced is put aside first. */
import { join } from 'node:path'
import { readDocument, replaceDocument } from './documents'
import { diskFault } from './faults'
import { files } from './layout'
import { ensureFolder, quarantineEpoch, quarantineFile } from './quarantine'
import { noSummary, writeRunFile } from './runFile'
import { unsealAnyway } from './seal'
import { schemaVersion } from './versions'
import type { FsPort } from './fsPort'
import type { Manifest } from './manifest'
import type { RunFile } from './runFile'

export async function setAside(fs: FsPort, folder: string, epoch: number): Promise<string> {
  await quarantineEpoch(fs, folder, epoch).catch((error: unknown) => {
    throw diskFault(error, `Epoch ${epoch} could not be set aside`)
  })
  return `Epoch ${epoch} was moved to the folder "${files.quarantine}" of the run.`
}

/** run.json made anew from a manifest, which knows the experiment. */
export function recoverRunFile(id: string, { run, rateChanges, epoch }: Manifest): RunFile {
  const isOver = epoch >= run.config.epochs
  return {
    format: 'latent-lab/run', schemaVersion, id, origin: run.id,
    createdAt: run.createdAt, config: run.config, dataset: run.dataset, parent: run.parent, rateChanges,
    versions: {}, device: '', parameters: 0, executor: null, floors: null,
    state: isOver ? { kind: 'ended', reason: 'finished', message: 'All epochs are done.' } : { kind: 'open' },
    summary: noSummary,
  }
}

export async function replaceLostRunFile(fs: FsPort, folder: string, file: RunFile): Promise<void> {
  if (await fs.inspect(join(folder, files.run))) await quarantineFile(fs, folder, files.run)
  await writeRunFile(fs, folder, file)
}

/** Before a newer version replaces run.json: the original stays in `before/` for good. */
export async function keepOriginal(fs: FsPort, folder: string): Promise<void> {
  const original = await readDocument(fs, join(folder, files.run))
  if (!original) return
  const before = join(folder, files.before)
  await ensureFolder(fs, before)
  await replaceDocument(fs, join(before, `run.${schemaVersionOf(original)}.json`), original)
}

function schemaVersionOf(document: Uint8Array): string {
  return String((unsealAnyway(document) as { schemaVersion?: unknown } | null)?.schemaVersion)
}
