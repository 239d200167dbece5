/** The engine as an object: one run at a time, and answers about what it learned. Knows no port and no Electron. */
import { freemem } from 'node:os'
import type { EngineContract } from '@shared/contract/engine'
import type { ExecutorKind } from '@shared/domain/run'
import { LabError } from '@shared/errors'
import type { Announce, Handlers } from '@shared/rpc'
import { loadBackend } from './backend'
import { readFashionMnist } from './data/fashionMnist'
import { learnersOf } from './learners'
import { diskLibrary, memoryLibrary } from './library'
import { floorsOf } from './model/floors'
import { Questions } from './questions'
import { Runs } from './runs'
import type { Lab } from './session'
import { Views, imagesOf } from './views'

export interface EngineOptions {
  /** Path of TensorFlow's addon, or empty for WebAssembly. */
  readonly binding: string
  /** Where `binding` is the GPU build's: the CPU build's, to fall back on. */
  readonly fallback?: string
  /** Folder of Fashion-MNIST's four files. */
  readonly dataFolder: string
  /** Folder of the runs; empty to keep them in memory only. */
  readonly runsFolder?: string
  readonly announce: Announce<EngineContract>
  /** The executor to use instead of the one found faster. */
  readonly executor?: ExecutorKind | null
}

export type Engine = Awaited<ReturnType<typeof startEngine>>

/** Loads backend and data; the handlers then serve contract/engine. */
export async function startEngine({ binding, fallback = '', dataFolder, runsFolder = '', announce, executor = null }: EngineOptions) {
  const [backend, data] = await Promise.all([loadBackend(binding, fallback), readFashionMnist(dataFolder)])
  const libraryIn = (folder: string) => diskLibrary(folder, backend.info, data.sha256)
  const library = runsFolder ? await libraryIn(runsFolder) : memoryLibrary()
  const questions = new Questions()
  const lab: Lab = {
    data, announce,
    breathe: questions.letIn,
    memory: () => backend.info.backend === 'tensorflow-cuda' ? backend.info.memory : freemem(),
    learners: learnersOf(backend, data),
    floors: backend.native ? floorsOf(backend.native, data, questions.letIn) : null,
  }
  const runs = new Runs(lab, library, executor, runId => views.forget(runId))
  const views = new Views(backend, data, at => runs.find(at))

  const handlers: Handlers<EngineContract> = questions.counted({
    snapshot: () => ({ engine: backend.info, run: runs.session?.snapshot ?? null }),
    startRun: config => runs.start(config),
    openRun: ({ runId }) => runs.open(runId),
    continueRun: ({ runId }) => runs.resume(runId),
    branchRun: ({ runId, epoch, config }) => runs.branch({ id: runId, epoch }, config),
    pauseRun: ({ runId }) => runs.current(runId).control.pause(),
    resumeRun: ({ runId }) => runs.current(runId).control.resume(),
    async stopRun({ runId }) {
      runs.current(runId).control.stop()
      await runs.current(runId).ended
    },
    stepRun({ runId }) {
      const { control } = runs.current(runId)
      if (!control.isPaused) throw new LabError('E_BUSY', 'Pause the run before you step through it.')
      control.step()
    },
    setLearningRate: ({ runId, learningRate }) => runs.current(runId).setLearningRate(learningRate),
    images: ({ split, indices }) => ({ pixels: imagesOf(data, split, indices) }),
    labels: ({ split }) => ({ labels: data.labels[split] }),
    reconstruct: ({ split, indices, ...at }) => views.reconstruct(at, split, indices),
    async latents({ split, ...at }) {
      const { dimension, latents, errors } = await views.latents(at, split)
      return { dimension, values: latents, errors }
    },
    decode: async ({ points, ...at }) => ({ pixels: await views.decode(at, points) }),
    encode: ({ pixels, ...at }) => views.encode(at, pixels),
    neighbours: ({ point, k, metric, split, ...at }) => views.neighbours(at, point, k, metric, split),
    trust: ({ point, ...at }) => views.trust(at, point),
    projection: at => views.projection(at),
    surroundings: ({ first, count, ...at }) => views.surroundings(at, first, count),
  } satisfies Handlers<EngineContract>)

  return {
    handlers,
    info: backend.info,
    get session() {
      return runs.session
    },
    /** Finished epochs that would be lost if it ended now. */
    get unsaved() {
      return runs.session?.unsaved ?? 0
    },
    /** Runs are in another folder from now on. */
    moveRuns: async (folder: string) => runs.move(folder, await libraryIn(folder)),
    /** Stops what runs and frees what is held. */
    async stop() {
      await runs.stop()
      lab.learners.dispose()
    },
  }
}
