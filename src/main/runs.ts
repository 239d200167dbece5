/** What the window may do with kept runs: list, name, delete and bring back. The engine has its own door to the same folder. */
import { basename } from 'node:path'
import type { MainContract, Transfer } from '@shared/contract/main'
import type { KeptFacts, KeptRun } from '@shared/domain/keptRun'
import { LabError, messageOf } from '@shared/errors'
import type { Handlers } from '@shared/rpc'
import type { Log } from './log'
import { openTransfers } from './runsTransfer'
import { openTrash } from './runsTrash'
import { watchEndings } from './runsEnding'
import { watchRuns } from './runsWatch'
import { diskFault } from './storage/faults'
import { listRun } from './storage/listing'
import type { ListedRun } from './storage/listing'
import { nodeFs } from './storage/nodeFs'
import { openRunStore } from './storage/runStore'
import type { RunStore } from './storage/runStore'
import type { RunFile } from './storage/runFile'

export interface RunsParts {
  /** Of the runs, now; made where there is none. */
  readonly folder: () => Promise<string>
  /** Of deleted runs, until the system's trash takes them. */
  readonly trashFolder: string
  /** Into the system's trash. */
  readonly discard: (path: string) => Promise<void>
  /** Where a run is taken to and from; null where the user thinks better of it. */
  readonly dialogs: RunDialogs
  /** A file that the system has handed over; undefined where none waits. */
  readonly nextOpened: () => string | undefined
  readonly onChange: () => void
  /** Of an export or import that takes long; null when it is over. */
  readonly onTransfer: (transfer: Transfer | null) => void
  /** How long a quit waits for the system's trash, in ms. */
  readonly patience?: number
  readonly log: Log
}

type RunCalls = 'listRuns' | 'describeRun' | 'relabelRun' | 'removeRun' | 'restoreRun' | 'deletedRuns' | 'purgeDeleted' | 'exportRun' | 'importRun' | 'importOpened' | 'cancelTransfer' | 'runSpace'

export interface RunDialogs {
  chooseTarget(suggestion: string): Promise<string | null>
  chooseSource(): Promise<string | null>
  /** Whether deleted runs, of so many bytes, are to be gone for good. */
  confirmPurge(runs: number, bytes: number): Promise<boolean>
}

export interface Runs {
  readonly handlers: Pick<Handlers<MainContract>, RunCalls>
  /** The runs are in another folder: lists that one from now on. */
  moved(): void
  /** Hands deleted runs to the system's trash; what it does not take stays, and the next session tells of it. */
  close(): Promise<void>
}

export function openRuns({ folder, trashFolder, discard, dialogs, nextOpened, onChange, onTransfer, log, patience = 2_000 }: RunsParts): Runs {
  const trash = openTrash(trashFolder, discard, log, patience)
  const transfers = openTransfers(onTransfer)
  let stopWatching: () => void = () => undefined
  let opened: ReturnType<typeof openRunStore> | undefined

  /** Tried again with the next call where it fails: the disk may be back by then. */
  function store() {
    opened ??= folder().then(openRunStore).then((found) => {
      stopWatching = watchRuns(found.folder, onChange, log)
      void clearDrafts(found)
      return found
    }, (error: unknown) => {
      opened = undefined
      throw error
    })
    return opened
  }

  /** Of imports and new runs whose process was killed. */
  async function clearDrafts(found: RunStore) {
    try {
      const cleared = await found.clearDrafts()
      if (cleared > 0) log.write(`${cleared} unfinished run(s) were cleared away`)
    } catch (error) {
      log.write('unfinished runs could not be cleared away', error)
    }
  }

  const endings = watchEndings(async id => (await store()).describe(id), onChange)

  async function list() {
    const listed = await (await store()).list()
    endings.watch(listed)
    return listed
  }

  async function describe(runId: string) {
    return keptRun(await (await store()).describe(runId))
  }

  /** Deleted ones as the list told of them. */
  async function deleted() {
    const runs = await trash.all()
    return Promise.all(runs.map(({ path, id }) => listRun(nodeFs, path, id)))
  }

  /** Null where it was cancelled. */
  async function bringIn(source: string) {
    return transfers.run({ kind: 'import', file: basename(source) }, async watch => (await store()).importFrom(source, watch))
  }

  return {
    handlers: {
      listRuns: async () => (await list()).map(keptRun),
      describeRun: ({ runId }) => describe(runId),
      async relabelRun({ runId, changes }) {
        const named = Object.entries(changes).filter(([, value]) => value !== undefined)
        await (await store()).relabel(runId, Object.fromEntries(named))
        return describe(runId)
      },
      async removeRun({ runId }) {
        await (await store()).remove(runId, trash.folder)
      },
      async restoreRun({ runId }) {
        const trashed = await trash.find(runId)
        if (!trashed) throw new LabError('E_NO_RUN', 'This run can no longer be brought back here. Look for it in the system\'s trash.')
        await (await store()).restore(trashed.path)
      },
      async deletedRuns() {
        const { ids, refusal } = await trash.earlier()
        return { runs: (await deleted()).map(keptRun), earlier: [...ids], refusal }
      },
      async purgeDeleted() {
        const doomed = await trash.all()
        const bytes = (await deleted()).reduce((sum, { facts }) => sum + (facts?.summary.bytes ?? 0), 0)
        if (doomed.length === 0 || !await dialogs.confirmPurge(doomed.length, bytes)) return { purged: false }
        await trash.purge(doomed).catch((error: unknown) => {
          throw diskFault(error, 'The deleted runs could not be cleared away')
        })
        return { purged: true }
      },
      async exportRun({ runId }) {
        const target = await dialogs.chooseTarget(`${fileName((await describe(runId)).labels.name) || runId}.run.tar`)
        if (target === null) return { saved: null, notices: [] }
        const file = basename(target)
        const exported = await transfers.run({ kind: 'export', file }, async watch => (await store()).exportTo(runId, target, watch))
        return exported ? { saved: file, notices: [...exported.notices] } : { saved: null, notices: [] }
      },
      async importRun() {
        const source = await dialogs.chooseSource()
        return { runId: source === null ? null : await bringIn(source) }
      },
      async importOpened() {
        const source = nextOpened()
        if (source === undefined) return { file: null, runId: null, problem: null }
        const file = basename(source)
        try {
          return { file, runId: await bringIn(source), problem: null }
        } catch (error) {
          log.write('a file that was handed over was not imported', error)
          return { file, runId: null, problem: messageOf(error) }
        }
      },
      cancelTransfer: () => transfers.cancel(),
      runSpace: async config => (await store()).space(config),
    },
    moved() {
      stopWatching()
      opened = undefined
      onChange()
    },
    async close() {
      stopWatching()
      endings.close()
      await transfers.close()
      await trash.empty()
    },
  }
}

/** Of a name that may hold anything, what every file system takes. */
function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N} ._-]+/gu, ' ').replace(/\s+/g, ' ').replace(/^[ .]+|[ .]+$/g, '').slice(0, 80)
}

function keptRun({ id, labels, facts, state, problem, setAside }: ListedRun): KeptRun {
  return { id, labels, facts: facts && state && factsOf(facts, state), problem, setAside }
}

function factsOf(file: RunFile, state: NonNullable<ListedRun['state']>): KeptFacts {
  const { createdAt, config, parent, device, executor, parameters, floors, summary } = file
  const { last, best, seconds, bytes } = summary
  return { createdAt, config, parent, device, executor, parameters, floors, state: stateOf(state), last, best, seconds, bytes }
}

function stateOf(state: NonNullable<ListedRun['state']>): KeptFacts['state'] {
  return state.kind === 'ended' ? state : state.kind === 'training' ? { kind: 'training' } : { kind: 'interrupted' }
}
