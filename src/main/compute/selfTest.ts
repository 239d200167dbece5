/** The self-test: the same 50 steps of the Seed experiment by every backend and executor, compared with one of them, op by op on the CPU. */
import { setTimeout } from 'node:timers/promises'
import { lossTolerance } from '@shared/domain/compute'
import type { SelfTestReport, SelfTestRow } from '@shared/domain/compute'
import type { BackendKind, EngineInfo } from '@shared/domain/device'
import type { ExecutorKind } from '@shared/domain/run'
import type { FromProbe, Tried } from '@shared/contract/probe'
import { LabError } from '@shared/errors'
import { compareTried } from './compareTried'
import { runProbe } from './probe'
import type { ProbeWish, StartProbe } from './probe'

/** A backend to try. */
export interface Candidate extends Omit<ProbeWish, 'executors'> {
  readonly backend: BackendKind
}

export interface SelfTestParts {
  readonly start: StartProbe
  /** In the order in which they are tried. */
  candidates(): readonly Candidate[]
  /** Whether a run trains: it would be slowed down, and the times would tell nothing. */
  isTraining(): boolean
  onReport?(report: SelfTestReport): void
  /** How often one that waits looks whether it can run, in ms. */
  readonly beat?: number
}

const executorsOf: Readonly<Record<BackendKind, readonly ExecutorKind[]>> = {
  'tensorflow-cpu': ['eager', 'graph', 'xla'],
  'tensorflow-cuda': ['eager', 'graph', 'xla'],
  'wasm': ['eager'],
}

export class SelfTest {
  private running: AbortController | null = null
  private rows: SelfTestRow[] = []
  private reference: Tried | null = null
  private message: string | null = null

  constructor(private readonly parts: SelfTestParts) {}

  /** Runs to its end; E_BUSY while a run trains or another test runs. */
  async run(candidates = this.parts.candidates()): Promise<SelfTestReport> {
    this.assertIdle()
    const { signal } = this.running = new AbortController()
    this.rows = candidates.flatMap(({ backend }) => executorsOf[backend].map(executor => waitingRow(backend, executor)))
    this.reference = null
    this.message = null
    this.tell()
    try {
      for (const candidate of candidates) {
        if (signal.aborted) break
        if (this.parts.isTraining()) this.cancel('A run began to train, so the self-test made way for it. Start it again when the run has ended.')
        else await this.tryOut(candidate, signal)
      }
    } finally {
      this.running = null
    }
    return this.tell(verdictOf(this.rows, signal.aborted, this.message))
  }

  /** Whether a test could run now. */
  get isIdle(): boolean {
    return !this.running && !this.parts.isTraining()
  }

  /** Resolves when one can, or when `signal` is aborted. */
  async whenIdle(signal: AbortSignal): Promise<void> {
    while (!this.isIdle && !signal.aborted) await setTimeout(this.parts.beat ?? 500, null, { signal }).catch(() => undefined)
  }

  /** Ends the test that runs, if one does. */
  cancel(why = 'The self-test was stopped.'): void {
    this.message = why
    this.running?.abort()
  }

  private assertIdle() {
    if (this.parts.isTraining())
      throw new LabError('E_BUSY', 'A run is being trained. Wait until it has ended, or stop it: the self-test would slow it down and measure little.')
    if (this.running) throw new LabError('E_BUSY', 'The self-test is running already.')
  }

  private async tryOut(candidate: Candidate, signal: AbortSignal) {
    const { backend, ...wish } = candidate
    const crash = await runProbe(this.parts.start, { ...wish, executors: [...executorsOf[backend]] }, fact => this.heed(backend, fact), signal)
    if (crash && !signal.aborted) this.failRest(backend, crash)
  }

  private heed(backend: BackendKind, fact: FromProbe) {
    switch (fact.kind) {
      case 'loaded':
        return fact.info.backend === backend ? undefined : this.failRest(backend, whyNot(backend, fact.info))
      case 'begun': return this.change(backend, fact.executor, { state: 'running' })
      case 'failed':
        if (!fact.executor) return this.failRest(backend, fact.message)
        return this.change(backend, fact.executor, { state: 'failed', agrees: false, note: fact.message })
      case 'tried': return this.judge(backend, fact)
    }
  }

  private judge(backend: BackendKind, tried: Tried) {
    if (!this.rows.some(row => row.backend === backend && row.state === 'running')) return // another backend answered in its place
    const isReference = this.reference === null
    this.reference ??= tried
    const { lossDifference, stateDifference } = compareTried(tried, this.reference)
    const agrees = lossDifference <= lossTolerance // NaN agrees with nothing
    const note = agrees ? null : 'Its losses are not those of the reference.'
    this.change(backend, tried.executor, {
      lossDifference: finite(lossDifference), stateDifference: finite(stateDifference), stepTime: tried.stepTime,
      state: 'done', agrees, isReference, note,
    })
  }

  private failRest(backend: BackendKind, note: string) {
    this.rows = this.rows.map(row => row.backend === backend && row.state !== 'done' && row.state !== 'failed'
      ? { ...row, state: 'failed', agrees: false, note }
      : row)
    this.tell()
  }

  private change(backend: BackendKind, executor: ExecutorKind, change: Partial<SelfTestRow>) {
    this.rows = this.rows.map(row => row.backend === backend && row.executor === executor && row.state !== 'failed' ? { ...row, ...change } : row)
    this.tell()
  }

  private tell(report: SelfTestReport = { state: 'running', message: null, rows: this.rows }): SelfTestReport {
    this.parts.onReport?.(report)
    return report
  }
}

/** What cannot be told in a number is not told. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

/** Another backend came up than the one that was to be tried. */
function whyNot(backend: BackendKind, { notice, library }: EngineInfo): string {
  if (notice) return notice
  return backend === 'tensorflow-cuda' ? 'TensorFlow was loaded, but it found no graphics card that it can use.' : `${library} was loaded instead.`
}

function waitingRow(backend: BackendKind, executor: ExecutorKind): SelfTestRow {
  return { backend, executor, state: 'waiting', stepTime: null, lossDifference: null, stateDifference: null, agrees: null, isReference: false, note: null }
}

function verdictOf(rows: SelfTestRow[], isCancelled: boolean, message: string | null): SelfTestReport {
  if (isCancelled) return { state: 'cancelled', message, rows: rows.map(row => row.state === 'running' ? { ...row, state: 'waiting' } : row) }
  const wrong = rows.filter(row => row.agrees !== true)
  if (wrong.length === 0) return { state: 'passed', message: 'Every way to run a step gives the same losses.', rows }
  const [first] = wrong
  return { state: 'failed', message: `${wrong.length} of ${rows.length} ways did not pass. The first: ${first?.note ?? 'it was not tried.'}`, rows }
}
