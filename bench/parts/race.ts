/** Steady epochs of Seed: the engine beside its peers, in turns. */
import { worstOf } from '../figure'
import type { Figure, Gap } from '../figure'
import { interleave } from '../interleave'
import type { Measure } from '../interleave'
import type { Part } from '../part'
import { preparePython } from '../peers/python'
import type { Library } from '../peers/python'
import { ratios } from '../statistics'
import { startOwnWorker, stopAll } from '../worker'
import type { Worker } from '../worker'

/** FLOP of an epoch: 60,000 images, six for each of the seed's 218,696 kernel weights (one product forward, two backward). */
export const flopOfEpoch = 6 * 218_696 * 60_000

const peers = [
  { program: 'pytorch_epoch', library: 'torch', runs: ['loader', 'tensor'] },
  { program: 'keras_epoch', library: 'tensorflow-cpu', runs: ['epoch'] },
  { program: 'tensorflow_xla', library: 'tensorflow-cpu', runs: ['epoch'] },
] as const satisfies readonly { program: string, library: Library, runs: readonly string[] }[]

const contests = [
  { rival: 'model.fit', name: 'Faster than model.fit', atLeast: 12 },
  { rival: 'pytorch_epoch loader', name: 'Faster than PyTorch with a DataLoader', atLeast: 2.5 },
  { rival: 'pytorch_epoch tensor', name: 'Faster than PyTorch with one tensor', atLeast: 2 },
  { rival: 'keras_epoch epoch', name: 'Faster than Keras', atLeast: 3 },
  // Within 10 %: the engine takes at most 1.1 times as long.
  { rival: 'tensorflow_xla epoch', name: 'As fast as TensorFlow\'s own XLA loop', atLeast: 1 / 1.1 },
] as const

export const race: Part = {
  name: 'race',
  title: 'A steady epoch of Seed beside its peers',
  async measure({ options, tell }) {
    const python = await preparePython(tell)
    const workers: Worker[] = []
    const gaps: Gap[] = []
    const measures: Record<string, Measure> = {}
    try {
      const engine = await startOwnWorker('seed')
      workers.push(engine)
      measures['engine'] = () => engine.ask('epoch')
      await engine.ask('prepareFit')
      measures['model.fit'] = () => engine.ask('fit')
      for (const { program, library, runs } of peers) {
        const lack = python.lacks(library)
        if (lack) {
          gaps.push({ name: program, reason: lack })
          continue
        }
        tell(`Starting ${program} …`)
        const worker = await python.start(program)
        workers.push(worker)
        for (const run of runs) measures[`${program} ${run}`] = () => worker.ask(run)
      }
      const measured = await interleave(options.pairs, measures, tell)
      return [...figuresOf(measured), ...gaps]
    } finally {
      await stopAll(workers)
    }
  },
}

function figuresOf(measured: Readonly<Record<string, readonly number[]>>): Figure[] {
  const engine = measured['engine'] ?? []
  return contests.flatMap(({ rival, name, atLeast }) => {
    const seconds = measured[rival]
    return seconds ? [worstOf(name, '×', ratios(seconds, engine), { atLeast }, { measured: { engine, [rival]: seconds } })] : []
  })
}
