/** Keeps the last compiled learner, so that another run of the same shape starts at once. */
import type { RunConfig } from '@shared/domain/runConfig'
import type { Backend } from './backend'
import type { DataSet } from './data/fashionMnist'
import { makeLearner } from './model/chooseExecutor'
import type { Learner } from './model/learner'
import { executorOf, reasonOf } from './model/wanted'
import type { Wanted } from './model/wanted'

export interface Learners {
  /** A learner for a configuration, compiled or taken again; the one before it is freed where its shape differs. */
  take(config: RunConfig, wanted: Wanted | null, breathe: () => Promise<void>): Promise<Learner>
  dispose(): void
}

interface Kept {
  readonly shape: string
  readonly learner: Learner
  /** Why its executor was chosen; null where it was not, but wanted. */
  readonly choice: string | null
}

export function learnersOf(backend: Backend, data: DataSet): Learners {
  let kept: Kept | null = null
  function dispose() {
    kept?.learner.dispose()
    kept = null
  }
  return {
    async take(config, wanted, breathe) {
      const shape = shapeOf(config)
      if (kept?.shape === shape && isOf(wanted, kept)) {
        kept.learner.reason = wanted ? reasonOf(wanted) : kept.choice ?? ''
        return kept.learner
      }
      dispose() // before the next one, so that two data sets never lie in memory
      const learner = await makeLearner(config, backend, data, wanted, breathe)
      kept = { shape, learner, choice: wanted ? null : learner.reason }
      return learner
    },
    dispose,
  }
}

/** Whether the kept learner runs as is wanted. Op by op there is nothing compiled to keep. */
function isOf(wanted: Wanted | null, { learner, choice }: Kept): boolean {
  if (learner.executor === 'eager') return false
  return wanted ? learner.executor === executorOf(wanted) : choice !== null
}

/** All that the compiled graph depends on: rates, schedule, epochs and seed are inputs of it. */
function shapeOf({ network, objective, noise, optimizer, batchSize }: RunConfig): string {
  return JSON.stringify([network, objective, noise, optimizer, batchSize])
}
