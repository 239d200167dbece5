/** All runs of a folder, told without opening any: two small files each, and the names of a folder. */
import { LabError, toWire } from '@shared/errors'
import { diskFault, systemCode } from './faults'
import { assertFolder } from './loadRun'
import { isLocked } from './lock'
import { runFolder } from './layout'
import { countSetAside } from './quarantine'
import { readLabels, readRunFile } from './runFile'
import { newer } from './versions'
import { RunId } from '@shared/domain/run'
import type { WireError } from '@shared/errors'
import type { FsPort } from './fsPort'
import type { Labels, RunFile } from './runFile'

/** `training`: a living process writes it. `interrupted`: nobody does, and nobody ended it. */
export type ListedState = { readonly kind: 'training' | 'interrupted' } | Extract<RunFile['state'], { kind: 'ended' }>

export interface ListedRun {
  readonly id: RunId
  readonly labels: Labels
  /** Null where run.json cannot be read; opening the run may still make it anew from an epoch. */
  readonly facts: RunFile | null
  readonly state: ListedState | null
  /** What is wrong with it: damaged, a link, made by a newer lab. Null where nothing is known to be. */
  readonly problem: WireError | null
  /** Epochs in its quarantine. */
  readonly setAside: number
}

const atOnce = 32

/** Newest first. A folder that is not there has no runs; what is not named like a run is not one. */
export async function listRuns(fs: FsPort, runsFolder: string): Promise<ListedRun[]> {
  const names = await fs.list(runsFolder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return []
    throw diskFault(error, 'The folder of the runs could not be read')
  })
  const ids = names.filter(name => RunId.safeParse(name).success)
  const runs = await mapAtOnce(ids, id => listRun(fs, runFolder(runsFolder, id), id))
  return runs.sort((a, b) => (b.facts?.createdAt ?? 0) - (a.facts?.createdAt ?? 0) || (a.id < b.id ? 1 : -1))
}

/** `folder` is the run's, whatever it is called. */
export async function listRun(fs: FsPort, folder: string, id: RunId): Promise<ListedRun> {
  try {
    await assertFolder(fs, folder)
    const [{ file, version }, { labels, problem }] = await Promise.all([readRunFile(fs, folder), readLabels(fs, folder)])
    const facts = { ...file, id }
    const notice = version === 'newer' ? newer('The run') : problem ? new LabError('E_RUN_DAMAGED', problem) : null
    const [state, setAside] = await Promise.all([listedState(fs, folder, facts), countSetAside(fs, folder)])
    return { id, labels, facts, state, problem: notice && toWire(notice), setAside }
  } catch (error) {
    const { labels } = await readLabels(fs, folder)
    return { id, labels, facts: null, state: null, problem: toWire(diskFault(error, 'The run could not be read')), setAside: 0 }
  }
}

async function listedState(fs: FsPort, folder: string, { state }: RunFile): Promise<ListedState> {
  if (state.kind === 'ended') return state
  return { kind: await isLocked(fs, folder) ? 'training' : 'interrupted' }
}

async function mapAtOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const queue = items.entries()
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (const [i, item] of queue) results[i] = await work(item)
  }))
  return results
}
