/** Compilation of Seed in fresh processes, and once more of the same shape. */
import { worstOf } from '../figure'
import type { Part } from '../part'
import { startOwnWorker } from '../worker'

export const compile: Part = {
  name: 'compile',
  title: 'Compilation of Seed',
  async measure({ options, tell }) {
    const first: number[] = []
    const again: number[] = []
    for (let i = 0; i < options.pairs; i++) {
      const worker = await startOwnWorker('compile')
      first.push(await worker.ask('run'))
      again.push(await worker.ask('run'))
      await worker.stop()
      tell(`${first.at(-1)?.toFixed(2)} s, then ${again.at(-1)?.toFixed(3)} s`)
    }
    return [
      worstOf('Compilation of Seed', 's', first, { atMost: 2.5 }, { detail: 'trace, XLA and the trial of both executors, in a fresh process' }),
      worstOf('The same shape again', 's', again, { atMost: 0.1 }),
    ]
  },
}
