/** The run that the engine has, as the window knows it: facts arrive as events, a snapshot makes the picture whole. */
import type { BatchReport, EpochReport, Floors, LogEntry, RunSnapshot, RunState } from '@shared/domain/run'
import type { RunConfig } from '@shared/domain/runConfig'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { engine } from '../clients/engine'
import { useMessages } from './messages'
import { progressOf } from './progress'
import { remember } from './speed'

export type Command = 'start' | 'pause' | 'resume' | 'stop' | 'step' | 'rate'

/** How long a report may wait to be shown, in ms. */
const reportPeriod = 200
/** Within-epoch reports kept; where there are more, every second one goes. */
const mostBatches = 4000

export const useTraining = defineStore('training', () => {
  const run = shallowRef<Pick<RunSnapshot, 'runId' | 'config' | 'startedAt' | 'parameters'> | null>(null)
  const state = shallowRef<RunState | null>(null)
  const executor = shallowRef<RunSnapshot['executor']>(null)
  const executorReason = shallowRef<RunSnapshot['executorReason']>(null)
  const epochs = shallowRef<readonly EpochReport[]>([])
  const batches = shallowRef<readonly BatchReport[]>([])
  const floors = shallowRef<Floors | null>(null)
  const rateChanges = shallowRef<RunSnapshot['rateChanges']>([])
  const log = shallowRef<readonly LogEntry[]>([])
  /** Why some of it is not on the disk. */
  const trouble = shallowRef<string | null>(null)
  /** The command that waits for the engine's answer. */
  const pending = shallowRef<Command | null>(null)
  /** Whether the engine still has this run, so that its epochs can be asked for. */
  const isKept = shallowRef(false)

  const runId = computed(() => run.value?.runId ?? null)
  const latestBatch = computed(() => batches.value.at(-1) ?? null)
  const latestEpoch = computed(() => epochs.value.at(-1) ?? null)
  const isActive = computed(() => state.value !== null && state.value.kind !== 'ended')
  const learningRate = computed(() =>
    latestBatch.value?.learningRate ?? latestEpoch.value?.learningRate ?? run.value?.config.learningRate ?? null)
  const progress = computed(() => run.value && state.value
    ? progressOf(run.value.config, state.value, epochs.value, latestBatch.value)
    : null)

  /** Replaces everything by a snapshot; without a run, what the window knows of the last one stays to be looked at. */
  function restore(snapshot: RunSnapshot | null) {
    isKept.value = snapshot !== null
    if (!snapshot) {
      abandon('The engine was started anew while this run was trained.')
      return void reopen()
    }
    takeWaiting() // the snapshot has them
    const { runId, config, startedAt, parameters } = snapshot
    run.value = { runId, config, startedAt, parameters }
    state.value = snapshot.state
    executor.value = snapshot.executor
    executorReason.value = snapshot.executorReason
    epochs.value = snapshot.epochs
    batches.value = snapshot.batches
    floors.value = snapshot.floors
    rateChanges.value = snapshot.rateChanges
    log.value = snapshot.log
    trouble.value = snapshot.trouble
  }

  /** The engine is gone: an active run has failed, its figures stay. */
  function abandon(message: string) {
    isKept.value = false
    trouble.value = null
    if (isActive.value) state.value = { kind: 'ended', reason: 'failed', message }
  }

  /** An engine that was started anew may still find the run on the disk, with all epochs but the one that was under way. */
  async function reopen() {
    const id = runId.value
    if (id === null) return
    const snapshot = await engine.calls.openRun({ runId: id }).catch(() => null)
    if (!snapshot || runId.value !== id || isActive.value) return
    epochs.value = snapshot.epochs
    isKept.value = true
  }

  async function refresh() {
    restore((await engine.calls.snapshot()).run)
  }

  /** Sends a command; its error becomes a message. Answers whether it succeeded. */
  async function command(name: Command, send: () => Promise<unknown>): Promise<boolean> {
    pending.value = name
    try {
      await send()
      return true
    } catch (error) {
      useMessages().report(error)
      return false
    } finally {
      pending.value = null
    }
  }

  function start(config: RunConfig) {
    return command('start', async () => {
      await engine.calls.startRun(config)
      await refresh()
    })
  }

  /** Goes on with a kept run after its last epoch. */
  function continueRun(runId: string) {
    return command('start', async () => {
      await engine.calls.continueRun({ runId })
      await refresh()
    })
  }

  /** Starts a new run from an epoch of another one. */
  function branch({ runId, epoch }: { readonly runId: string, readonly epoch: number }, config: RunConfig) {
    return command('start', async () => {
      await engine.calls.branchRun({ runId, epoch, config })
      await refresh()
    })
  }

  function ofRun(name: Command, send: (runId: string) => Promise<unknown>) {
    const id = runId.value
    return id === null ? Promise.resolve(false) : command(name, () => send(id))
  }
  const pause = () => ofRun('pause', runId => engine.calls.pauseRun({ runId }))
  const resume = () => ofRun('resume', runId => engine.calls.resumeRun({ runId }))
  const stop = () => ofRun('stop', runId => engine.calls.stopRun({ runId }))
  const step = () => ofRun('step', runId => engine.calls.stepRun({ runId }))
  const setLearningRate = (learningRate: number) => ofRun('rate', runId => engine.calls.setLearningRate({ runId, learningRate }))

  let refreshing = false
  /** Wraps a listener: an event of a run that the window does not know asks for a snapshot instead. */
  function known<T extends { runId: string }>(listener: (event: T) => void) {
    return (event: T) => {
      if (event.runId === runId.value) return listener(event)
      if (refreshing || pending.value === 'start') return
      refreshing = true
      refresh().catch(useMessages().report).finally(() => (refreshing = false))
    }
  }

  let waiting: BatchReport[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Reports are shown some at a time: each showing draws half of the window anew. */
  function addBatch(batch: BatchReport) {
    waiting.push(batch)
    timer ??= setTimeout(showBatches, reportPeriod)
  }

  function showBatches() {
    const arrived = takeWaiting()
    if (arrived.length === 0) return
    const kept = batches.value.length < mostBatches ? batches.value : batches.value.filter((_, i) => i % 2 === 0)
    batches.value = [...kept, ...arrived]
  }

  function takeWaiting() {
    clearTimeout(timer)
    timer = undefined
    const taken = waiting
    waiting = []
    return taken
  }

  function addEpoch(report: EpochReport) {
    showBatches()
    epochs.value = [...epochs.value.filter(e => e.epoch < report.epoch), report]
    if (run.value) remember(run.value.config, report)
  }

  function follow() {
    engine.on('state', known((e) => {
      showBatches()
      state.value = e.state
    }))
    engine.on('batch', known(addBatch))
    engine.on('epoch', known(e => addEpoch(e.report)))
    engine.on('floors', known((e) => { floors.value = e.floors }))
    engine.on('executor', known((e) => {
      executor.value = e.executor
      executorReason.value = e.reason
    }))
    engine.on('rate', known(({ totalSteps, learningRate }) => { rateChanges.value = [...rateChanges.value, { totalSteps, learningRate }] }))
    engine.on('trouble', known((e) => { trouble.value = e.trouble }))
    engine.on('log', known((e) => { log.value = [...log.value, e.entry] }))
  }

  return {
    run, runId, state, executor, executorReason, epochs, batches, floors, rateChanges, log, trouble, pending, isKept,
    latestBatch, latestEpoch, isActive, learningRate, progress,
    restore, abandon, start, continueRun, branch, pause, resume, stop, step, setLearningRate, follow,
  }
})
