/** Compiles a run's step and finds out, by running it, whether XLA or the graph executor is the faster one here. */
import { LabError, messageOf } from '@shared/errors'
import { sketchNetwork } from '@shared/domain/architecture'
import type { ExecutorKind } from '@shared/domain/run'
import type { RunConfig } from '@shared/domain/runConfig'
import type { Backend } from '../backend'
import type { DataSet } from '../data/fashionMnist'
import { compileLearner } from './compiledLearner'
import type { CompiledExecutor, CompiledLearner } from './compiledLearner'
import { eagerLearner } from './eagerLearner'
import { initialWeights } from './initialise'
import type { Learner } from './learner'

/** A trial is long enough once it has taken this long, in ms, or run so many chunks. */
const trialTime = 60
const trialChunks = 4
/** XLA is kept unless the graph executor is clearly faster, so that noise does not change which one a configuration gets. */
const clearly = 0.8

/** `wanted` null means: choose. Falls back to op by op, and says why, where a step cannot be compiled. */
export async function makeLearner(
  config: RunConfig, backend: Backend, data: DataSet, wanted: ExecutorKind | null, breathe: () => Promise<void>,
): Promise<Learner> {
  if (!backend.native) return eagerLearner(config, backend, data, 'WebAssembly runs op by op.')
  if (wanted === 'eager') return eagerLearner(config, backend, data, 'It was asked for.')
  try {
    const learner = compileLearner(config, backend, backend.native, data)
    await settle(learner, config, wanted, breathe)
    return learner
  } catch (error) {
    if (!(error instanceof LabError && error.code === 'E_UNSUPPORTED')) throw error
    return eagerLearner(config, backend, data, messageOf(error))
  }
}

async function settle(learner: CompiledLearner, config: RunConfig, wanted: CompiledExecutor | null, breathe: () => Promise<void>) {
  if (wanted) {
    learner.executor = wanted
    learner.reason = 'It was asked for.'
    return
  }
  const graph = trial(learner, config, 'graph')
  await breathe()
  const xla = trial(learner, config, 'xla')
  await breathe()
  learner.executor = graph < clearly * xla ? 'graph' : 'xla'
  learner.reason = `A step took ${xla.toFixed(2)} ms under XLA and ${graph.toFixed(2)} ms in the graph executor.`
}

/** Milliseconds of a step, the first (which compiles) left out. The weights that it moves are set anew when the run begins. */
function trial(learner: CompiledLearner, config: RunConfig, executor: CompiledExecutor): number {
  learner.begin(0, initialWeights(sketchNetwork(config.network), config.network.initialisation, 0))
  learner.executor = executor
  const chunk = (steps: number) => {
    const indices = Int32Array.from({ length: steps * config.batchSize }, (_, i) => i)
    learner.train(indices, new Float32Array(steps).fill(1e-4), 0)
  }
  chunk(1)
  const steps = Math.min(learner.capacity, 8)
  let best = Infinity
  const start = performance.now()
  for (let i = 0; i < trialChunks && performance.now() - start < trialTime; i++) {
    const before = performance.now()
    chunk(steps)
    best = Math.min(best, (performance.now() - before) / steps)
  }
  return best
}
