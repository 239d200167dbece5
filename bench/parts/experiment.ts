/** The whole experiment of Seed, from the start of the process to its end, beside a PyTorch script that does the same. */
import { trainByCommandLine } from '../commandLine'
import { worstOf } from '../figure'
import type { Gap } from '../figure'
import { interleave } from '../interleave'
import type { Part } from '../part'
import { preparePython } from '../peers/python'
import { ratios } from '../statistics'
import { startOwnWorker } from '../worker'

const epochs = 10
const goal = { atLeast: 2 }

export const experiment: Part = {
  name: 'experiment',
  title: `The whole experiment: ${epochs} epochs, compilation, evaluation of all 70,000 images after each, latents, gallery`,
  async measure({ options, tell }) {
    const python = await preparePython(tell)
    const lack = python.lacks('torch')
    if (lack) return [{ name: 'The whole experiment', reason: lack } satisfies Gap]
    const ownExtras: number[] = []
    const knn = await knnSeconds()
    const { engine, loader, tensor } = await interleave(options.pairs, {
      engine: async () => {
        const { seconds, floorSeconds } = await trainByCommandLine(['--preset', 'seed', '--epochs', String(epochs)])
        ownExtras.push(floorSeconds + epochs * knn)
        return seconds
      },
      loader: () => python.time('pytorch_experiment', 'loader', String(epochs)),
      tensor: () => python.time('pytorch_experiment', 'tensor', String(epochs)),
    }, tell)
    const alike = engine.map((seconds, i) => seconds - (ownExtras[i] ?? 0))
    const extras = `without what the script does not do: floors, and the kNN accuracy (${knn.toFixed(2)} s an epoch)`
    return [
      worstOf('The experiment, faster than PyTorch with a DataLoader', '×', ratios(loader, engine), goal, { measured: { engine, loader } }),
      worstOf('… for the same work', '×', ratios(loader, alike), goal, { detail: extras, measured: { alike, loader } }),
      worstOf('The experiment, faster than PyTorch with one tensor', '×', ratios(tensor, engine), goal, { measured: { engine, tensor } }),
      worstOf('… for the same work', '×', ratios(tensor, alike), goal, { detail: extras, measured: { alike, tensor } }),
    ]
  },
}

async function knnSeconds(): Promise<number> {
  const worker = await startOwnWorker('seed')
  try {
    return await worker.ask('knn')
  } finally {
    await worker.stop()
  }
}
