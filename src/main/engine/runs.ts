/** Which run this engine trains, and which kept ones it has open for looking. */
import { setTimeout as wait } from 'node:timers/promises'
import { estimateRun } from '@shared/domain/estimate'
import type { ExecutorKind, RunSnapshot } from '@shared/domain/run'
import type { RunConfig } from '@shared/domain/runConfig'
import { LabError } from '@shared/errors'
import type { Library, OpenedRun, Parent } from './library'
import { countedSlots } from './model/adamSteps'
import type { Checkpoint } from './model/train'
import { begunWith } from './model/wanted'
import { Session } from './session'
import type { Beginning, Lab } from './session'
import type { At, KeptRun } from './views'

/** Six are compared side by side at most; and one is looked at, and one on its way, beside them. */
const mostOpen = 8
/** Between two tries to write what a disk did not take of a run that has ended, in ms. */
const retryInterval = 3000

export class Runs {
  session: Session | null = null
  private readonly open_ = new Map<string, OpenedRun>()
  private readonly reading = new Map<string, Promise<OpenedRun>>()
  private beginning: Promise<unknown> | null = null
  private isStopped = false

  constructor(
    private readonly lab: Lab,
    private library: Library,
    private readonly executor: ExecutorKind | null,
    private readonly onGone: (runId: string) => void,
  ) {}

  /** The run that this engine trains or trained last; E_NO_RUN for any other. */
  current(runId: string): Session {
    if (this.session?.runId === runId) return this.session
    throw new LabError('E_NO_RUN', `The run ${runId} is not the one that trains. Open it from the list of runs.`)
  }

  /** Any run that is kept, with its epoch if it has that: another process may have trained it further since it was opened here. */
  async find({ runId, epoch }: At): Promise<KeptRun> {
    const session = this.session?.runId === runId ? this.session : null
    if (session && (!session.isOver || epoch <= lastOf(session.snapshot))) return session
    if (epoch > lastOf((await this.opened(runId)).snapshot)) this.close(runId)
    const { archive, facts } = await this.opened(runId)
    return { runId, archive, config: facts.config }
  }

  async open(runId: string): Promise<RunSnapshot> {
    const session = this.session?.runId === runId ? this.session : null
    if (session && !session.isOver) return session.snapshot
    this.close(runId) // it may have grown since
    if (!session) return (await this.opened(runId)).snapshot
    const kept = await this.opened(runId).catch(() => null) // in memory only, perhaps
    return kept && lastOf(kept.snapshot) > lastOf(session.snapshot) ? kept.snapshot : session.snapshot
  }

  start(config: RunConfig): Promise<{ runId: string }> {
    assertRoom(config, this.lab.memory())
    return this.begin(async () => {
      const created = await this.library.create(config, null)
      return { ...created, config, from: null, before: null, executor: this.executor }
    })
  }

  resume(runId: string): Promise<{ runId: string }> {
    return this.begin(async () => {
      const run = await this.library.reopen(runId)
      const { config } = run.facts
      try {
        if ((run.from?.epoch ?? 0) >= config.epochs)
          throw new LabError('E_BUSY', `All ${config.epochs} epochs of this run are done. Branch from one of them to train on.`)
        assertRoom(config, this.lab.memory())
      } catch (error) {
        await run.archive.close()
        throw error
      }
      const epochs = run.snapshot.epochs.filter(({ epoch }) => epoch <= (run.from?.epoch ?? 0))
      const rateChanges = [...run.from?.rateChanges ?? []] // what was changed in an epoch that is trained anew was not changed yet
      const before = { ...run.snapshot, epochs, rateChanges }
      return { runId, config, archive: run.archive, from: run.from, before, executor: this.executor ?? begunWith(run.facts) }
    })
  }

  branch(parent: Parent, config: RunConfig): Promise<{ runId: string }> {
    assertRoom(config, this.lab.memory())
    return this.begin(async () => {
      const from = await this.checkpointOf(parent, config)
      const created = await this.library.create(config, parent)
      return { ...created, config, from, before: null, executor: this.executor }
    })
  }

  /** Runs are in another folder from now on. One that trains, or waits for room on its disk, comes along. */
  async move(folder: string, library: Library): Promise<void> {
    await this.beginning
    this.library = library
    for (const runId of [...this.open_.keys()]) this.close(runId)
    if (!this.session) return
    await this.session.moveTo(folder)
  }

  async stop(): Promise<void> {
    this.isStopped = true
    await this.beginning
    this.session?.control.stop()
    await this.session?.ended
    await this.leave()
    for (const runId of [...this.open_.keys()]) this.close(runId)
  }

  private async begin(prepare: () => Promise<Beginning>): Promise<{ runId: string }> {
    if (this.isStopped) throw new LabError('E_BUSY', 'The engine is about to end, so no run begins. Start it again.')
    if (this.beginning || (this.session && !this.session.isOver))
      throw new LabError('E_BUSY', 'A run is still going on. Stop it before you start another.')
    const begun = this.beginAlone(prepare)
    this.beginning = begun.catch(() => undefined).finally(() => (this.beginning = null))
    return begun
  }

  private async beginAlone(prepare: () => Promise<Beginning>): Promise<{ runId: string }> {
    await this.session?.saveRest()
    if (this.session) assertSaved(this.session)
    await this.leave()
    const beginning = await prepare()
    this.close(beginning.runId)
    const session = this.session = new Session(this.lab, beginning)
    void this.settle(session)
    return { runId: beginning.runId }
  }

  /** A run that has ended may be renamed, moved or deleted, as soon as all of it is on the disk. */
  private async settle(session: Session): Promise<void> {
    await session.ended
    while (session.isTroubled) {
      await wait(retryInterval, undefined, { ref: false })
      if (this.isStopped || this.session !== session) return
      await session.saveRest()
    }
    await session.archive.close()
  }

  /** Gives up the run that has ended: its lock, and what is held of it. */
  private async leave(): Promise<void> {
    if (!this.session) return
    this.onGone(this.session.runId)
    await this.session.archive.close()
  }

  private async checkpointOf({ id, epoch }: Parent, config: RunConfig): Promise<Checkpoint> {
    const parent = await this.find({ runId: id, epoch })
    if (JSON.stringify(parent.config.network) !== JSON.stringify(config.network))
      throw new LabError('E_MODEL', 'A branch goes on with the weights of its parent, so its network must be the same. Start a new run to change it.')
    if (epoch >= config.epochs) throw new LabError('E_FORM', `epochs: must be more than ${epoch}, the epoch that the branch begins from.`)
    const isSameKind = parent.config.optimizer.kind === config.optimizer.kind
    const point = isSameKind ? await parent.archive.resumePoint(epoch) : null
    const slots = point ? countedSlots(point.optimizer, parent.config.optimizer, point.totalSteps) : []
    const stepsPerEpoch = Math.ceil(this.lab.data.sizes.train / config.batchSize)
    return { epoch, totalSteps: epoch * stepsPerEpoch, weights: await parent.archive.weights(epoch), slots }
  }

  private async opened(runId: string): Promise<OpenedRun> {
    const known = this.open_.get(runId)
    if (known) return known
    const reading = this.reading.get(runId) ?? this.read(runId)
    this.reading.set(runId, reading) // several questions about a run come at once
    return reading.finally(() => this.reading.delete(runId))
  }

  private async read(runId: string): Promise<OpenedRun> {
    const run = await this.library.read(runId)
    this.open_.set(runId, run)
    const oldest = this.open_.keys().next()
    if (this.open_.size > mostOpen && !oldest.done) this.close(oldest.value)
    return run
  }

  private close(runId: string): void {
    const run = this.open_.get(runId)
    if (!run) return
    this.open_.delete(runId)
    this.onGone(runId)
    void run.archive.close()
  }
}

function lastOf({ epochs }: RunSnapshot): number {
  return epochs.at(-1)?.epoch ?? 0
}

/** A run may take this share of the memory that is free: the rest is the window's, the system's and the allocator's. */
const memoryShare = 0.6

/** E_MEMORY where the estimate says that a run cannot end well. `free` in bytes. */
function assertRoom(config: RunConfig, free: number): void {
  const needed = estimateRun(config).memory
  if (needed <= memoryShare * free) return
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`
  throw new LabError('E_MEMORY', `This network needs about ${gigabytes(needed)} of memory and ${gigabytes(free)} are free. `
    + 'Choose narrower layers or a smaller batch size.')
}

/** E_BUSY while epochs of the run before are in memory only: the next run would take their place. */
function assertSaved({ unsaved }: Session): void {
  if (unsaved === 0) return
  throw new LabError('E_BUSY', `${unsaved === 1 ? 'One epoch' : `${unsaved} epochs`} of the run before would be lost: the disk does not take `
    + `${unsaved === 1 ? 'it' : 'them'}. Free some space or choose another folder for runs, then begin again.`)
}
