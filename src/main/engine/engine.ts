/** The engine as an object: one run at a time, and answers about what it learned. Knows no port and no Electron. */
import type { EngineContract } from '@shared/contract/engine'
import type { ExecutorKind } from '@shared/domain/run'
import type { RunConfig } from '@shared/domain/runConfig'
import { LabError } from '@shared/errors'
import type { Announce, Handlers } from '@shared/rpc'
import { loadBackend } from './backend'
import { readFashionMnist } from './data/fashionMnist'
import { learnersOf } from './learners'
import { floorsOf } from './model/floors'
import { Session, newRunId } from './session'
import type { Lab } from './session'
import { Views, imagesOf } from './views'

export interface EngineOptions {
  /** Path of TensorFlow's addon, or empty for WebAssembly. */
  readonly binding: string
  /** Folder of Fashion-MNIST's four files. */
  readonly dataFolder: string
  readonly announce: Announce<EngineContract>
  /** The executor to use instead of the one found faster. */
  readonly executor?: ExecutorKind | null
}

export type Engine = Awaited<ReturnType<typeof startEngine>>

/** Loads backend and data; the handlers then serve contract/engine. */
export async function startEngine({ binding, dataFolder, announce, executor = null }: EngineOptions) {
  const [backend, data] = await Promise.all([loadBackend(binding), readFashionMnist(dataFolder)])
  const breathe = () => new Promise<void>(resolve => setImmediate(resolve))
  const lab: Lab = {
    data, announce,
    learners: learnersOf(backend, data),
    floors: backend.native ? floorsOf(backend.native, data, breathe) : null,
  }
  let session: Session | null = null

  function current(runId: string): Session {
    if (session?.runId === runId) return session
    throw new LabError('E_NO_RUN', `There is no run ${runId}. It may have been replaced by a newer one.`)
  }
  const views = new Views(backend, data, async runId => current(runId))

  function startRun(config: RunConfig): { runId: string } {
    if (session && !session.isOver) throw new LabError('E_BUSY', 'A run is still going on. Stop it before you start another.')
    if (session) {
      views.forget(session.runId)
      session.archive.close()
    }
    session = new Session(lab, newRunId(), config, executor)
    return { runId: session.runId }
  }

  const handlers: Handlers<EngineContract> = {
    snapshot: () => ({ engine: backend.info, run: session?.snapshot ?? null }),
    startRun,
    pauseRun: ({ runId }) => current(runId).control.pause(),
    resumeRun: ({ runId }) => current(runId).control.resume(),
    async stopRun({ runId }) {
      current(runId).control.stop()
      await current(runId).ended
    },
    stepRun({ runId }) {
      const { control } = current(runId)
      if (!control.isPaused) throw new LabError('E_BUSY', 'Pause the run before you step through it.')
      control.step()
    },
    setLearningRate: ({ runId, learningRate }) => current(runId).setLearningRate(learningRate),
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
  }

  return {
    handlers,
    info: backend.info,
    get session() {
      return session
    },
    /** Stops what runs and frees what is held. */
    async stop() {
      session?.control.stop()
      await session?.ended
      lab.learners.dispose()
    },
  }
}
