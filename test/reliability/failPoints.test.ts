/** Every change of a save fails in turn, once and from then on; then the disk heals. */
import { describe, expect, it } from 'vitest'
import { LabError } from '@shared/errors'
import { diskArchive } from '../../src/main/storage/archive'
import { CommitFault } from '../../src/main/storage/faults'
import { aRecord } from '../support/storage/builders'
import { faultyFs } from '../support/storage/faultyFs'
import { copyOf, memoryFs } from '../support/storage/memoryFs'
import { aRunInMemory, expectWhole, rebooted, runPath } from '../support/storage/memoryRuns'
import { tell } from './counts'
import type { DiskArchive } from '../../src/main/storage/archive'
import type { FaultyFs, Plan } from '../support/storage/faultyFs'
import type { Tree } from '../support/storage/memoryFs'

describe.each(['EIO', 'ENOSPC'] as const)('a disk that answers %s', (code) => {
  it.each([false, true])('to any change of a save (from then on: %s) costs no epoch', async (sticky) => {
    const start = await aRunInMemory([1, 2])
    const count = await changesOf(start)
    const outcomes: Record<string, number> = {}
    for (let at = 1; at <= count; at++) {
      const outcome = await tryWith(start, { at, code, sticky })
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    }
    tell(`${code} at each of ${count} changes, ${sticky ? 'sticky' : 'once'}`, `0 torn runs; ${JSON.stringify(outcomes)}`)
    expect(outcomes['not-committed']).toBeGreaterThan(10)
    if (!sticky) expect(outcomes['durability-uncertain']).toBe(2)
  })
})

async function changesOf(start: Tree): Promise<number> {
  const fs = faultyFs(memoryFs(copyOf(start)), { at: 0, code: 'EIO', sticky: false })
  const archive = await diskArchive(fs, runPath, 'write')
  await save(archive, 3)
  await save(archive, 4)
  return fs.count()
}

/** Saves epochs 3 and 4 with a fault, looks at what a crash would leave, heals, saves epoch 5. */
async function tryWith(start: Tree, plan: Plan): Promise<string> {
  const memory = memoryFs(copyOf(start))
  const fs = faultyFs(memory, plan)
  const archive = await diskArchive(fs, runPath, 'write').catch((error: unknown) => {
    expect(error).toBeInstanceOf(LabError)
    return null
  })
  if (!archive) {
    await expectWhole(memoryFs(rebooted(memory.tree)), [2])
    return 'not opened'
  }
  const third = await save(archive, 3)
  const fourth = await save(archive, 4)
  const safe = fourth === 'saved' ? 4 : third === 'saved' ? 3 : 2
  for (const epoch of [3, 4]) expect(await archive.weights(epoch)).toEqual(aRecord(epoch).weights)
  await expectWhole(memoryFs(rebooted(memory.tree)), [2, 3, 4].filter(epoch => epoch >= safe))
  await heals(archive, fs, memory.tree)
  return [third, fourth].find(outcome => outcome !== 'saved') ?? 'saved'
}

async function heals(archive: DiskArchive, fs: FaultyFs, tree: Tree): Promise<void> {
  fs.heal()
  expect(await save(archive, 5)).toBe('saved')
  expect(archive.unsaved()).toEqual({ waiting: [], lost: [] })
  expect(archive.facts().summary.epochs).toBe(5)
  await archive.close()
  await expectWhole(memoryFs(rebooted(tree)), [5])
}

async function save(archive: DiskArchive, epoch: number): Promise<string> {
  try {
    await archive.commit(aRecord(epoch))
    return 'saved'
  } catch (error) {
    if (error instanceof CommitFault) return error.outcome
    throw error
  }
}
