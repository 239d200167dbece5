/** How much of the arithmetic limit the engine reaches: an epoch's products at the rate that PyTorch's matrix product reaches. */
import { worstOf } from '../figure'
import { interleave } from '../interleave'
import type { Part } from '../part'
import { preparePython } from '../peers/python'
import { startOwnWorker, stopAll } from '../worker'
import { flopOfEpoch } from './race'

export const limit: Part = {
  name: 'limit',
  title: `The share of the arithmetic limit (${(flopOfEpoch / 1e9).toFixed(0)} GFLOP an epoch)`,
  async measure({ options, tell }) {
    const python = await preparePython(tell)
    const lack = python.lacks('torch')
    if (lack) return [{ name: 'Share of the limit', reason: lack }]
    const engine = await startOwnWorker('seed')
    const products = await python.start('pytorch_products')
    try {
      const { epoch, largest, all } = await interleave(options.pairs, {
        epoch: () => engine.ask('epoch'), largest: () => products.ask('largest'), all: () => products.ask('all'),
      }, tell)
      const share = (rates: readonly number[]) => rates.map((rate, i) => 100 * flopOfEpoch / 1e9 / rate / (epoch[i] ?? NaN))
      return [
        worstOf('Rate of PyTorch\'s products, largest layer', 'GFLOP/s', largest, {}),
        worstOf('Share of the limit at the largest layer\'s rate', '%', share(largest), { atLeast: 60 }, { measured: { epoch, largest } }),
        worstOf('Share of the limit at the rate of all layers', '%', share(all), {}, { measured: { epoch, all } }),
      ]
    } finally {
      await stopAll([engine, products])
    }
  },
}
