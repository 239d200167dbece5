/** Power loss: every prefix of a save's changes, with any few of the unsynced ones lost, is replayed and opened. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { diskArchive } from '../../src/main/storage/archive'
import { crashStates } from '../support/storage/crashStates'
import { copyOf, memoryFs } from '../support/storage/memoryFs'
import { aRecord } from '../support/storage/builders'
import { aRunInMemory, expectWhole, fileAt, printOf, rebooted, runPath } from '../support/storage/memoryRuns'
import { isFull, scaled, tell } from './counts'
import type { Loss } from '../support/storage/crashStates'
import type { Tree } from '../support/storage/memoryFs'

const losses: readonly Loss[] = isFull ? ['gone', 'zeroed', 'torn'] : ['gone', 'torn']

describe('after a power loss', () => {
  it('a save shows the old or the new epoch, and what was promised stays', async () => {
    const start = await aRunInMemory([1, 2])
    const { log, promises } = await recordSaves(start, [3, 4])
    let states = 0
    let different = 0
    for (const loss of losses) {
      const seen = new Set<string>()
      for (const { made, tree } of crashStates(start, log, scaled(3, 2), loss)) {
        states++
        const after = rebooted(tree)
        const print = createHash('sha256').update(printOf(after)).digest('hex')
        const promised = promises.filter(({ at }) => at <= made).at(-1)?.epoch ?? 2
        if (seen.has(`${print}${promised}`)) continue // opened before, and promised as much
        seen.add(`${print}${promised}`)
        await expectWhole(memoryFs(after), allowedFrom(promised))
        different++
      }
    }
    tell('power loss in a save', `${states} states of ${log.length} changes, ${different} of them different, all open to the old or the new epoch`)
    expect(states).toBeGreaterThan(scaled(1500, 300))
  })

  it('and once more while the run is being set right, it still opens', async () => {
    const start = await aRunInMemory([1, 2])
    damage(start, '2')
    const { log } = await recordSaves(start, [2])
    let states = 0
    for (const { tree } of crashStates(start, log, scaled(2, 1))) {
      await expectWhole(memoryFs(rebooted(tree)), [1, 2])
      states++
    }
    tell('power loss in a recovery', `${states} states, all open`)
  })
})

async function recordSaves(start: Tree, epochs: readonly number[]) {
  const fs = memoryFs(copyOf(start))
  const promises: { epoch: number, at: number }[] = []
  const archive = await diskArchive(fs, runPath, 'write')
  for (const epoch of epochs) {
    await archive.commit(aRecord(epoch))
    promises.push({ epoch, at: fs.log.length })
  }
  return { log: fs.log, promises }
}

/** Whatever was promised, or one more that had just reached the disk. */
function allowedFrom(promised: number): number[] {
  return [promised, promised + 1]
}

/** One bit of an epoch's latents. */
function damage(tree: Tree, epoch: string): void {
  const { bytes } = fileAt(tree, `${runPath}/epochs/${epoch}/latents.bin`)
  bytes[5] = (bytes[5] ?? 0) ^ 1
}
