/** Where runs are kept: on disk, or (for a quick look from the command line) in memory only. */
import { countParameters } from '@shared/domain/architecture'
import type { EngineInfo } from '@shared/domain/device'
import type { RateChange, RunSnapshot } from '@shared/domain/run'
import type { RunConfig } from '@shared/domain/runConfig'
import { LabError } from '@shared/errors'
import type { DiskArchive } from '../storage/archive'
import type { RunFile } from '../storage/runFile'
import { openRunStore } from '../storage/runStore'
import { memoryArchive } from './archive'
import type { SessionArchive } from './archive'
import { countedSlots } from './model/adamSteps'
import type { Checkpoint } from './model/train'
import { newRunId } from './session'
import { storyOf } from './story'

export interface NewRun {
  readonly runId: string
  readonly archive: SessionArchive
}

/** A run that was begun before, opened to go on. */
export interface OpenedRun extends NewRun {
  readonly facts: RunFile
  readonly snapshot: RunSnapshot
  /** After the newest epoch that can be continued; null where training must begin afresh. */
  readonly from: (Checkpoint & { /** Set by hand up to there. */ readonly rateChanges: readonly RateChange[] }) | null
}

export interface Parent {
  readonly id: string
  readonly epoch: number
}

export interface Library {
  create(config: RunConfig, parent: Parent | null): Promise<NewRun>
  /** For looking only; it may be training in another process. */
  read(runId: string): Promise<OpenedRun>
  /** For going on: locks it. E_BUSY while another process trains it. */
  reopen(runId: string): Promise<OpenedRun>
}

export function memoryLibrary(): Library {
  const none = (runId: string): never => {
    throw new LabError('E_NO_RUN', `There is no run ${runId}: runs of this session are not kept on disk.`)
  }
  return {
    create: async () => ({ runId: newRunId(), archive: memoryArchive() }),
    read: async runId => none(runId),
    reopen: async runId => none(runId),
  }
}

/** `data` is the SHA-256 of the data set, kept with each run. */
export async function diskLibrary(folder: string, info: EngineInfo, data: string): Promise<Library> {
  const store = await openRunStore(folder)
  const versions = { node: process.versions.node, library: info.library }
  return {
    async create(config, parent) {
      const archive = await store.create({
        config, parent, versions, device: info.device, parameters: countParameters(config.network),
        dataset: { name: config.dataset, sha256: data },
      })
      return { runId: archive.facts().id, archive }
    },
    read: async runId => opened(await store.open(runId, 'read')),
    reopen: async runId => opened(await store.open(runId, 'write')),
  }
}

async function opened(archive: DiskArchive): Promise<OpenedRun> {
  const facts = archive.facts()
  const point = await archive.resumePoint()
  const from = point && { ...point, slots: countedSlots(point.optimizer, facts.config.optimizer, point.totalSteps) }
  return { runId: facts.id, archive, facts, from, snapshot: await snapshotOf(facts, archive) }
}

async function snapshotOf(facts: RunFile, archive: DiskArchive): Promise<RunSnapshot> {
  const kept = new Set(archive.kept().map(({ manifest }) => manifest.epoch))
  const { state } = facts
  const { batches, log } = storyOf(facts.id, await archive.history())
  return {
    runId: facts.id,
    config: facts.config,
    startedAt: facts.createdAt,
    state: state.kind === 'ended'
      ? state
      : { kind: 'ended', reason: 'interrupted', message: `Interrupted after epoch ${archive.reports().at(-1)?.epoch ?? 0}; it can be resumed.` },
    executor: facts.executor,
    executorReason: facts.executorReason ?? null,
    parameters: facts.parameters,
    epochs: archive.reports().filter(({ epoch }) => kept.has(epoch)),
    batches: [...batches],
    floors: facts.floors,
    rateChanges: facts.rateChanges,
    trouble: null,
    log: [...log, ...archive.notices.map(text => ({ time: Date.now(), level: 'notice' as const, text }))],
  }
}
