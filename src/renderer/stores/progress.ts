/** How far a run is and how long it will take: pure arithmetic over what was reported. */
import { splitSizes } from '@shared/domain/image'
import type { BatchReport, EpochReport, RunState } from '@shared/domain/run'
import type { RunConfig } from '@shared/domain/runConfig'

export interface Progress {
  /** The epoch under way, 1 at the start, the last one at the end. */
  readonly epoch: number
  readonly epochs: number
  /** Share of the whole run, 0 to 1. */
  readonly share: number
  readonly imagesPerSecond: number | null
  /** Seconds left, evaluations included; null while nothing was measured or nothing goes on. */
  readonly secondsLeft: number | null
}

export function progressOf(config: RunConfig, state: RunState, epochs: readonly EpochReport[], batch: BatchReport | null): Progress {
  const done = epochs.at(-1)?.epoch ?? Math.max(0, (batch?.epoch ?? 1) - 1) // a branch begins late
  const within = batch && batch.epoch > done ? Math.min(1, batch.step / batch.steps) : 0
  const share = Math.min(1, (done + within) / config.epochs)
  const imagesPerSecond = (within > 0 ? batch?.imagesPerSecond : undefined) ?? epochs.at(-1)?.imagesPerSecond ?? null
  const epoch = Math.min(config.epochs, state.kind === 'ended' || state.kind === 'evaluating' ? Math.max(done, batch?.epoch ?? 0, 1) : done + 1)
  const isMoving = state.kind === 'training' || state.kind === 'evaluating'
  const left = isMoving ? secondsLeft(config.epochs - done - within, imagesPerSecond, epochs) : null
  return { epoch, epochs: config.epochs, share, imagesPerSecond, secondsLeft: left }
}

function secondsLeft(epochsLeft: number, imagesPerSecond: number | null, epochs: readonly EpochReport[]): number | null {
  if (!imagesPerSecond) return null
  const evaluation = mean(epochs.map(e => e.evaluationSeconds))
  return epochsLeft * splitSizes.train / imagesPerSecond + Math.ceil(epochsLeft) * evaluation
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length
}
