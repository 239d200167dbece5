/**
 * Deleted runs: in a folder here until the app quits, so that a deletion can be undone; then in the system's trash. The folder is all that is
 * known of them, so what an app that died left there, or what the trash did not take, can still be brought back.
 */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { messageOf } from '@shared/errors'
import { z } from '@shared/schema'
import { readJsonFile, writeJsonFile } from './jsonFile'
import type { Log } from './log'
import { deletedRuns } from './storage/deleted'
import type { DeletedRun } from './storage/deleted'
import { clearDrafts } from './storage/drafts'
import { nodeFs } from './storage/nodeFs'
import { ensureFolder } from './storage/quarantine'
import { removeTree } from './storage/trees'

export interface Trash {
  readonly folder: string
  /** The one deleted last comes last. */
  all(): Promise<readonly DeletedRun[]>
  /** The one deleted last of this id. */
  find(id: string): Promise<DeletedRun | undefined>
  /** What is there of an earlier session, and why the system's trash did not take it; null where it was not asked, because the app died. */
  earlier(): Promise<{ readonly ids: readonly string[], readonly refusal: string | null }>
  /** For good. */
  purge(runs: readonly DeletedRun[]): Promise<void>
  /** Into the system's trash. Waits no longer than its patience; what the system does not take stays, and the next session tells of it. */
  empty(): Promise<void>
}

const Refusal = z.strictObject({ reason: z.nullable(z.string()) })

/** `patience` in ms. */
export function openTrash(folder: string, discard: (path: string) => Promise<void>, log: Log, patience: number): Trash {
  const note = `${folder}.json`
  const opening = open()

  async function open() {
    // Now, because a folder takes room, and a run is deleted where there is none.
    await ensureFolder(nodeFs, folder).catch((error: unknown) => log.write('there is no folder for deleted runs', error))
    // Copies to another disk that never ended: their runs are still where they were.
    await clearDrafts(nodeFs, folder).catch((error: unknown) => log.write('unfinished copies of deleted runs could not be cleared away', error))
    const { reason } = readJsonFile(note, Refusal, { reason: null }, keptAs => log.write(`what the system's trash had said is kept as ${keptAs}`))
    return { paths: await deletedRuns(nodeFs, folder).then(runs => runs.map(({ path }) => path), (): string[] => []), reason }
  }

  async function all() {
    await opening
    return deletedRuns(nodeFs, folder)
  }

  async function discardAll() {
    await opening
    const refusals: string[] = []
    for (const name of await namesIn(folder)) {
      await discard(join(folder, name)).catch((error: unknown) => {
        log.write(`the system's trash did not take ${name}; it stays in ${folder}`, error)
        refusals.push(messageOf(error))
      })
    }
    if (refusals[0] === undefined) await rm(note, { force: true })
    else writeJsonFile(note, { reason: refusals[0] })
  }

  return {
    folder,
    all,
    find: async id => (await all()).findLast(run => run.id === id),
    async earlier() {
      const { paths, reason } = await opening
      return { ids: (await all()).filter(({ path }) => paths.includes(path)).map(({ id }) => id), refusal: reason }
    },
    async purge(runs) {
      for (const { path } of runs) await removeTree(nodeFs, path)
    },
    empty: () => Promise.race([discardAll().catch((error: unknown) => log.write('the deleted runs could not be put away', error)), wait(patience)]),
  }
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}
