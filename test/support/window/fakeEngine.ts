/** Serves the engine's contract with plausible figures that move, for tests of the window and for looking at it without TensorFlow. */
import { engineContract } from '@shared/contract/engine'
import type { EngineInfo } from '@shared/domain/device'
import { countParameters } from '@shared/domain/architecture'
import { imagePixels, splitSizes } from '@shared/domain/image'
import type { Split } from '@shared/domain/image'
import type { BatchReport, EpochReport, LogEntry, RunSnapshot, RunState } from '@shared/domain/run'
import type { RunConfig } from '@shared/domain/runConfig'
import { LabError } from '@shared/errors'
import { serve } from '@shared/rpc'
import type { Announce, Handlers, Port } from '@shared/rpc'
import { drawnPictures, reconstruction } from './pictures'
import type { Pictures } from './pictures'

type Contract = typeof engineContract
type Run = { -readonly [K in keyof RunSnapshot]: RunSnapshot[K] }

export interface FakeOptions {
  readonly pictures?: Pictures
  readonly info?: Partial<EngineInfo>
  /** Between two reports, in ms; 0 for tests. */
  readonly beat?: number
  readonly reportsPerEpoch?: number
  readonly compileTime?: number
  /** Runs on the disk. */
  readonly find?: (runId: string) => RunSnapshot
  /** Ends a run like this when the epoch is reached. */
  readonly fail?: { readonly epoch: number, readonly reason: 'failed' | 'diverged', readonly message: string }
}

export const fakeInfo: EngineInfo = {
  backend: 'tensorflow-cpu', device: 'Intel(R) Xeon(R) Processor @ 2.90GHz', library: 'TensorFlow 2.21.0', threads: 4, memory: 24e9, notice: null,
}

export function createFakeEngine(options: FakeOptions = {}) {
  const { pictures = drawnPictures(), beat = 60, reportsPerEpoch = 40, compileTime = 1500 } = options
  const announcers = new Set<Announce<Contract>>()
  let run: Run | null = null
  let runs = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const announce: Announce<Contract> = (event, payload) => {
    for (const tell of announcers) tell(event, payload)
  }

  function active(runId: string): Run {
    if (run?.runId !== runId) throw new LabError('E_NO_RUN', `There is no run ${runId}.`)
    return run
  }

  /** Any run: the one that trains, or one on the disk. */
  function any(runId: string): RunSnapshot {
    return run?.runId === runId || !options.find ? active(runId) : options.find(runId)
  }

  function become(state: RunState) {
    if (!run) return
    run.state = state
    announce('state', { runId: run.runId, state })
  }

  function note(text: string, level: LogEntry['level'] = 'info') {
    if (!run) return
    const entry: LogEntry = { time: Date.now(), level, text }
    run.log = [...run.log, entry]
    announce('log', { runId: run.runId, entry })
  }

  function later(next: () => void, ms: number) {
    clearTimeout(timer)
    timer = setTimeout(next, ms)
  }

  /** Goes on with a run, or from an epoch of one. */
  function goOn(before: RunSnapshot, config: RunConfig, runId: string) {
    const started = start(config)
    if (run) run = { ...run, runId, epochs: before.epochs }
    return { ...started, runId }
  }

  function start(config: RunConfig) {
    if (run && run.state.kind !== 'ended') throw new LabError('E_BUSY', 'A run is under way. Stop it first.')
    run = {
      runId: `made-up-${++runs}`, config, startedAt: Date.now(), state: { kind: 'preparing' }, executor: null, executorReason: null,
      parameters: countParameters(config.network), epochs: [], batches: [], floors: null, rateChanges: [], log: [], trouble: null,
    }
    const { runId } = run
    announce('state', { runId, state: run.state })
    note(`Training on 60,000 images of Fashion-MNIST with seed ${config.seed}.`)
    later(prepare, compileTime / 5)
    return { runId }
  }

  function prepare() {
    if (!run) return
    run.floors = floorsOf(run.config)
    announce('floors', { runId: run.runId, floors: run.floors })
    become({ kind: 'compiling' })
    note('Compiling the training step.')
    later(() => {
      if (!run) return
      run.executor = 'xla'
      run.executorReason = 'A step took 0.40 ms under XLA and 0.90 ms in the graph executor.'
      announce('executor', { runId: run.runId, executor: 'xla', reason: run.executorReason })
      note('The training loop runs compiled by XLA.')
      become({ kind: 'training' })
      later(report, beat)
    }, compileTime)
  }

  function report() {
    if (run?.state.kind !== 'training') return
    advance(Math.ceil(stepsOf(run.config) / reportsPerEpoch))
    later(report, beat)
  }

  /** Trains some steps: a batch report, and an epoch where one is full. */
  function advance(steps: number) {
    if (!run) return
    const of = stepsOf(run.config)
    const last = run.batches.at(-1)
    const done = run.epochs.length
    const step = Math.min(of, (last && last.epoch > done ? last.step : 0) + steps)
    const batch: BatchReport = {
      runId: run.runId, epoch: done + 1, step, steps: of, totalSteps: done * of + step,
      loss: lossAt(run, done + step / of) * (1 + 0.06 * Math.sin(step * 12.9898 + done)),
      learningRate: rateOf(run),
      imagesPerSecond: speedAt(step),
    }
    run.batches = [...run.batches, batch].slice(-2000)
    announce('batch', batch)
    if (step === of) endEpoch(batch)
  }

  function endEpoch(batch: BatchReport) {
    if (!run) return
    become({ kind: 'evaluating' })
    const epoch = epochAt(run, batch.epoch)
    run.epochs = [...run.epochs, epoch]
    announce('epoch', { runId: run.runId, report: epoch })
    note(`Epoch ${epoch.epoch} of ${run.config.epochs}: test MSE ${epoch.testMse.toPrecision(4)}.`)
    if (options.fail?.epoch === epoch.epoch) return end(options.fail.reason, options.fail.message)
    if (epoch.epoch === run.config.epochs) return end('finished', 'Finished.')
    become({ kind: 'training' })
  }

  function end(reason: 'finished' | 'stopped' | 'diverged' | 'failed', message: string) {
    clearTimeout(timer)
    become({ kind: 'ended', reason, message })
    note(message, reason === 'failed' || reason === 'diverged' ? 'error' : 'info')
  }

  function reconstruct(split: Split, indices: Int32Array, epoch: number) {
    const originals = Array.from(indices, i => pictures.picture(split, i))
    const made = originals.map((o, n) => reconstruction(o, pictures.mean(pictures.label(split, indices[n] ?? 0)), epoch))
    const errors = Float32Array.from(made, (m, n) => errorOf(m, originals[n] ?? m))
    return { pixels: joined(made), errors, latents: latentsOf(split, indices, epoch) }
  }

  function latentsOf(split: Split, indices: Int32Array, epoch: number, d = run?.config.network.latent ?? 3) {
    return Float32Array.from({ length: indices.length * d }, (_, n) => {
      const i = indices[Math.floor(n / d)] ?? 0
      const label = pictures.label(split, i)
      const spread = 1 - Math.exp(-epoch / 4)
      return spread * 6 * Math.sin(label * (1.7 + (n % d)) + n % d) + 1.2 * Math.sin(i * (12.9 + 7 * (n % d)))
    })
  }

  function kept(input: { runId: string, epoch: number }) {
    const { epochs } = any(input.runId)
    if (input.epoch > (epochs.at(-1)?.epoch ?? 0)) throw new LabError('E_NO_RUN', `Epoch ${input.epoch} is not kept yet.`)
  }
  const all = (split: Split) => Int32Array.from({ length: splitSizes[split] }, (_, i) => i)

  const handlers: Handlers<Contract> = {
    openRun: ({ runId }) => any(runId),
    continueRun: ({ runId }) => goOn(any(runId), any(runId).config, runId),
    branchRun: ({ runId, config }) => goOn({ ...any(runId), epochs: [] }, config, `made-up-${runs + 1}`),
    snapshot: () => ({ engine: { ...fakeInfo, ...options.info }, run }),
    startRun: start,
    pauseRun({ runId }) {
      active(runId)
      clearTimeout(timer)
      become({ kind: 'paused' })
      note('Paused.')
    },
    resumeRun({ runId }) {
      active(runId)
      become({ kind: 'training' })
      note('Resumed.')
      later(report, beat)
    },
    stopRun({ runId }) {
      active(runId)
      end('stopped', `Stopped after ${run?.epochs.length ?? 0} epochs. They are kept.`)
    },
    stepRun({ runId }) {
      active(runId)
      advance(1)
      if (run?.state.kind === 'training') become({ kind: 'paused' })
    },
    setLearningRate({ runId, learningRate }) {
      const totalSteps = active(runId).batches.at(-1)?.totalSteps ?? 0
      if (run) run.rateChanges = [...run.rateChanges, { totalSteps, learningRate }]
      announce('rate', { runId, totalSteps, learningRate })
      note(`Learning rate set to ${learningRate}.`, 'notice')
    },
    images: ({ split, indices }) => ({ pixels: joined(Array.from(indices, i => pictures.picture(split, i))) }),
    labels: ({ split }) => ({ labels: Uint8Array.from({ length: splitSizes[split] }, (_, i) => pictures.label(split, i)) }),
    reconstruct(input) {
      kept(input)
      return reconstruct(input.split, input.indices, input.epoch)
    },
    latents(input) {
      kept(input)
      const dimension = any(input.runId).config.network.latent
      const values = latentsOf(input.split, all(input.split), input.epoch, dimension)
      return {
        dimension, values,
        errors: Float32Array.from({ length: splitSizes[input.split] }, (_, i) => 0.01 + 0.03 * Math.abs(Math.sin(i * 78.233))),
      }
    },
    decode: ({ epoch, points }) => {
      const d = run?.config.network.latent ?? 3
      const made = Array.from({ length: points.length / d }, (_, n) => {
        const label = Math.abs(Math.round((points[n * d] ?? 0) * 1.7)) % 10
        return reconstruction(pictures.mean(label), pictures.mean((label + 1) % 10), epoch)
      })
      return { pixels: joined(made) }
    },
    encode: ({ epoch, pixels }) => {
      const count = pixels.length / imagePixels
      return { pixels, errors: new Float32Array(count), latents: latentsOf('test', Int32Array.from({ length: count }, (_, i) => i), epoch) }
    },
    neighbours: ({ k }) => ({
      indices: Int32Array.from({ length: k }, (_, i) => i * 37),
      distances: Float32Array.from({ length: k }, (_, i) => 0.1 * i),
    }),
    trust: () => ({ relativeDistance: 0.8, distanceBound: 3, cycleError: 0.4, cycleBound: 6, densityRank: 0.7 }),
    surroundings: ({ epoch, first, count }) => ({
      spacing: Float32Array.from({ length: count }, (_, i) => epoch + (first + i) % 100 / 100),
      disagreement: Float32Array.from({ length: count }, (_, i) => (first + i + epoch) % 11 / 10),
    }),
    projection: ({ runId }) => {
      const d = any(runId).config.network.latent
      const basis = Float32Array.from({ length: 3 * d }, (_, i) => (Math.floor(i / d) === i % d ? 1 : 0))
      return { mean: new Float32Array(d), basis, explained: Float32Array.of(0.5, 0.3, 0.2) }
    },
  }

  return {
    handlers,
    /** For a test to move time by hand, with `beat` as long as it likes. */
    advance,
    end,
    note,
    serveOn(port: Port) {
      const tell = serve(port, engineContract, handlers)
      announcers.add(tell)
      port.onClose(() => announcers.delete(tell))
    },
    get run() {
      return run
    },
  }
}

function stepsOf(config: RunConfig): number {
  return Math.ceil(splitSizes.train / config.batchSize)
}

function rateOf(run: Run): number {
  return run.rateChanges.at(-1)?.learningRate ?? run.config.learningRate
}

function speedAt(step: number): number {
  return 88_000 + 4_000 * Math.sin(step / 90)
}

function lossAt(run: Run, epochs: number): number {
  const best = 0.0215 * (3 / run.config.network.latent) ** 0.35
  return best + 0.05 * Math.exp(-1.6 * epochs) + 0.006 * Math.exp(-epochs / 4)
}

function floorsOf(config: RunConfig) {
  const components = config.network.latent
  const testMse = 0.0409 * (3 / components) ** 0.42
  return { meanImageMse: 0.08652, pca: { components, testMse, psnr: -10 * Math.log10(testMse) + 0.9, knnAccuracy: 0.5123 } }
}

function epochAt(run: Run, epoch: number): EpochReport {
  const test = lossAt(run, epoch) * 1.012
  return {
    epoch, trainLoss: lossAt(run, epoch - 0.5), testLoss: test, trainMse: lossAt(run, epoch), testMse: test,
    psnr: -10 * Math.log10(test) + 0.7,
    kl: run.config.network.variational ? 6.2 + epoch / 10 : null, knnAccuracy: 0.78 - 0.22 * Math.exp(-epoch / 2.5),
    seconds: 0.68, evaluationSeconds: 0.21, imagesPerSecond: speedAt(epoch * 100), learningRate: rateOf(run),
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const pixels = new Uint8Array(parts.length * imagePixels)
  parts.forEach((part, i) => pixels.set(part, i * imagePixels))
  return pixels
}

function errorOf(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, p) => sum + ((value - (b[p] ?? 0)) / 255) ** 2, 0) / a.length
}
