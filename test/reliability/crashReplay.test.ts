/** Power loss: every prefix of a save's changes, with any few of the unsynced ones lost, is replayed and opened. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { diskArchive } from '../../src/main/storage/archive'
import { newRunFile, publishRun, writeRunSkeleton } from '../../src/main/storage/createRun'
import { listRuns } from '../../src/main/storage/listing'
import { noLabels } from '../../src/main/storage/runFile'
import { runStore } from '../../src/main/storage/runStore'
import { crashStates } from '../support/storage/crashStates'
import { aDraft, aRecord } from '../support/storage/builders'
import { apply, copyOf, emptyTree, memoryFs } from '../support/storage/memoryFs'
import { aRunInMemory, expectWhole, fileAt, printOf, rebooted, runId, runPath } from '../support/storage/memoryRuns'
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
      for (const { made, tree } of crashStates(start, log, scaled(3, 1), loss)) {
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
    expect(states).toBeGreaterThan(scaled(1500, 200))
  })

  it('a new run is there as a whole or not at all, and stays once it was promised', async () => {
    const start = emptyRuns()
    const fs = memoryFs(copyOf(start))
    const file = newRunFile(runId, 0, aDraft())
    await publishRun(fs, '/runs', runId, draft => writeRunSkeleton(fs, draft, file, noLabels))
    let states = 0
    for (const { made, tree } of crashStates(start, fs.log, 3)) {
      const runs = await listRuns(memoryFs(tree), '/runs')
      if (made === fs.log.length) expect(runs).toHaveLength(1)
      for (const run of runs) {
        expect(run.problem).toBeNull()
        await expectWhole(memoryFs(rebooted(tree)), [0])
      }
      states++
    }
    tell('power loss while a run is made', `${states} states, all without it or with all of it`)
  })

  it('the end and the name of a run stay once they were promised', async () => {
    const start = await aRunInMemory([1])
    const fs = memoryFs(copyOf(start))
    const store = runStore(fs, '/runs')
    const archive = await store.open(runId, 'write')
    await archive.update({ state: { kind: 'ended', reason: 'stopped', message: 'Stopped.' } })
    const ended = fs.log.length
    await store.relabel(runId, { name: 'renamed' })
    const renamed = fs.log.length
    let states = 0
    for (const { made, tree } of crashStates(start, fs.log, 3)) {
      const [run] = await listRuns(memoryFs(rebooted(tree)), '/runs')
      expect(run?.problem).toBeNull()
      if (made >= ended) expect(run?.state).toMatchObject({ kind: 'ended', reason: 'stopped' })
      if (made >= renamed) expect(run?.labels.name).toBe('renamed')
      expect(['a run', 'renamed']).toContain(run?.labels.name)
      states++
    }
    tell('power loss while a run ends and is renamed', `${states} states, each the old or the new`)
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

function emptyRuns(): Tree {
  const tree = emptyTree()
  apply(tree, { kind: 'make', parent: 0, name: 'runs', node: 1, what: 'folder' })
  return tree
}

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
