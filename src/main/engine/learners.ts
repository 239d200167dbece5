/** Keeps the last compiled learner, so that another run of the same shape starts at once. */
import type { ExecutorKind } from '@shared/domain/run'
import type { RunConfig } from '@shared/domain/runConfig'
import type { Backend } from './backend'
import type { DataSet } from './data/fashionMnist'
import { makeLearner } from './model/chooseExecutor'
import type { Learner } from './model/learner'

export interface Learners {
  /** A learner for a configuration, compiled or taken again; the one before it is freed where its shape differs. */
  take(config: RunConfig, wanted: ExecutorKind | null, breathe: () => Promise<void>): Promise<Learner>
  dispose(): void
}

export function learnersOf(backend: Backend, data: DataSet): Learners {
  let kept: { key: string, learner: Learner } | null = null
  function dispose() {
    kept?.learner.dispose()
    kept = null
  }
  return {
    async take(config, wanted, breathe) {
      const key = shapeOf(config, wanted)
      if (kept?.key === key) return kept.learner
      dispose() // before the next one, so that two data sets never lie in memory
      const learner = await makeLearner(config, backend, data, wanted, breathe)
      kept = { key, learner }
      return learner
    },
    dispose,
  }
}

/** All that the compiled graph depends on: rates, schedule, epochs and seed are inputs of it. */
function shapeOf({ network, objective, noise, optimizer, batchSize }: RunConfig, wanted: ExecutorKind | null): string {
  return JSON.stringify([network, objective, noise, optimizer, batchSize, wanted])
}
