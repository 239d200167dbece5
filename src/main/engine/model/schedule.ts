/** The learning rate of every step, computed outside the compiled loop and fed to it. */
import type { RunConfig } from '@shared/domain/runConfig'

/** The factor by which the schedule multiplies the rate at a step of a run of `epochs · stepsPerEpoch` steps. */
export function scheduleFactor(config: Pick<RunConfig, 'schedule' | 'epochs'>, step: number, stepsPerEpoch: number): number {
  const { schedule } = config
  switch (schedule.kind) {
    case 'constant': return 1
    case 'step': return schedule.factor ** Math.floor(step / (schedule.every * stepsPerEpoch))
    case 'cosine': { // Loshchilov and Hutter 2017, one half period, no restart
      const progress = Math.min(1, step / Math.max(1, config.epochs * stepsPerEpoch - 1))
      return schedule.final + (1 - schedule.final) * (1 + Math.cos(Math.PI * progress)) / 2
    }
  }
}
