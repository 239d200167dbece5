/** Compiles a run's step and finds out, by running it, whether XLA or the graph executor is the faster one here. */
import { LabError, messageOf } from '@shared/errors'
import { sketchNetwork } from '@shared/domain/architecture'
import type { RunConfig } from '@shared/domain/runConfig'
import type { Backend } from '../backend'
import type { DataSet } from '../data/fashionMnist'
import { compileLearner } from './compiledLearner'
import type { CompiledExecutor, CompiledLearner } from './compiledLearner'
import { eagerLearner } from './eagerLearner'
import { initialWeights } from './initialise'
import type { Learner } from './learner'
import { executorOf, reasonOf } from './wanted'
import type { Wanted } from './wanted'

/** A sample is about this long, in ms, so that it outlasts the timer's noise and a slow network is not kept waiting. */
const sampleTime = 8
/** Samples in turns: what else the machine does then hits both alike, and the least of several is hit least. */
const samples = 6
/** XLA is kept unless the graph executor is clearly faster, so that noise does not change which one a configuration gets. */
const clearly = 0.8

/**
 * `wanted` null means: choose. Falls back to what can run here, and says why, where the one that is wanted cannot, or no step can be compiled.
 * Compiles before it answers. `breathe` may throw: what was begun is then freed.
 */
export async function makeLearner(
  config: RunConfig, backend: Backend, data: DataSet, wanted: Wanted | null, breathe: () => Promise<void>,
): Promise<Learner> {
  if (!backend.native) return eagerLearner(config, backend, data, 'WebAssembly runs op by op.')
  if (wanted && executorOf(wanted) === 'eager') return eagerLearner(config, backend, data, reasonOf(wanted))
  let learner: CompiledLearner | null = null
  try {
    learner = compileLearner(config, backend, backend.native, data)
    await settle(learner, config, data, wanted, breathe)
    return learner
  } catch (error) {
    learner?.dispose()
    if (!(error instanceof LabError && error.code === 'E_UNSUPPORTED')) throw error
    return eagerLearner(config, backend, data, messageOf(error))
  }
}

async function settle(learner: CompiledLearner, config: RunConfig, data: DataSet, wanted: Wanted | null, breathe: () => Promise<void>) {
  if (config.batchSize > data.sizes.train) {
    learner.executor = 'graph'
    learner.reason = 'An epoch is a single partial batch, which is not worth compiling.'
    return
  }
  const race = prepareRace(learner, config)
  const only = wanted && executorOf(wanted)
  if (only !== 'xla') race.warmUp('graph')
  await breathe()
  const refusal = only === 'graph' ? null : race.warmUp('xla')
  await breathe()
  if (refusal !== null) {
    if (only) race.warmUp('graph')
    learner.executor = 'graph'
    learner.reason = `XLA cannot compile it: ${refusal}`
  } else if (wanted) {
    learner.executor = executorOf(wanted) as CompiledExecutor
    learner.reason = reasonOf(wanted)
  } else {
    await race.choose(breathe)
  }
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
    /** The first run compiles, the second tells how many steps make a sample. Answers why it cannot be compiled, or null where it can. */
    warmUp(executor: CompiledExecutor): string | null {
      try {
        steps = 1
        sample(executor)
        steps = Math.max(1, Math.min(learner.capacity, Math.round(sampleTime / sample(executor))))
        return null
      } catch (error) {
        // Too little memory, and whatever the plain executor cannot run either, is no matter of compiling.
        if (executor === 'graph' || error instanceof LabError) throw error
        return messageOf(error).split('\n', 1)[0]?.replace(/\.?$/, '.') ?? '' // the rest is where in the graph
      }
    },

    async choose(breathe: () => Promise<void>): Promise<void> {
      const times = { graph: Infinity, xla: Infinity }
      for (let i = 0; i < samples; i++) {
        for (const executor of ['graph', 'xla'] as const) times[executor] = Math.min(times[executor], sample(executor))
        await breathe()
      }
      learner.executor = times.graph < clearly * times.xla ? 'graph' : 'xla'
      learner.reason = `A step took ${times.xla.toFixed(2)} ms under XLA and ${times.graph.toFixed(2)} ms in the graph executor.`
    },
  }
}
