/** A steady epoch of Seed by the engine, beside stock `model.fit` in the same process. */
import { worstOf } from '../figure'
import { interleave } from '../interleave'
import type { Part } from '../part'
import { ratios } from '../statistics'
import { startOwnWorker } from '../worker'

export const steady: Part = {
  name: 'steady',
  title: 'A steady epoch of Seed beside stock model.fit',
  async measure({ options, tell }) {
    const worker = await startOwnWorker('seed')
    try {
      await worker.ask('prepareFit')
      const measured = await interleave(options.pairs, { engine: () => worker.ask('epoch'), modelFit: () => worker.ask('fit') }, tell)
      const executor = await worker.ask<string>('executor')
      return [
        { name: 'Epoch of Seed', value: Math.min(...measured.engine), unit: 's', detail: `the best of ${options.pairs}, by ${executor}` },
        worstOf('Faster than model.fit', '×', ratios(measured.modelFit, measured.engine), { atLeast: 12 }, { measured }),
      ]
    } finally {
      await worker.stop()
    }
  },
}
