/** A new run: made whole beside the others, then given its name in one step, so that half a run is never seen. */
import { dirname, join } from 'node:path'
import { LabError } from '@shared/errors'
import { writeDocument } from './documents'
import { draftPath } from './drafts'
import { diskFault } from './faults'
import { files, runFolder } from './layout'
import { noSummary } from './runFile'
import { seal } from './seal'
import { removeTree } from './trees'
import { schemaVersion } from './versions'
import type { FsPort } from './fsPort'
import type { Labels, RunFile } from './runFile'

/** What is known of a run before its first epoch. */
export type RunDraft = Pick<RunFile, 'config' | 'dataset' | 'parent' | 'versions' | 'device' | 'parameters'>

export function newRunFile(id: string, createdAt: number, draft: RunDraft): RunFile {
  return {
    format: 'latent-lab/run', schemaVersion, id, origin: id, createdAt, ...draft,
    executor: null, floors: null, rateChanges: [], state: { kind: 'open' }, summary: noSummary,
  }
}

/** Writes all of a new run but its epochs. */
export async function writeRunSkeleton(fs: FsPort, folder: string, file: RunFile, labels: Labels): Promise<void> {
  await fs.makeFolder(join(folder, files.epochs))
  await writeDocument(fs, join(folder, files.run), seal(file))
  await writeDocument(fs, join(folder, files.labels), seal(labels))
  await writeDocument(fs, join(folder, files.metrics), new Uint8Array(0))
}

/** `fill` writes into a draft, which then becomes the run `id`; where that fails, the draft is removed. E_BUSY where the run is there. */
export async function publishRun(fs: FsPort, runsFolder: string, id: string, fill: (draft: string) => Promise<void>): Promise<string> {
  const folder = runFolder(runsFolder, id)
  const draft = draftPath(runsFolder, id)
  try {
    if (await fs.inspect(folder)) throw new LabError('E_BUSY', `There is a run ${id} already.`)
    await fs.makeFolder(draft)
    await fill(draft)
    await fs.syncFolder(draft)
    await fs.rename(draft, folder)
  } catch (error) {
    await removeTree(fs, draft).catch(() => undefined)
    throw diskFault(error, 'The run could not be created')
  }
  await fs.syncFolder(dirname(folder)).catch((error: unknown) => {
    throw diskFault(error, 'The run was created, but the disk did not confirm it')
  })
  return folder
}
