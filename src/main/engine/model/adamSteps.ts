/**
 * How many steps Adam's moments have seen: a slot of its own, because a run's steps count on where its moments begin anew (a branch from an
 * epoch that kept no optimiser). With the run's count, moments of one step would pass for the means of thousands, and the first steps of
 * such a branch be up to six times too long.
 */
import type { OptimizerConfig } from '@shared/domain/runConfig'
import type { NamedArray } from '../archive'

export const adamSteps = 'adam/steps'

/** The slots of a checkpoint; those of a version that did not count for Adam have moments of every step of the run so far. */
export function countedSlots(slots: readonly NamedArray[], { kind }: OptimizerConfig, totalSteps: number): readonly NamedArray[] {
  if (kind !== 'adam' || slots.length === 0 || slots.some(({ name }) => name === adamSteps)) return slots
  return [...slots, { name: adamSteps, shape: [], values: Float32Array.of(totalSteps) }]
}
