/** The one run of this engine: starts it, steers it, and keeps the snapshot that a window asks for. */
import { countParameters, sketchNetwork } from '@shared/domain/architecture'
import { presetOf } from '@shared/domain/presets'
import { readable } from '@shared/domain/limits'
import type { ExecutorKind, LogEntry, RunSnapshot, RunState } from '@shared/domain/run'
import type { RunConfig } from '@shared/domain/runConfig'
import type { EngineContract } from '@shared/contract/engine'
import { LabError, messageOf } from '@shared/errors'
import type { Announce } from '@shared/rpc'
import { Curve, coalesced } from './announce'
import { memoryArchive } from './archive'
import type { EpochRecord, RunArchive } from './archive'
import type { Learners } from './learners'
import { Control } from './model/control'
import { initialWeights } from './model/initialise'
import type { FloorsOf } from './model/floors'
import { train } from './model/train'
import type { TrainingFact } from './model/train'
import type { DataSet } from './data/fashionMnist'

export interface Lab {
  readonly data: DataSet
  readonly learners: Learners
  readonly floors: FloorsOf | null
  readonly announce: Announce<EngineContract>
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

export class Session {
  readonly control: Control
  readonly archive: RunArchive = memoryArchive()
  /** Resolves when the loop stands still. */
  readonly ended: Promise<void>
  private readonly curve = new Curve()
  private readonly told: Mutable<Omit<RunSnapshot, 'batches'>>
  private readonly batches = coalesced((report) => {
    this.curve.add(report)
    this.lab.announce('batch', report)
  })

  constructor(private readonly lab: Lab, readonly runId: string, readonly config: RunConfig, wanted: ExecutorKind | null = null) {
    this.control = new Control(config.learningRate)
    this.told = {
      runId, config, startedAt: Date.now(), state: { kind: 'preparing' }, executor: null, parameters: countParameters(config.network),
      epochs: [], floors: null, rateChanges: [], log: [],
    }
    this.ended = this.run(wanted).catch(error => this.fail(error))
  }

  get snapshot(): RunSnapshot {
    return { ...this.told, batches: [...this.curve.reports] }
  }

  get isOver(): boolean {
    return this.told.state.kind === 'ended'
  }

  setLearningRate(learningRate: number): void {
    if (this.isOver) throw new LabError('E_BUSY', 'The run has ended; its learning rate can no longer be changed.')
    const totalSteps = this.curve.reports.at(-1)?.totalSteps ?? 0
    this.log('notice', `Learning rate changed from ${readable(this.control.learningRate)} to ${readable(learningRate)} after ${totalSteps} steps.`)
    this.control.learningRate = learningRate
    this.told.rateChanges = [...this.told.rateChanges, { totalSteps, learningRate }]
    this.lab.announce('rate', { runId: this.runId, totalSteps, learningRate })
  }

  private async run(wanted: ExecutorKind | null): Promise<void> {
    const { lab, config, control } = this
    const name = presetOf(config)
    this.log('info', `Run started: ${name ? `preset ${name}` : 'own settings'}, ${readable(this.told.parameters)} parameters, seed ${config.seed}.`)
    this.enter({ kind: 'compiling' })
    await control.breathe()
    const learner = await lab.learners.take(config, wanted, () => control.breathe())
    this.told.executor = learner.executor
    lab.announce('executor', { runId: this.runId, executor: learner.executor })
    this.log('info', `The step runs ${executorNames[learner.executor]}. ${learner.reason}`)
    await this.tellFloors()

    this.enter({ kind: 'training' })
    const weights = initialWeights(sketchNetwork(config.network), config.network.initialisation, config.seed)
    const from = { epoch: 0, totalSteps: 0, weights, slots: [] }
    let diverged: string | null = null
    for await (const fact of train({ config, data: lab.data, learner, control, from })) {
      if (fact.kind === 'diverged') diverged = adviceFor(fact, this.told.epochs.length)
      else await this.tell(fact)
    }
    this.batches.flush()
    this.finish(diverged)
  }

  private async tellFloors(): Promise<void> {
    if (!this.lab.floors || this.told.floors) return
    this.enter({ kind: 'preparing' })
    const floors = await this.lab.floors(this.config.network.latent)
    this.told.floors = floors
    this.lab.announce('floors', { runId: this.runId, floors })
  }

  private async tell(fact: Exclude<TrainingFact, { kind: 'diverged' }>): Promise<void> {
    switch (fact.kind) {
      case 'batch': {
        const { kind: _, steps, stepsPerEpoch, ...report } = fact
        return this.batches.add({ runId: this.runId, ...report, steps: stepsPerEpoch }, steps)
      }
      case 'paused': return this.enter({ kind: 'paused' })
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
    await this.archive.commit(record)
    this.told.epochs = [...this.told.epochs, report]
    this.lab.announce('epoch', { runId: this.runId, report })
    this.log('info', `Epoch ${report.epoch} of ${this.config.epochs}: test loss ${report.testLoss.toPrecision(4)}, ${report.seconds.toFixed(2)} s.`)
  }

  private finish(diverged: string | null): void {
    const done = this.told.epochs.length
    if (diverged) return this.end('diverged', diverged)
    if (done === this.config.epochs) return this.end('finished', `Finished: ${done} ${done === 1 ? 'epoch' : 'epochs'}.`)
    this.end('stopped', `Stopped after ${done} of ${this.config.epochs} epochs; what was learned up to there is kept.`)
  }

  private fail(error: unknown): void {
    this.end('failed', error instanceof LabError ? error.message : `The run ended by an unexpected fault: ${messageOf(error)}`)
  }

  private end(reason: 'finished' | 'stopped' | 'diverged' | 'failed', message: string): void {
    this.log(reason === 'finished' || reason === 'stopped' ? 'info' : 'error', message)
    this.enter({ kind: 'ended', reason, message })
  }

  private enter(state: RunState): void {
    this.told.state = state
    this.lab.announce('state', { runId: this.runId, state })
  }

  private log(level: LogEntry['level'], text: string): void {
    const entry = { time: Date.now(), level, text }
    this.told.log = [...this.told.log.slice(-499), entry]
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

/** A readable id that sorts by time. */
export function newRunId(now = new Date()): string {
  const stamp = now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')
  return `${stamp}-${Math.random().toString(36).slice(2, 6).padEnd(4, '0')}`
}
