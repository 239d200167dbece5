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

/** A sample is about this long, in ms, so that it outlasts the timer's noise and a slow network is not kept waiting. */
const sampleTime = 8
/** Samples in turns: what else the machine does then hits both alike, and the least of several is hit least. */
const samples = 6
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
    await settle(learner, config, data, wanted, breathe)
    return learner
  } catch (error) {
    if (!(error instanceof LabError && error.code === 'E_UNSUPPORTED')) throw error
    return eagerLearner(config, backend, data, messageOf(error))
  }
}

async function settle(
  learner: CompiledLearner, config: RunConfig, data: DataSet, wanted: CompiledExecutor | null, breathe: () => Promise<void>,
) {
  if (wanted) {
    learner.executor = wanted
    learner.reason = 'It was asked for.'
    return
  }
  if (config.batchSize > data.sizes.train) {
    learner.executor = 'graph'
    learner.reason = 'An epoch is a single partial batch, which is not worth compiling.'
    return
  }
  const race = prepareRace(learner, config)
  const times = { graph: Infinity, xla: Infinity }
  const runnable = (['graph', 'xla'] as const).filter(executor => race.warmUp(executor))
  await breathe()
  for (let i = 0; i < samples; i++) {
    for (const executor of runnable) times[executor] = Math.min(times[executor], race.sample(executor))
    await breathe()
  }
  learner.executor = times.graph < clearly * times.xla ? 'graph' : 'xla'
  learner.reason = runnable.includes('xla')
    ? `A step took ${times.xla.toFixed(2)} ms under XLA and ${times.graph.toFixed(2)} ms in the graph executor.`
    : 'XLA cannot compile it.'
}

/** Steps on the first images. The weights that they move are set anew when the run begins. */
function prepareRace(learner: CompiledLearner, config: RunConfig) {
  learner.begin(0, initialWeights(sketchNetwork(config.network), config.network.initialisation, 0))
  let steps = 1

  /** Milliseconds of a step. */
  function sample(executor: CompiledExecutor): number {
    learner.executor = executor
    const indices = Int32Array.from({ length: steps * config.batchSize }, (_, i) => i)
    const before = performance.now()
    learner.train(indices, new Float32Array(steps).fill(1e-4), 0)
    return (performance.now() - before) / steps
  }

  return {
    sample,
    /** The first run compiles, the second tells how many steps make a sample; false where it cannot be compiled. */
    warmUp(executor: CompiledExecutor): boolean {
      try {
        steps = 1
        sample(executor)
        steps = Math.max(1, Math.min(learner.capacity, Math.round(sampleTime / sample(executor))))
        return true
      } catch (error) {
        // Too little memory, and whatever the plain executor cannot run either, is no matter of compiling.
        if (executor === 'graph' || error instanceof LabError) throw error
        return false
      }
    },
  }
}
