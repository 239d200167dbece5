/** What the kNN accuracy adds to an epoch: a k-d tree where the latent is low, matrix products where it is not. */
import { worstOf } from '../figure'
import { interleave } from '../interleave'
import type { Part } from '../part'
import { startOwnWorker } from '../worker'

const goal = { atMost: 1 }

export const neighbours: Part = {
  name: 'neighbours',
  title: 'The kNN accuracy of an epoch: each of 10,000 test images among 60,000',
  async measure({ options, tell }) {
    const worker = await startOwnWorker('neighbours')
    try {
      const { three, thirtyTwo } = await interleave(options.pairs, { three: () => worker.ask('three'), thirtyTwo: () => worker.ask('thirtyTwo') }, tell)
      return [
        worstOf('kNN accuracy in 3 dimensions', 's', three, goal, { measured: { three } }),
        worstOf('kNN accuracy in 32 dimensions', 's', thirtyTwo, goal, { measured: { thirtyTwo } }),
      ]
    } finally {
      await worker.stop()
    }
  },
}
