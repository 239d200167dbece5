/** The one run of this engine: starts it, steers it, and keeps the snapshot that a window asks for. */
import { countParameters, sketchNetwork } from '@shared/domain/architecture'
import { presetOf } from '@shared/domain/presets'
import { readable } from '@shared/domain/limits'
import type { ExecutorKind, LogEntry, RunSnapshot, RunState } from '@shared/domain/run'
import { gathersState } from '@shared/domain/runConfig'
import type { RunConfig } from '@shared/domain/runConfig'
import type { EngineContract } from '@shared/contract/engine'
import { LabError, messageOf } from '@shared/errors'
import type { Announce } from '@shared/rpc'
import { Curve, coalesced } from './announce'
import type { EpochRecord, SessionArchive } from './archive'
import type { Learners } from './learners'
import { Control } from './model/control'
import { initialWeights } from './model/initialise'
import type { FloorsOf } from './model/floors'
import type { Learner } from './model/learner'
import { train } from './model/train'
import type { Wanted } from './model/wanted'
import type { Checkpoint, TrainingFact } from './model/train'
import type { DataSet } from './data/fashionMnist'
import { mostLogged, upTo } from './story'

export interface Lab {
  readonly data: DataSet
  readonly learners: Learners
  readonly floors: FloorsOf | null
  readonly announce: Announce<EngineContract>
  /** Bytes that a run could take now. */
  readonly memory: () => number
  /** Lets messages in between two chunks of training. */
  readonly breathe: () => Promise<void>
}

/** How a run begins. */
export interface Beginning {
  readonly runId: string
  readonly config: RunConfig
  readonly archive: SessionArchive
  /** Null for a new run: weights come from its seed. */
  readonly from: Checkpoint | null
  /** What was told of it before, where it goes on. */
  readonly before: RunSnapshot | null
  /** The executor to use instead of the one found faster; a run that goes on keeps the one it began with. */
  readonly executor: Wanted | null
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

export class Session {
  readonly runId: string
  readonly config: RunConfig
  readonly archive: SessionArchive
  readonly control: Control
  /** Resolves when the loop stands still. */
  readonly ended: Promise<void>
  private readonly curve = new Curve()
  private totalSteps: number
  private readonly told: Mutable<Omit<RunSnapshot, 'batches'>>
  private readonly batches = coalesced((report) => {
    if (this.curve.add(report)) this.archive.tell({ kind: 'batch', report })
    this.lab.announce('batch', report)
  })

  constructor(private readonly lab: Lab, private readonly beginning: Beginning) {
    const { runId, config, archive, before } = beginning
    this.runId = runId
    this.config = config
    this.archive = archive
    this.totalSteps = beginning.from?.totalSteps ?? 0
    for (const report of upTo(before?.batches ?? [], this.totalSteps)) this.curve.add(report)
    this.control = new Control(before?.rateChanges.at(-1)?.learningRate ?? config.learningRate, lab.breathe)
    this.told = {
      runId, config, startedAt: before?.startedAt ?? Date.now(), state: { kind: 'preparing' }, executor: null, executorReason: null,
      parameters: countParameters(config.network), epochs: before?.epochs ?? [], floors: before?.floors ?? null,
      rateChanges: before?.rateChanges ?? [], log: before?.log ?? [], trouble: null,
    }
    this.ended = this.run().catch(error => this.fail(error))
  }

  get snapshot(): RunSnapshot {
    return { ...this.told, batches: [...this.curve.reports] }
  }

  get isOver(): boolean {
    return this.told.state.kind === 'ended'
  }

  setLearningRate(learningRate: number): void {
    if (this.isOver) throw new LabError('E_BUSY', 'The run has ended; its learning rate can no longer be changed.')
    const { totalSteps } = this
    this.log('notice', `Learning rate changed from ${readable(this.control.learningRate)} to ${readable(learningRate)} after ${totalSteps} steps.`)
    this.control.learningRate = learningRate
    this.told.rateChanges = [...this.told.rateChanges, { totalSteps, learningRate }]
    this.lab.announce('rate', { runId: this.runId, totalSteps, learningRate })
  }

  /** Finished epochs that are in memory only, because the disk does not take them. */
  get unsaved(): number {
    return this.archive.unsaved().waiting.length
  }

  /** Whether something of it is not on the disk; the window has been told. */
  get isTroubled(): boolean {
    return this.told.trouble !== null
  }

  /** Once it has ended no epoch follows that would bring the others along: tries again by itself to write what the disk did not take. */
  async saveRest(): Promise<void> {
    if (!this.isTroubled) return
    try {
      await this.archive.flush()
      await this.archive.update({}) // its end, too, may be what is missing
    } catch {
      return // as was told
    }
    this.leaveTrouble()
  }

  /** A run that has ended with all its epochs on the disk stays where it is. */
  async moveTo(runsFolder: string): Promise<void> {
    if (this.isOver && !this.told.trouble) return
    try {
      await this.archive.moveTo(runsFolder)
    } catch (error) {
      return this.enterTrouble(`The run could not be moved to ${runsFolder}: ${messageOf(error)}`)
    }
    this.log('notice', `The run is kept in ${runsFolder} from now on; what the other folder holds of it stays there.`)
    this.leaveTrouble()
  }

  private async run(): Promise<void> {
    const { lab, config, control } = this
    this.tellStart()
    this.enter({ kind: 'compiling' })
    await control.breathe()
    const learner = await lab.learners.take(config, this.beginning.executor, () => control.breatheUnlessStopped()).catch((error: unknown) => {
      if (control.isStopped) return null
      throw error
    })
    if (!learner) return this.finish(null)
    this.tellExecutor(learner)
    const { from } = this.beginning
    if (from && from.slots.length === 0 && gathersState(config.optimizer))
      this.log('notice', `Epoch ${from.epoch} is kept without a state that fits this optimiser, so the optimiser begins afresh.`)
    await this.tellFloors()
    await this.note({ executor: learner.executor, executorReason: learner.reason.slice(0, 1000), floors: this.told.floors, state: { kind: 'open' } })

    this.enter({ kind: 'training' })
    let diverged: string | null = null
    for await (const fact of train({ config, data: lab.data, learner, control, from: this.firstCheckpoint() })) {
      if (fact.kind === 'diverged') diverged = adviceFor(fact, this.told.epochs.at(-1)?.epoch ?? 0)
      else await this.tell(fact)
    }
    this.batches.flush()
    await this.finish(diverged)
  }

  private tellStart(): void {
    const { config, beginning } = this
    const name = presetOf(config)
    const how = beginning.from ? `Run goes on after epoch ${beginning.from.epoch}` : 'Run started'
    this.log('info', `${how}: ${name ? `preset ${name}` : 'own settings'}, ${readable(this.told.parameters)} parameters, seed ${config.seed}.`)
  }

  private tellExecutor({ executor, reason }: Learner): void {
    this.told.executor = executor
    this.told.executorReason = reason
    this.lab.announce('executor', { runId: this.runId, executor, reason })
    const before = this.beginning.before?.executor ?? executor
    if (before === executor) this.log('info', `The step runs ${executorNames[executor]}. ${reason}`)
    else this.log('notice', `The run began ${executorNames[before]}; here its step runs ${executorNames[executor]}. ${reason}`)
  }

  private firstCheckpoint(): Checkpoint {
    const { network, seed } = this.config
    return this.beginning.from
      ?? { epoch: 0, totalSteps: 0, weights: initialWeights(sketchNetwork(network), network.initialisation, seed), slots: [] }
  }

  private async tellFloors(): Promise<void> {
    if (!this.lab.floors || this.told.floors) return
    this.enter({ kind: 'preparing' })
    // They take seconds and go on without this run where it is stopped: the next one will want them.
    const floors = await Promise.race([this.lab.floors(this.config.network.latent), this.control.stopped])
    if (!floors) return
    this.told.floors = floors
    this.lab.announce('floors', { runId: this.runId, floors })
  }

  private async tell(fact: Exclude<TrainingFact, { kind: 'diverged' }>): Promise<void> {
    switch (fact.kind) {
      case 'batch': {
        const { kind: _, steps, stepsPerEpoch, ...report } = fact
        this.totalSteps = fact.totalSteps
        return this.batches.add({ runId: this.runId, ...report, steps: stepsPerEpoch }, steps)
      }
      case 'paused':
        this.batches.flush()
        return this.enter({ kind: 'paused' })
      case 'going': return this.enter({ kind: 'training' })
      case 'evaluating':
        this.batches.flush()
        return this.enter({ kind: 'evaluating' })
      case 'epoch':
        await this.keep(fact.record)
        return this.enter({ kind: 'training' })
    }
  }

  private async keep(record: EpochRecord): Promise<void> {
    const { report } = record
    await this.archive.commit({ ...record, rateChanges: this.told.rateChanges }).then(() => this.leaveTrouble(), error => this.tellTrouble(error))
    this.told.epochs = [...this.told.epochs, report]
    this.lab.announce('epoch', { runId: this.runId, report })
    this.log('info', `Epoch ${report.epoch} of ${this.config.epochs}: test loss ${report.testLoss.toPrecision(4)}, ${report.seconds.toFixed(2)} s.`)
  }

  /** Notes facts with the run. A disk that does not take them must not end the training. */
  private async note(changes: Parameters<SessionArchive['update']>[0]): Promise<void> {
    await this.archive.update(changes).catch(error => this.tellTrouble(error))
  }

  private tellTrouble(error: unknown): void {
    this.enterTrouble(`${messageOf(error)} Training goes on, and the lab tries again after the next epoch.`)
  }

  private enterTrouble(trouble: string): void {
    this.log('error', trouble)
    this.setTrouble(trouble)
  }

  private leaveTrouble(): void {
    if (!this.told.trouble) return
    const { lost } = this.archive.unsaved()
    this.log('notice', lost.length === 0 ? 'All epochs so far are on the disk.' : `All epochs are on the disk but ${lost.join(', ')}, which memory could not hold.`)
    this.setTrouble(null)
  }

  private setTrouble(trouble: string | null): void {
    this.told.trouble = trouble
    this.lab.announce('trouble', { runId: this.runId, trouble })
  }

  private async finish(diverged: string | null): Promise<void> {
    const last = this.told.epochs.at(-1)?.epoch ?? 0
    if (diverged) return this.end('diverged', diverged)
    if (last === this.config.epochs) return this.end('finished', `Finished: ${last} ${last === 1 ? 'epoch' : 'epochs'}.`)
    return this.end('stopped', `Stopped after ${last} of ${this.config.epochs} epochs; what was learned up to there is kept.`)
  }

  private fail(error: unknown): Promise<void> {
    return this.end('failed', error instanceof LabError ? error.message : `The run ended by an unexpected fault: ${messageOf(error)}`)
  }

  private async end(reason: 'finished' | 'stopped' | 'diverged' | 'failed', message: string): Promise<void> {
    this.log(reason === 'finished' || reason === 'stopped' ? 'info' : 'error', message)
    await this.note({ state: { kind: 'ended', reason, message }, rateChanges: [...this.told.rateChanges] })
    if (this.isTroubled) this.enterTrouble(waitingSentence(this.unsaved))
    this.enter({ kind: 'ended', reason, message })
  }

  private enter(state: RunState): void {
    this.told.state = state
    this.lab.announce('state', { runId: this.runId, state })
  }

  private log(level: LogEntry['level'], text: string): void {
    const entry = { time: Date.now(), level, text }
    this.told.log = [...this.told.log.slice(1 - mostLogged), entry]
    this.archive.tell({ kind: 'log', entry })
    this.lab.announce('log', { runId: this.runId, entry })
  }
}

const executorNames: Readonly<Record<ExecutorKind, string>> = {
  xla: 'compiled by XLA', graph: 'in TensorFlow\'s graph executor', eager: 'op by op',
}

function adviceFor({ epoch, step, learningRate }: Extract<TrainingFact, { kind: 'diverged' }>, kept: number): string {
  const saved = kept > 0 ? `The weights of epoch ${kept} are kept.` : 'No epoch was finished.'
  return `The loss became infinite or not a number in epoch ${epoch} (step ${step}) at learning rate ${readable(learningRate)}. ${saved} `
    + `Try a learning rate of ${readable(Number((learningRate / 10).toPrecision(2)))}.`
}

/** After the end of a run. */
function waitingSentence(epochs: number): string {
  const [what, it] = epochs === 0 ? ['The end of the run is', 'it'] : epochs === 1 ? ['One epoch is', 'it'] : [`${epochs} epochs are`, 'them']
  return `${what} in memory only, because the disk does not take ${it}. Free some space or choose another folder; the lab tries again every few seconds.`
}

/** A readable id that sorts by time. */
export function newRunId(now = new Date()): string {
  const stamp = now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')
  return `${stamp}-${Math.random().toString(36).slice(2, 6).padEnd(4, '0')}`
}
