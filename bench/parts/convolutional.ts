/** The preset Convolutional, compiled and op by op. */
import { worstOf } from '../figure'
import { interleave } from '../interleave'
import type { Part } from '../part'
import { ratios } from '../statistics'
import { startOwnWorker } from '../worker'

const steps = 120

export const convolutional: Part = {
  name: 'convolutional',
  title: `${steps} steps of Convolutional, compiled beside op by op`,
  async measure({ options, tell }) {
    const worker = await startOwnWorker('convolutional', String(steps))
    try {
      const measured = await interleave(options.pairs, { compiled: () => worker.ask('compiled'), eager: () => worker.ask('eager') }, tell)
      const executor = await worker.ask<string>('executor')
      return [worstOf('Faster than op by op', '×', ratios(measured.eager, measured.compiled), { atLeast: 2 }, { detail: `by ${executor}`, measured })]
    } finally {
      await worker.stop()
    }
  },
}
