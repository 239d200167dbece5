import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { deletedRuns } from '../../../../src/main/storage/deleted'
import { nodeFs } from '../../../../src/main/storage/nodeFs'
import { openRunStore, runStore } from '../../../../src/main/storage/runStore'
import { aDraft, aRecord } from '../../../support/storage/builders'
import { aFolder, treeHash } from '../../../support/storage/folders'
import { fault } from '../../../support/storage/memoryFs'

async function aStore() {
  return openRunStore(join(aFolder(), 'runs'))
}

describe('run store', () => {
  it('lists runs newest first with what they reached', async () => {
    const store = await aStore()
    const first = await store.create(aDraft(), { name: 'first' })
    await first.commit(aRecord(1))
    await first.commit(aRecord(2))
    await first.update({ state: { kind: 'ended', reason: 'finished', message: 'All epochs are done.' } })
    await first.close()
    const second = await store.create(aDraft(), { name: 'second' })
    const listed = await store.list()
    expect(listed.map(({ labels, state, problem }) => [labels.name, state?.kind, problem])).toEqual([
      ['second', 'training', null], ['first', 'ended', null]])
    expect(listed[1]?.facts?.summary).toMatchObject({ epochs: 2, best: { epoch: 2, testLoss: 0.55 }, seconds: 3 })
    await second.close()
    expect((await store.list())[0]?.state).toEqual({ kind: 'interrupted' })
  })

  it('renames a run while it trains, and keeps the name whatever is in it', async () => {
    const store = await aStore()
    const writer = await store.create(aDraft())
    const { id } = writer.facts()
    for (const name of ['', '<img onerror=1>', '../..', 'NUL.txt', '👟 déjà vu. ', 'x'.repeat(300)]) {
      await store.relabel(id, { name, tags: ['a'], notes: name })
      expect(await store.labels(id)).toEqual({ name, tags: ['a'], notes: name })
    }
    await expect(store.relabel(id, { name: 'x'.repeat(301) })).rejects.toMatchObject({ code: 'E_FORM' })
    await writer.commit(aRecord(1))
    expect((await store.labels(id)).name).toHaveLength(300)
    await writer.close()
  })

  it('makes its folder and those above it, and says where they cannot be made', async () => {
    const folder = join(aFolder(), 'a/b/runs')
    expect((await openRunStore(folder)).folder).toBe(folder)
    const refused = (path: string) => expect(openRunStore(path)).rejects.toMatchObject({ code: 'E_IO', message: expect.stringContaining(`${path}, could not be opened`) })
    writeFileSync(join(folder, 'a-file'), '')
    for (const name of ['a-file', 'a-file/runs']) await refused(join(folder, name))
    if (process.platform === 'linux') await refused('/proc/nowhere/runs') // which takes no folder, but says that the one above is missing
  })

  it('deletes into a trash and brings back, byte by byte', async () => {
    const store = await aStore()
    const writer = await store.create(aDraft())
    const { id } = writer.facts()
    await writer.commit(aRecord(1))
    const trash = join(aFolder(), 'trash')
    await expect(store.remove(id, trash)).rejects.toMatchObject({ code: 'E_BUSY' })
    await writer.close()
    const before = treeHash(writer.folder())
    const trashed = await store.remove(id, trash)
    expect(await store.list()).toEqual([])
    expect(await store.restore(trashed)).toBe(id)
    expect(treeHash(writer.folder())).toBe(before)
    expect(existsSync(trashed)).toBe(false)
  })

  it('deletes from a full disk, where not one file can be made', async () => {
    const store = await aStore()
    const writer = await store.create(aDraft())
    await writer.commit(aRecord(1))
    await writer.close()
    const full = runStore({ ...nodeFs, createFile: path => Promise.reject(fault('ENOSPC', path)) }, store.folder)
    const trash = join(aFolder(), 'trash')
    expect(await deletedRuns(nodeFs, trash)).toEqual([])
    const trashed = await full.remove(writer.facts().id, trash)
    expect(await store.list()).toEqual([])
    expect(await deletedRuns(nodeFs, trash)).toEqual([{ path: trashed, id: writer.facts().id }])
  })

  it('tells the deleted in the order in which they went, and nothing else that lies there', async () => {
    const store = await aStore()
    const trash = join(aFolder(), 'trash')
    const ids: string[] = []
    for (const _ of Array(20).keys()) {
      const writer = await store.create(aDraft())
      await writer.close()
      ids.unshift(writer.facts().id)
    }
    for (const id of ids) await store.remove(id, trash)
    for (const name of ['README', `${ids[0]}`, `${ids[0]}.0123456789ab.tmp-0123456789ab`]) mkdirSync(join(trash, name))
    expect((await deletedRuns(nodeFs, trash)).map(({ id }) => id)).toEqual(ids)
  })

  it.each(['../x', '/etc', 'CON', '', 'x'.repeat(5000), 'abc\0def', 'abc‮def', 'a/b/c/d/e/f', '..', '.tmp-abcdef'])(
    'refuses the id %j', async (id) => {
      const store = await aStore()
      for (const attempt of [() => store.open(id, 'read'), () => store.labels(id), () => store.relabel(id, {}), () => store.remove(id, '/tmp')])
        await expect(attempt()).rejects.toMatchObject({ code: 'E_PATH_ESCAPE' })
    })

  it('never follows a link that stands for a run', async () => {
    const store = await aStore()
    const outside = aFolder()
    mkdirSync(join(outside, 'epochs'))
    const before = treeHash(outside)
    symlinkSync(outside, join(store.folder, 'a-link-elsewhere'))
    expect((await store.list())[0]).toMatchObject({ id: 'a-link-elsewhere', facts: null, problem: { code: 'E_PATH_ESCAPE' } })
    await expect(store.open('a-link-elsewhere', 'write')).rejects.toMatchObject({ code: 'E_PATH_ESCAPE' })
    await expect(store.relabel('a-link-elsewhere', { name: 'x' })).rejects.toMatchObject({ code: 'E_PATH_ESCAPE' })
    expect(treeHash(outside)).toBe(before)
  })

  it('tells the room that a run needs', async () => {
    const store = await aStore()
    const space = await store.space(aDraft().config)
    expect(space.free).toBeGreaterThan(1e6)
    expect(space.wholeRun).toBeGreaterThan(space.checkpoint)
  })
})
