/** Rows 57 to 66 of the catalogue of bad inputs: what may stand in a folder of runs. Every other run's files stay as they are. */
import { spawn } from 'node:child_process'
import {
  chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { nodeFs } from '../../../../src/main/storage/nodeFs'
import { identityOf } from '../../../../src/main/storage/processes'
import { openRunStore, runStore } from '../../../../src/main/storage/runStore'
import { seal, unsealAnyway } from '../../../../src/main/storage/seal'
import { aDraft, aRecord } from '../../../support/storage/builders'
import { aFolder, treeHash } from '../../../support/storage/folders'
import { fault } from '../../../support/storage/memoryFs'
import type { FsPort } from '../../../../src/main/storage/fsPort'
import type { RunStore } from '../../../../src/main/storage/runStore'

let store: RunStore
let folder = ''
let id = ''
let bystander = ''
let before = ''

beforeEach(async () => {
  store = await openRunStore(join(aFolder(), 'runs'))
  bystander = await aRun(1)
  before = treeHash(bystander)
  folder = await aRun(3)
  id = basename(folder)
})
afterEach(() => {
  expect(treeHash(bystander)).toBe(before)
})

async function aRun(epochs: number): Promise<string> {
  const writer = await store.create(aDraft())
  for (let epoch = 1; epoch <= epochs; epoch++) await writer.commit(aRecord(epoch))
  await writer.close()
  return writer.folder()
}

/** Opens, answers the epochs that are there and what was said. */
async function look(access: 'read' | 'write' = 'write') {
  const run = await store.open(id, access)
  const epochs = run.kept().map(({ manifest }) => manifest.epoch)
  const point = await run.resumePoint()
  if (point) expect(point).toMatchObject({ weights: aRecord(point.epoch).weights, optimizer: aRecord(point.epoch).optimizer })
  await run.close()
  return { epochs, resumesFrom: point?.epoch ?? null, said: run.notices.join(' '), facts: run.facts(), leftovers: run.leftovers }
}

const inEpoch = (epoch: number, name: string) => join(folder, 'epochs', String(epoch), name)

describe('a damaged run (57)', () => {
  it.each([
    ['the manifest is missing', () => rmSync(inEpoch(3, 'manifest.json')), /manifest\.json of epoch 3 is missing/],
    ['the manifest is empty', () => truncateSync(inEpoch(3, 'manifest.json'), 0), /manifest\.json of epoch 3 is empty/],
    ['the manifest is half', () => truncateSync(inEpoch(3, 'manifest.json'), 500), /manifest\.json of epoch 3 is cut off/],
    ['the manifest is a folder', () => replace(inEpoch(3, 'manifest.json'), path => mkdirSync(path)), /could not be read/],
    ['the manifest belongs to another epoch', () => writeFileSync(inEpoch(3, 'manifest.json'), readFileSync(inEpoch(2, 'manifest.json'))), /belongs to epoch 2/],
    ['a hash does not match', () => flip(inEpoch(3, 'weights.bin')), /weights\.bin does not match its SHA-256/],
    ['a blob is missing', () => rmSync(inEpoch(3, 'weights.bin')), /weights\.bin of epoch 3 is missing/],
    ['a blob lost its last 4,096 bytes', () => truncateSync(inEpoch(3, 'weights.bin'), 4), /weights\.bin of epoch 3 has 4 bytes/],
    ['a blob is a link', () => replace(inEpoch(3, 'weights.bin'), path => symlinkSync('/etc/hostname', path)), /weights\.bin of epoch 3/],
    ['the epoch is a link', () => replace(join(folder, 'epochs', '3'), path => symlinkSync(join(folder, 'epochs', '2'), path)), /Epoch 3 is not a folder/],
    ['the epoch is another run\'s', () => swapIn(), /belongs to another run/],
  ])('of which %s opens at the epoch before, and says why', async (_, damage, said) => {
    damage()
    const hash = treeHash(folder)
    const looked = await look('read')
    expect(looked).toMatchObject({ resumesFrom: 2, said: expect.stringMatching(said) as string })
    expect(treeHash(folder)).toBe(hash) // looking changes nothing
    const opened = await look()
    expect(opened).toMatchObject({ epochs: [1, 2], resumesFrom: 2, said: expect.stringMatching(said) as string })
    expect(readdirSync(join(folder, 'quarantine'))).toHaveLength(1) // nothing is deleted
    expect((await look()).said).toBe('')
  })

  it('of which run.json is lost is made anew from its newest epoch, its name kept', async () => {
    await store.relabel(id, { name: 'kept' })
    const { facts } = await look()
    for (const damage of [() => rmSync(join(folder, 'run.json')), () => truncateSync(join(folder, 'run.json'), 0), () => truncateSync(join(folder, 'run.json'), 99)]) {
      damage()
      expect((await store.list()).find(run => run.id === id)).toMatchObject({ facts: null, problem: { code: 'E_RUN_DAMAGED' }, labels: { name: 'kept' } })
      const opened = await look()
      expect(opened.said).toMatch(/run\.json .*made anew/s)
      expect(opened.facts).toMatchObject({ config: facts.config, createdAt: facts.createdAt, summary: facts.summary })
      expect((await store.list()).find(run => run.id === id)?.problem).toBeNull()
    }
  })

  it('of which nothing verifies is listed with what is wrong', async () => {
    rmSync(join(folder, 'run.json'))
    rmSync(join(folder, 'epochs'), { recursive: true })
    expect((await store.list()).find(run => run.id === id)?.problem).toEqual({ code: 'E_RUN_DAMAGED', message: 'run.json is missing.' })
    await expect(store.open(id, 'write')).rejects.toMatchObject({ code: 'E_RUN_DAMAGED' })
    await expect(store.open(id, 'read')).rejects.toMatchObject({ code: 'E_RUN_DAMAGED' })
  })

  it('of which the optimizer is lost can be looked at, and resumes from the epoch before', async () => {
    rmSync(inEpoch(3, 'optimizer.bin'))
    expect(await look()).toMatchObject({ epochs: [1, 2, 3], resumesFrom: 2 })
  })
})

describe('a run with gaps and leftovers (58)', () => {
  it('that was killed before its first epoch opens without any', async () => {
    rmSync(join(folder, 'epochs'), { recursive: true })
    for (let i = 0; i < 300; i++) mkdirSync(join(folder, 'epochs', `.tmp-${i}-abc`), { recursive: true })
    const looked = await look('read')
    expect(looked).toMatchObject({ epochs: [], resumesFrom: null, said: '' })
    expect(looked.leftovers).toHaveLength(300)
    expect(readdirSync(join(folder, 'epochs'))).toHaveLength(300) // looking changes nothing
    expect(await look()).toMatchObject({ leftovers: [], said: 'What 300 unfinished save(s) had left was cleared away.' })
    expect(readdirSync(join(folder, 'epochs'))).toEqual([])
    expect((await look()).said).toBe('')
  })

  it('keeps what a save has under way from whoever comes second', async () => {
    const writer = await store.open(id, 'write')
    mkdirSync(join(folder, 'epochs', '.tmp-4-under-way'))
    await expect(store.open(id, 'write')).rejects.toMatchObject({ code: 'E_BUSY' })
    expect(existsSync(join(folder, 'epochs', '.tmp-4-under-way'))).toBe(true)
    await writer.close()
  })

  it('opens all the same where a leftover cannot be cleared away, and says so', async () => {
    mkdirSync(join(folder, 'epochs', '.tmp-4-abc'))
    const stubborn = runStore({ ...nodeFs, removeFolder: path => Promise.reject(fault('EACCES', path)) }, store.folder)
    const writer = await stubborn.open(id, 'write')
    expect(writer.notices).toEqual(['What unfinished saves had left could not be cleared away: this user may not.'])
    await writer.commit(aRecord(4))
    await writer.close()
    expect(await look()).toMatchObject({ epochs: [1, 2, 3, 4] })
  })

  it('tells in the list how many epochs are in its quarantine', async () => {
    const listed = async () => (await store.list()).find(run => run.id === id)?.setAside
    expect(await listed()).toBe(0)
    rmSync(inEpoch(3, 'manifest.json'))
    await look()
    expect(await listed()).toBe(1)
  })

  it('whose newest epoch is empty opens at the one before', async () => {
    mkdirSync(join(folder, 'epochs', '4'))
    expect(await look()).toMatchObject({ epochs: [1, 2, 3], resumesFrom: 3, said: expect.stringMatching(/epoch 4 is missing/) as string })
  })

  it('that lacks one in the midst opens at its newest', async () => {
    rmSync(join(folder, 'epochs', '2'), { recursive: true })
    expect(await look()).toMatchObject({ epochs: [1, 3], resumesFrom: 3, said: '' })
  })

  it('pays no heed to what is not its own', async () => {
    for (const name of ['03', '+3', '1e3', 'Thumbs.db', '-1', '9999999999']) mkdirSync(join(folder, 'epochs', name))
    writeFileSync(join(store.folder, 'README'), 'hello')
    mkdirSync(join(store.folder, 'not a run'))
    expect(await look()).toMatchObject({ epochs: [1, 2, 3], resumesFrom: 3, said: '' })
    expect(await store.list()).toHaveLength(2)
  })
})

describe('a run made by another version (60)', () => {
  const rewrite = (path: string, change: (document: Record<string, unknown>) => object) =>
    writeFileSync(path, seal(change(unsealAnyway(readFileSync(path)) as Record<string, unknown>)))

  it('newer is looked at and never written', async () => {
    rewrite(join(folder, 'run.json'), document => ({ ...document, schemaVersion: 2, mood: 'good', summary: { ...document.summary as object, mood: 1 } }))
    rewrite(inEpoch(3, 'manifest.json'), document => ({ ...document, schemaVersion: 2, mood: ['good'] }))
    const hash = treeHash(folder)
    expect((await store.list()).find(run => run.id === id)).toMatchObject({ facts: { id }, problem: { code: 'E_VERSION' } })
    expect(await look('read')).toMatchObject({ epochs: [1, 2, 3], said: expect.stringMatching(/newer Latent Lab/) as string })
    await expect(store.open(id, 'write')).rejects.toMatchObject({ code: 'E_VERSION' })
    expect(treeHash(folder)).toBe(hash)
  })

  it('newer in one epoch only is not written either', async () => {
    rewrite(inEpoch(2, 'manifest.json'), document => ({ ...document, schemaVersion: 2, epoch: 'two' }))
    const hash = treeHash(folder)
    await expect(store.open(id, 'write')).rejects.toMatchObject({ code: 'E_VERSION' })
    expect(treeHash(folder)).toBe(hash)
  })

  it('newer in a way that this lab does not understand is E_VERSION', async () => {
    rewrite(join(folder, 'run.json'), document => ({ schemaVersion: 9, everything: document }))
    await expect(store.open(id, 'read')).rejects.toMatchObject({ code: 'E_VERSION' })
    expect((await store.list()).find(run => run.id === id)?.problem?.code).toBe('E_VERSION')
  })
})

describe('a run whose folder changes under it (62)', () => {
  it.each([
    ['deleted', () => rmSync(folder, { recursive: true })],
    ['renamed', () => renameSync(folder, `${folder}-elsewhere`)],
    ['replaced by another', () => {
      renameSync(folder, `${folder}-elsewhere`)
      mkdirSync(join(folder, 'epochs'), { recursive: true })
    }],
  ])('%s while it trains is told, kept in memory and saved elsewhere', async (_, change) => {
    const run = await store.open(id, 'write')
    change()
    await expect(run.commit(aRecord(4))).rejects.toMatchObject({ outcome: 'not-committed', code: 'E_IO' })
    expect(await run.weights(4)).toEqual(aRecord(4).weights)
    expect(existsSync(join(folder, 'run.json'))).toBe(false) // nothing was written in its place
    const elsewhere = join(aFolder(), 'elsewhere')
    mkdirSync(elsewhere)
    await run.moveTo(elsewhere)
    expect(run.unsaved().waiting).toEqual([])
    await run.commit(aRecord(5))
    await run.close()
    const moved = await (await openRunStore(elsewhere)).open(id, 'read')
    expect((await moved.resumePoint())?.epoch).toBe(5)
    expect(await moved.weights(4)).toEqual(aRecord(4).weights)
  })
})

describe('a run that leads elsewhere (63)', () => {
  it('by a link in the place of its epochs is not followed', async () => {
    const outside = aFolder()
    renameSync(join(folder, 'epochs'), join(outside, 'epochs'))
    symlinkSync(join(outside, 'epochs'), join(folder, 'epochs'))
    const hash = treeHash(outside)
    expect((await look('read')).epochs).toEqual([])
    await expect(store.open(id, 'write')).rejects.toMatchObject({ code: 'E_PATH_ESCAPE' })
    expect(treeHash(outside)).toBe(hash)
  })

  it('by a link that takes the place of its epochs while it trains is not followed', async () => {
    const [outside, run] = [aFolder(), await store.open(id, 'write')]
    renameSync(join(folder, 'epochs'), join(outside, 'epochs'))
    symlinkSync(join(outside, 'epochs'), join(folder, 'epochs'))
    const hash = treeHash(outside)
    await expect(run.commit(aRecord(4))).rejects.toMatchObject({ code: 'E_PATH_ESCAPE' })
    await run.close()
    expect(treeHash(outside)).toBe(hash)
  })

  it('by a run inside a run is not listed', async () => {
    renameSync(folder, join(bystander, id))
    expect((await store.list()).map(run => run.id)).toEqual([basename(bystander)])
    renameSync(join(bystander, id), folder)
  })

  it('by the path of its data set is damaged', async () => {
    const path = join(folder, 'run.json')
    const document = unsealAnyway(readFileSync(path)) as { config: object }
    writeFileSync(path, seal({ ...document, config: { ...document.config, dataset: '../../../etc' } }))
    expect((await store.list()).find(run => run.id === id)?.problem).toMatchObject({ code: 'E_RUN_DAMAGED', message: expect.stringMatching(/config\.dataset/) as string })
  })
})

describe('a run that is locked (65)', () => {
  const lock = (holder: object) => writeFileSync(join(folder, 'lock-7.json'), JSON.stringify(holder))
  const self = identityOf()

  it.each([
    ['a process that is gone', { ...self, pid: 2 ** 22 - 1 }],
    ['a living process that took over the number', { ...self, started: '1' }],
    ['a process from before the machine was started', { ...self, boot: 'another' }],
    ['a process that died as it wrote its name', 'x'],
  ])('by %s is taken over', async (_, holder) => {
    lock(holder as object)
    expect((await store.list()).find(run => run.id === id)?.state).toEqual({ kind: 'interrupted' })
    expect(await look()).toMatchObject({ resumesFrom: 3 })
    expect(readdirSync(folder).filter(name => name.startsWith('lock'))).toEqual([])
  })

  it.each([
    ['a living process', self, /another process \(number \d+\)/],
    ['a process of another computer', { ...self, host: 'elsewhere' }, /on the computer elsewhere/],
  ])('by %s is not', async (_, holder, said) => {
    lock(holder)
    await expect(store.open(id, 'write')).rejects.toMatchObject({ code: 'E_BUSY', message: expect.stringMatching(said) as string })
    expect((await look('read')).epochs).toEqual([1, 2, 3])
    expect((await store.list()).find(run => run.id === id)?.state).toEqual({ kind: 'training' })
  })

  it('by a process that has ended, unasked by its parent, is taken over', async () => {
    // The shell becomes a sleep, which never asks how its child ended.
    const parent = spawn('sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] })
    onTestFinished(() => void parent.kill('SIGKILL'))
    const pid = Number(await new Promise<Buffer>(resolve => parent.stdout.once('data', resolve)))
    lock(identityOf(pid))
    await vi.waitFor(() => expect(readFileSync(`/proc/${pid}/stat`, 'utf8')).toMatch(/\) Z /), { timeout: 5_000 })
    expect((await store.list()).find(run => run.id === id)?.state).toEqual({ kind: 'interrupted' })
    expect(await look()).toMatchObject({ resumesFrom: 3 })
  })

  it('is written by one of many that ask at once', async () => {
    lock({ ...self, started: '1' })
    const answers = await Promise.allSettled(Array.from({ length: 8 }, () => store.open(id, 'write')))
    const opened = answers.flatMap(answer => answer.status === 'fulfilled' ? [answer.value] : [])
    expect(opened).toHaveLength(1)
    await opened[0]?.close()
  })

  it('stops writing when another process takes it over', async () => {
    const run = await store.open(id, 'write')
    writeFileSync(join(folder, 'lock-99.json'), JSON.stringify(self))
    const hash = treeHash(join(folder, 'epochs'))
    await expect(run.commit(aRecord(4))).rejects.toMatchObject({ outcome: 'not-committed', code: 'E_BUSY' })
    await expect(run.update({ state: { kind: 'open' } })).rejects.toMatchObject({ code: 'E_BUSY' })
    expect(treeHash(join(folder, 'epochs'))).toBe(hash)
    await run.close()
    expect(existsSync(join(folder, 'lock-99.json'))).toBe(true)
  })
})

describe('a run that is taken over in the midst of a save (65)', () => {
  it('gets nothing more from the one that lost it', async () => {
    const fs: FsPort = {
      ...nodeFs,
      async createFile(path) {
        if (path.endsWith('manifest.json')) writeFileSync(join(folder, 'lock-99.json'), JSON.stringify(identityOf()))
        return nodeFs.createFile(path)
      },
    }
    const run = await runStore(fs, store.folder).open(id, 'write')
    await expect(run.commit(aRecord(4))).rejects.toMatchObject({ outcome: 'not-committed', code: 'E_BUSY' })
    expect(readdirSync(join(folder, 'epochs')).sort()).toEqual(['1', '2', '3'])
    await run.close()
  })
})

describe('an epoch with garbage for latents (66)', () => {
  it('shows a placeholder for them, and the rest', async () => {
    flip(inEpoch(2, 'latents.bin'))
    writeFileSync(inEpoch(1, 'latents.bin'), 'garbage')
    const run = await store.open(id, 'write')
    for (const epoch of [1, 2]) {
      await expect(run.embedding(epoch, 'test')).rejects.toMatchObject({ code: 'E_RUN_DAMAGED' })
      expect(await run.weights(epoch)).toEqual(aRecord(epoch).weights)
    }
    expect(await run.embedding(3, 'test')).toEqual(aRecord(3).embeddings.test)
    expect(run.kept()[0]?.problems).toEqual(['latents.bin of epoch 1 has 7 bytes, not 360.'])
    await run.close()
  })
})

function flip(path: string): void {
  const bytes = readFileSync(path)
  bytes[3] = (bytes[3] ?? 0) ^ 4
  writeFileSync(path, bytes)
}

function replace(path: string, put: (path: string) => void): void {
  rmSync(path, { recursive: true })
  put(path)
}

/** The bystander's first epoch as this run's third. */
function swapIn(): void {
  const from = join(bystander, 'epochs', '1')
  rmSync(join(folder, 'epochs', '3'), { recursive: true })
  mkdirSync(join(folder, 'epochs', '3'))
  for (const name of readdirSync(from)) writeFileSync(inEpoch(3, name), readFileSync(join(from, name)))
  const path = inEpoch(3, 'manifest.json')
  writeFileSync(path, seal({ ...unsealAnyway(readFileSync(path)) as object, epoch: 3 }))
  chmodSync(path, 0o644)
}
