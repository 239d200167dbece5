/** Made-up kept runs, for tests of the window and for looking at it. */
import type { MainContract } from '@shared/contract/main'
import { countParameters } from '@shared/domain/architecture'
import type { KeptRun } from '@shared/domain/keptRun'
import { presetIds, presets } from '@shared/domain/presets'
import type { EpochReport, RunSnapshot } from '@shared/domain/run'
import { LabError } from '@shared/errors'
import type { Handlers } from '@shared/rpc'

const names = ['', 'Baseline', 'wider first layer', 'no noise, long', '체크아웃 실험', 'As in the lesson, but with a much longer name than anybody would want to read in a list: '
  + 'three latents, a cosine schedule, and the batch size which the colleague upstairs has always recommended']
const tags = [[], ['seed'], ['paper', 'figure 3'], ['keep']]
const minute = 60_000

export function aKeptRun(n: number, changes: Partial<NonNullable<KeptRun['facts']>> = {}): KeptRun {
  const config = presets[presetIds[n % presetIds.length] ?? 'seed'].config
  const done = n % 7 === 3 ? Math.max(1, Math.floor(config.epochs / 2)) : config.epochs
  const last = n % 11 === 10 ? null : aReport(done, n)
  return {
    id: `20260301-1200-${String(n).padStart(4, '0')}`,
    labels: { name: names[n % names.length] ?? '', tags: [...tags[n % tags.length] ?? []], notes: n % 5 === 0 ? 'Sharper soles than before.' : '' },
    facts: {
      createdAt: Date.UTC(2026, 2, 1) - n * 37 * minute, config, parent: null, device: 'Intel(R) Xeon(R) Processor @ 2.90GHz', executor: 'xla',
      parameters: countParameters(config.network),
      floors: { meanImageMse: 0.08652, pca: { components: config.network.latent, testMse: 0.0409, psnr: 14.7, knnAccuracy: 0.5123 } },
      state: n % 11 === 10
        ? { kind: 'ended', reason: 'diverged', message: 'The loss became infinite in epoch 1.' }
        : n % 7 === 3
          ? (n % 2 === 0 ? { kind: 'interrupted' } : { kind: 'ended', reason: 'stopped', message: `Stopped after ${done} epochs.` })
          : { kind: 'ended', reason: 'finished', message: `Finished: ${done} epochs.` },
      last, best: last && { epoch: done, testLoss: last.testLoss }, seconds: done * 1.1 + n % 13, bytes: done * 1.3e6,
      ...changes,
    },
    problem: null,
    setAside: n % 13 === 12 ? 1 : 0,
  }
}

export function aReport(epoch: number, n = 0): EpochReport {
  const loss = 0.0213 + (n % 17) * 0.0004 + 0.03 * Math.exp(-epoch / (2 + n % 3))
  return {
    epoch, trainLoss: loss * 0.98, testLoss: loss, trainMse: loss * 0.98, testMse: loss, psnr: -10 * Math.log10(loss) + 0.7, kl: null,
    knnAccuracy: 0.78 - 0.2 * Math.exp(-epoch / 3), seconds: 0.9, evaluationSeconds: 0.2, imagesPerSecond: 66_000, learningRate: 0.005,
  }
}

/** What the engine would answer when such a run is opened. */
export function snapshotOf({ id, facts }: KeptRun): RunSnapshot {
  if (!facts) throw new LabError('E_RUN_DAMAGED', 'run.json does not verify.')
  const { config, createdAt, parameters, executor, floors, last, state, parent } = facts
  const first = (parent?.epoch ?? 0) + 1
  return {
    runId: id, config, startedAt: createdAt, executor, executorReason: null, parameters, floors, batches: [], rateChanges: [], log: [], trouble: null,
    state: state.kind === 'ended' ? state : { kind: 'ended', reason: 'interrupted', message: 'Interrupted; it can be resumed.' },
    epochs: Array.from({ length: last ? last.epoch - first + 1 : 0 }, (_, i) => aReport(first + i, Number(id.slice(-4)))),
  }
}

type RunCalls = 'listRuns' | 'describeRun' | 'relabelRun' | 'removeRun' | 'restoreRun' | 'deletedRuns' | 'purgeDeleted' | 'exportRun' | 'importRun' | 'importOpened' | 'cancelTransfer' | 'runSpace'

export interface FakeRunsOptions {
  /** Deleted by a session that did not put them away. */
  readonly earlier?: readonly KeptRun[]
  readonly refusal?: string
}

export function createFakeRuns(initial: readonly KeptRun[] = [], { earlier = [], refusal }: FakeRunsOptions = {}) {
  let runs = [...initial]
  const removed = new Map(earlier.map(run => [run.id, run]))
  function find(runId: string): KeptRun {
    const found = runs.find(({ id }) => id === runId)
    if (!found) throw new LabError('E_NO_RUN', `There is no run ${runId}.`)
    return found
  }
  const handlers: Pick<Handlers<MainContract>, RunCalls> = {
    listRuns: () => runs,
    describeRun: ({ runId }) => find(runId),
    relabelRun({ runId, changes }) {
      const labels = { ...find(runId).labels, ...changes } as KeptRun['labels']
      runs = runs.map(run => run.id === runId ? { ...run, labels } : run)
      return find(runId)
    },
    removeRun({ runId }) {
      removed.set(runId, find(runId))
      runs = runs.filter(({ id }) => id !== runId)
    },
    restoreRun({ runId }) {
      const run = removed.get(runId)
      removed.delete(runId)
      if (run) runs = [run, ...runs].sort((a, b) => (b.facts?.createdAt ?? 0) - (a.facts?.createdAt ?? 0))
    },
    deletedRuns() {
      const left = earlier.map(({ id }) => id).filter(id => removed.has(id))
      return { runs: [...removed.values()], earlier: left, refusal: refusal ?? null }
    },
    purgeDeleted() {
      removed.clear()
      return { purged: true }
    },
    exportRun: ({ runId }) => ({ saved: `${find(runId).id}.run.tar`, notices: [] }),
    importRun: () => ({ runId: null }),
    importOpened: () => ({ file: null, runId: null, problem: null }),
    cancelTransfer: () => undefined,
    runSpace: () => ({ free: 80e9, checkpoint: 4e6, wholeRun: 40e6 }),
  }
  return { handlers, find, get runs() { return runs } }
}
