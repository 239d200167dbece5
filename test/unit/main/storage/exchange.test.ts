/** Row 80 of the catalogue of bad inputs, and archives from anybody. Other runs stay as they are. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeFs } from '../../../../src/main/storage/nodeFs'
import { openRunStore, runStore } from '../../../../src/main/storage/runStore'
import { block, encodeHeader } from '../../../../src/main/storage/tar'
import { aDraft, aRecord, randomOf } from '../../../support/storage/builders'
import { aBystander } from '../../../support/storage/bystander'
import { faultyFs } from '../../../support/storage/faultyFs'
import { aFolder, treeHash } from '../../../support/storage/folders'
import type { Watch } from '../../../../src/main/storage/meter'

async function aStoreWithRun() {
  const store = await openRunStore(join(aFolder(), 'runs'))
  await aBystander(store)
  const writer = await store.create(aDraft(), { name: 'a run', tags: ['kept'] })
  for (const epoch of [1, 2, 3]) await writer.commit(aRecord(epoch))
  await writer.update({ state: { kind: 'ended', reason: 'finished', message: 'All epochs are done.' } })
  await writer.close()
  return { store, id: writer.facts().id, folder: writer.folder() }
}

/** Whether a copy was broken off when it told its progress for the n-th time; false where it was done before. */
async function cancelled(at: number, copy: (watch: Watch) => Promise<unknown>): Promise<boolean> {
  const abort = new AbortController()
  let told = 0
  const onProgress = () => told++ === at && abort.abort()
  const fault = await copy({ onProgress, signal: abort.signal }).then(() => null, (error: unknown) => error)
  expect(fault !== null).toBe(abort.signal.aborted)
  return fault !== null
}

/** An archive by hand: what follows a name is its content. */
function tarOf(entries: Readonly<Record<string, string>>, type = '0'): Buffer {
  const parts = Object.entries(entries).flatMap(([name, content]) => {
    const header = encodeHeader({ name, bytes: content.length, kind: 'file' }, 0)
    if (type !== '0') rechecked(header, type)
    return [header, Buffer.from(content.padEnd(Math.ceil(content.length / block) * block, '\0'))]
  })
  return Buffer.concat([...parts, Buffer.alloc(2 * block)])
}

function rechecked(header: Buffer, type: string): void {
  const difference = type.charCodeAt(0) - (header[156] ?? 0)
  const sum = parseInt(header.toString('latin1', 148, 154), 8) + difference
  header.write(type, 156)
  header.write(sum.toString(8).padStart(6, '0'), 148)
}

describe('a run as one file', () => {
  it('comes back as it was, in another folder of runs', async () => {
    const { store, id } = await aStoreWithRun()
    const file = join(aFolder(), 'run.tar')
    expect((await store.exportTo(id, file)).notices).toEqual([])
    const other = await openRunStore(join(aFolder(), 'runs'))
    expect(await other.importFrom(file)).toBe(id)
    const run = await other.open(id, 'write')
    expect(run.notices).toEqual([])
    expect(run.facts()).toEqual((await store.open(id, 'read')).facts())
    expect(await other.labels(id)).toEqual({ name: 'a run', tags: ['kept'], notes: '' })
    expect((await run.resumePoint())?.optimizer).toEqual(aRecord(3).optimizer)
    await run.close()
  })

  it('is imported twice as two runs, and the copy can be trained on and exported again', async () => {
    const { store, id, folder } = await aStoreWithRun()
    const file = join(aFolder(), 'run.tar')
    await store.exportTo(id, file)
    const before = treeHash(folder)
    const copy = await store.importFrom(file)
    expect(copy).not.toBe(id)
    const run = await store.open(copy, 'write')
    expect(run.notices).toEqual([])
    await run.commit(aRecord(4))
    await run.close()
    await store.exportTo(copy, file)
    const third = await store.importFrom(file)
    expect((await store.open(third, 'read')).kept()).toHaveLength(4)
    expect(treeHash(folder)).toBe(before)
  })

  it('is an archive that tar unpacks and packs', async () => {
    const { store, id } = await aStoreWithRun()
    const [file, place] = [join(aFolder(), 'run.tar'), aFolder()]
    await store.exportTo(id, file)
    execFileSync('tar', ['-xf', file, '-C', place])
    expect(readdirSync(join(place, id, 'epochs', '3')).sort()).toEqual(['errors.bin', 'latents.bin', 'manifest.json', 'optimizer.bin', 'weights.bin'])
    const again = join(place, 'again.tar')
    execFileSync('tar', ['-cf', again, '-C', place, `./${id}`])
    expect(await (await openRunStore(join(aFolder(), 'runs'))).importFrom(again)).toBe(id)
  })

  it('can be exported while it trains', async () => {
    const store = await openRunStore(join(aFolder(), 'runs'))
    const writer = await store.create(aDraft())
    await writer.commit(aRecord(1))
    const file = join(aFolder(), 'run.tar')
    await store.exportTo(writer.facts().id, file)
    await writer.commit(aRecord(2))
    const copy = await store.importFrom(file)
    expect((await store.list()).find(({ id }) => id === copy)?.state).toEqual({ kind: 'interrupted' })
    await writer.close()
  })

  it('leaves an old file of its name alone where the export fails', async () => {
    const { store, id } = await aStoreWithRun()
    const place = aFolder()
    mkdirSync(join(place, 'taken'))
    writeFileSync(join(place, 'taken', 'x'), 'x')
    await expect(store.exportTo(id, join(place, 'taken'))).rejects.toMatchObject({ code: 'E_IO' })
    await expect(store.exportTo(id, join(place, 'nowhere', 'run.tar'))).rejects.toMatchObject({ code: 'E_IO' })
    expect(readdirSync(place)).toEqual(['taken'])
  })

  it('leaves an old file of its name alone on a disk that may only be read, or that is full at any point', async () => {
    const { store, id, folder } = await aStoreWithRun()
    const target = join(aFolder(), 'run.tar')
    writeFileSync(target, 'old')
    const readOnly = runStore(faultyFs(nodeFs, { at: 1, code: 'EROFS', sticky: true }), store.folder)
    await expect(readOnly.exportTo(id, target)).rejects.toMatchObject({ code: 'E_IO', message: expect.stringMatching(/may only be read/) as string })
    for (let at = 1; ; at++) {
      const fs = faultyFs(nodeFs, { at, code: 'ENOSPC', sticky: false })
      const fault = await runStore(fs, store.folder).exportTo(id, target).then(() => null, (error: unknown) => error)
      if (!fault) break
      expect(fault).toMatchObject({ code: 'E_DISK_FULL' })
      expect(readFileSync(target, 'utf8')).toBe('old')
      expect(readdirSync(join(target, '..'))).toEqual(['run.tar'])
    }
    expect(readFileSync(target).length).toBeGreaterThan(10_000)
    expect((await store.open(id, 'read')).folder()).toBe(folder)
  })

  it('leaves nothing where it is cancelled at any point, on its way out or in', async () => {
    const { store, id } = await aStoreWithRun()
    const file = join(aFolder(), 'run.tar')
    writeFileSync(file, 'old')
    const before = treeHash(store.folder)
    const steps = { export: 0, import: 0 }
    for (let at = 0; await cancelled(at, watch => store.exportTo(id, file, watch)); at++) {
      expect(readFileSync(file, 'utf8')).toBe('old')
      expect(readdirSync(join(file, '..'))).toEqual(['run.tar'])
      steps.export++
    }
    for (let at = 0; await cancelled(at, watch => store.importFrom(file, watch)); at++) {
      expect(treeHash(store.folder)).toBe(before)
      steps.import++
    }
    expect(steps.export).toBeGreaterThan(5)
    expect(steps.import).toBeGreaterThan(5)
    expect(readdirSync(store.folder)).toHaveLength(3) // the last import was left alone
  })

  it('tells how far it is, forwards only and to the end', async () => {
    const { store, id } = await aStoreWithRun()
    const file = join(aFolder(), 'run.tar')
    const told: number[][] = []
    const watch = () => {
      const shares: number[] = []
      told.push(shares)
      return { onProgress: (share: number) => void shares.push(share), signal: new AbortController().signal }
    }
    await store.exportTo(id, file, watch())
    await store.importFrom(file, watch())
    for (const shares of told) {
      expect(shares).toEqual([...shares].sort((a, b) => a - b))
      expect(shares.length).toBeGreaterThan(5)
      expect(shares.at(-1)).toBeGreaterThan(0.95)
      expect(shares[0]).toBeLessThan(0.5)
    }
  })

  it('is never put among the runs', async () => {
    const { store, id, folder } = await aStoreWithRun()
    const [before, link] = [treeHash(store.folder), join(aFolder(), 'link')]
    symlinkSync(store.folder, link)
    for (const target of [join(folder, 'run.json'), join(store.folder, 'run.tar'), join(folder, 'epochs', '..', 'x'), join(link, 'run.tar')])
      await expect(store.exportTo(id, target)).rejects.toMatchObject({ code: 'E_PATH_ESCAPE' })
    expect(treeHash(store.folder)).toBe(before)
  })

  it('leaves out what is damaged, and says so', async () => {
    const { store, id, folder } = await aStoreWithRun()
    writeFileSync(join(folder, 'epochs', '2', 'weights.bin'), 'garbage')
    const file = join(aFolder(), 'run.tar')
    expect((await store.exportTo(id, file)).notices[0]).toMatch(/weights\.bin of epoch 2 has 7 bytes/)
    const copy = await store.importFrom(file)
    expect((await store.open(copy, 'read')).kept().map(({ manifest }) => manifest.epoch)).toEqual([1, 3])
  })
})

describe('an archive from anybody', () => {
  const id = '20260101-000000-abcdef'
  it.each([
    ['a path upwards', tarOf({ [`${id}/../evil`]: 'x' }), 'E_PATH_ESCAPE'],
    ['an absolute path', tarOf({ '/etc/passwd': 'x' }), 'E_PATH_ESCAPE'],
    ['a backslash', tarOf({ [`${id}\\run.json`]: 'x' }), 'E_PATH_ESCAPE'],
    ['a drive', tarOf({ 'C:/run.json': 'x' }), 'E_PATH_ESCAPE'],
    ['a lock', tarOf({ [`${id}/lock-1.json`]: '{}' }), 'E_PATH_ESCAPE'],
    ['a file beside an epoch', tarOf({ [`${id}/epochs/1/../../x`]: 'x' }), 'E_PATH_ESCAPE'],
    ['an epoch of another spelling', tarOf({ [`${id}/epochs/01/manifest.json`]: 'x' }), 'E_PATH_ESCAPE'],
    ['a link', tarOf({ [`${id}/run.json`]: '' }, '2'), 'E_UNSUPPORTED'],
    ['a hard link', tarOf({ [`${id}/run.json`]: '' }, '1'), 'E_UNSUPPORTED'],
    ['a device', tarOf({ [`${id}/run.json`]: '' }, '3'), 'E_UNSUPPORTED'],
    ['a long name', tarOf({ [`${id}/run.json`]: '' }, 'L'), 'E_UNSUPPORTED'],
    ['two runs', tarOf({ [`${id}/run.json`]: '{}', '20260101-000000-fedcba/run.json': '{}' }), 'E_FORMAT'],
    ['the same file twice', Buffer.concat([tarOf({ [`${id}/run.json`]: '{}' }).subarray(0, 2 * block), tarOf({ [`${id}/run.json`]: '{}' })]), 'E_FORMAT'],
    ['no run', tarOf({ [`${id}/metrics.jsonl`]: '' }), 'E_FORMAT'],
    ['nothing', Buffer.alloc(1024), 'E_FORMAT'],
    ['not one byte', Buffer.alloc(0), 'E_TRUNCATED'],
    ['a picture', Buffer.alloc(5000, 0x89), 'E_FORMAT'],
    ['a size of gigabytes', hugeEntry(), 'E_TRUNCATED'],
    ['a run.json that is none', tarOf({ [`${id}/run.json`]: '{"a":1}' }), 'E_RUN_DAMAGED'],
  ])('with %s is refused, and nothing appears', async (_, bytes, code) => {
    const store = await openRunStore(join(aFolder(), 'runs'))
    const file = join(aFolder(), 'hostile.tar')
    writeFileSync(file, bytes)
    const since = performance.now()
    await expect(store.importFrom(file)).rejects.toMatchObject({ code })
    expect(performance.now() - since).toBeLessThan(1000)
    expect(readdirSync(store.folder)).toEqual([])
    expect(existsSync(join(store.folder, '..', 'evil'))).toBe(false)
  })

  function hugeEntry(): Buffer {
    return Buffer.concat([encodeHeader({ name: `${id}/run.json`, bytes: 8 ** 9, kind: 'file' }, 0), Buffer.alloc(2 * block)])
  }

  it('is imported whole or not at all, wherever it is cut off and whatever bit of it flips', async () => {
    const { store, id } = await aStoreWithRun()
    const [whole, file] = [join(aFolder(), 'run.tar'), join(aFolder(), 'hostile.tar')]
    await store.exportTo(id, whole)
    const bytes = readFileSync(whole)
    const other = await openRunStore(join(aFolder(), 'runs'))
    const random = randomOf(3)
    let refused = 0
    for (let i = 0; i < 60; i++) {
      const changed = Buffer.from(i % 2 ? bytes : bytes.subarray(0, Math.floor(random() * (bytes.length - 2 * block))))
      const offset = Math.floor(random() * changed.length)
      if (i % 2) changed[offset] = (changed[offset] ?? 0) ^ (1 << Math.floor(random() * 8))
      writeFileSync(file, changed)
      const answer = await other.importFrom(file).catch((error: { code: string }) => error.code)
      if (answer.startsWith('E_')) refused++
      else await expectSame(answer) // the bit was in the padding, in the story or in a line of figures, which the manifests heal
    }
    expect(refused).toBeGreaterThan(45)

    async function expectSame(copy: string) {
      const [run, original] = [await other.open(copy, 'read'), await store.open(id, 'read')]
      expect(run.reports()).toEqual(original.reports())
      for (const epoch of [1, 2, 3]) expect(await run.weights(epoch)).toEqual(aRecord(epoch).weights)
      expect({ ...run.facts(), id: '' }).toEqual({ ...original.facts(), id: '' })
    }
  })
})
