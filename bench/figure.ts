/** A figure as it is reported: a value, the goal it is held against, and what it was made of. */
import { median } from './statistics'

export interface Goal {
  readonly atLeast?: number
  readonly atMost?: number
}

export interface Figure {
  readonly name: string
  /** In `unit`. Of several measurements the one farthest from the goal. */
  readonly value: number
  readonly unit: '×' | 's' | 'ms' | 'MB' | 'dB' | '%' | 'GFLOP/s' | 'frames/s' | '/s' | ''
  readonly goal?: Goal
  /** The middle one of several measurements. */
  readonly median?: number
  /** How it came about, in words. */
  readonly detail?: string
  /** What was measured, by name. */
  readonly measured?: Readonly<Record<string, readonly number[]>>
}

/** What could not be measured, and why. */
export interface Gap {
  readonly name: string
  readonly reason: string
}

export function isReached({ value, goal }: Figure): boolean | null {
  if (goal?.atLeast === undefined && goal?.atMost === undefined) return null
  return value >= (goal.atLeast ?? -Infinity) && value <= (goal.atMost ?? Infinity)
}

/** A figure of several measurements: the worst is held against the goal. */
export function worstOf(name: string, unit: Figure['unit'], values: readonly number[], goal: Goal, more: Partial<Figure> = {}): Figure {
  const value = goal.atMost === undefined ? Math.min(...values) : Math.max(...values)
  return { name, unit, value, goal, median: median(values), ...more }
}
