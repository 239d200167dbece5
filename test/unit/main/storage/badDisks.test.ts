/** Row 59 of the catalogue of bad inputs: disks that may only be read, that do not rename over a file, that vanish. Other runs stay as they are. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { beforeEach, describe, expect, it } from 'vitest'
import { nodeFs } from '../../../../src/main/storage/nodeFs'
import { openRunStore, runStore } from '../../../../src/main/storage/runStore'
import { aDraft, aRecord } from '../../../support/storage/builders'
import { aBystander } from '../../../support/storage/bystander'
import { faultyFs } from '../../../support/storage/faultyFs'
import { aFolder, treeHash } from '../../../support/storage/folders'
import { fault } from '../../../support/storage/memoryFs'
import type { FsPort } from '../../../../src/main/storage/fsPort'
import type { RunStore } from '../../../../src/main/storage/runStore'

let store: RunStore
let id = ''
beforeEach(async () => {
  store = await openRunStore(join(aFolder(), 'runs'))
  await aBystander(store)
  const writer = await store.create(aDraft(), { name: 'a run' })
  await writer.commit(aRecord(1))
  await writer.close()
  id = writer.facts().id
})

describe('a disk', () => {
  it.each([['EROFS', /may only be read/], ['EACCES', /this user may not/]] as const)('that answers %s to every change is looked at only', async (code, said) => {
    const readOnly = runStore(faultyFs(nodeFs, { at: 1, code, sticky: true }), store.folder)
    const before = treeHash(store.folder)
    expect((await readOnly.list()).find(run => run.id === id)).toMatchObject({ id, problem: null, labels: { name: 'a run' } })
    const run = await readOnly.open(id, 'read')
    expect(await run.weights(1)).toEqual(aRecord(1).weights)
    const refused = { code: 'E_IO', message: expect.stringMatching(said) as string }
    await expect(readOnly.open(id, 'write')).rejects.toMatchObject(refused)
    await expect(readOnly.create(aDraft())).rejects.toMatchObject(refused)
    await expect(readOnly.relabel(id, { name: 'x' })).rejects.toMatchObject(refused)
    await expect(readOnly.remove(id, join(store.folder, '..', 'trash'))).rejects.toMatchObject(refused)
    expect(treeHash(store.folder)).toBe(before)
  })

  it('that does not rename over a file still takes epochs, and says what it could not do', async () => {
    const fs: FsPort = {
      ...nodeFs,
      async rename(from, to) {
        if ((await nodeFs.inspect(to))?.kind === 'file') throw fault('EEXIST', to)
        return nodeFs.rename(from, to)
      },
    }
    const run = await runStore(fs, store.folder).open(id, 'write')
    await run.commit(aRecord(2))
    expect(run.notices[0]).toMatch(/list of epochs was not brought up to date: EEXIST/)
    await run.close()
    expect((await (await store.open(id, 'read')).resumePoint())?.epoch).toBe(2)
  })

  it('that vanishes is told once an epoch, asked a bounded number of times, and healed when it is back', async () => {
    let isThere = true
    let asked = 0
    const fs = vanishing(() => {
      asked++
      return isThere
    })
    const run = await runStore(fs, store.folder).open(id, 'write')
    isThere = false
    asked = 0
    for (const epoch of [2, 3, 4]) await expect(run.commit(aRecord(epoch))).rejects.toMatchObject({ outcome: 'not-committed', code: 'E_IO' })
    expect(asked).toBeLessThan(60)
    isThere = true
    await run.commit(aRecord(5))
    await run.close()
    expect((await store.open(id, 'read')).kept()).toHaveLength(5)
  })

  it('other than that of the trash gives and takes a run whole', async () => {
    const trash = join(aFolder(tmpdir()), 'trash')
    mkdirSync(trash)
    const before = treeHash(join(store.folder, id))
    let crossed = 0
    const fs: FsPort = {
      ...nodeFs,
      async rename(from, to) { // as between two disks, also where the machine has but one
        if (from.includes('/trash/') === to.includes('/trash/')) return nodeFs.rename(from, to)
        crossed++
        throw fault('EXDEV', to)
      },
    }
    const across = runStore(fs, store.folder)
    const trashed = await across.remove(id, trash)
    expect(treeHash(trashed)).toBe(before)
    expect((await store.list()).map(run => run.labels.name)).toEqual(['bystander'])
    await across.restore(trashed)
    expect(treeHash(join(store.folder, id))).toBe(before)
    expect(await nodeFs.list(trash)).toEqual([])
    expect(crossed).toBe(2)
  })
})

/** Nothing at all is answered while it is away. */
function vanishing(isThere: () => boolean): FsPort {
  return Object.fromEntries(Object.entries(nodeFs).map(([name, work]) => [name, async (...args: unknown[]) => {
    if (!isThere()) throw fault('ESTALE', String(args[0]))
    return (work as (...args: unknown[]) => unknown)(...args)
  }])) as unknown as FsPort
}
