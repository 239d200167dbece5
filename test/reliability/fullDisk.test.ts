/** A disk of 8 MiB that is truly full. Mounting one takes rights that not every machine gives. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { diskArchive } from '../../src/main/storage/archive'
import { newRunFile, publishRun, writeRunSkeleton } from '../../src/main/storage/createRun'
import { nodeFs } from '../../src/main/storage/nodeFs'
import { noLabels } from '../../src/main/storage/runFile'
import { openRunStore } from '../../src/main/storage/runStore'
import { removeTree } from '../../src/main/storage/trees'
import { aDraft, aRecord } from '../support/storage/builders'
import { aFolder, aSharedFolder, treeHash } from '../support/storage/folders'
import { cannot, tell } from './counts'
import type { DiskArchive } from '../../src/main/storage/archive'

const place = aSharedFolder()
const scale = 400 // about 800 kB an epoch
const canMount = mount() && unmount()

function mount(): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', place]).status === 0
}
function unmount(): boolean {
  return spawnSync('umount', ['-l', place]).status === 0
}

if (!canMount) it('a full disk', () => cannot('a disk of 8 MiB', 'mounting one takes rights that this user has not'))

describe.skipIf(!canMount)('on a full disk (needs the right to mount)', () => {
  let bystander: { readonly folder: string, readonly before: string }
  beforeEach(async () => {
    mount()
    const run = await aRun('20260101-000000-000000')
    await run.commit(aRecord(1))
    await run.close()
    bystander = { folder: run.folder(), before: treeHash(run.folder()) }
  })
  afterEach(() => {
    const now = treeHash(bystander.folder)
    unmount()
    expect(now, 'a run to which nothing was done').toBe(bystander.before)
  })

  it('training goes on in memory, and the next epoch heals when there is room again', async () => {
    const ballast = join(place, 'ballast')
    writeFileSync(ballast, Buffer.alloc(4 * 1024 * 1024))
    const archive = await aRun()
    const saved = await saveUntilFull(archive)
    const before = treeHash(join(archive.folder(), 'epochs', '1'))
    for (const epoch of [saved + 2, saved + 3])
      await expect(archive.commit(aRecord(epoch, { scale }))).rejects.toMatchObject({ outcome: 'not-committed', code: 'E_DISK_FULL' })
    // What waits loses its optimizer when two newer ones wait, so an older epoch may fit after all.
    const { waiting } = archive.unsaved()
    expect([...archive.kept().map(({ manifest }) => manifest.epoch), ...waiting]).toEqual(upTo(saved + 3))
    expect(waiting.at(-1)).toBe(saved + 3)
    for (const epoch of upTo(saved + 3)) expect(await archive.weights(epoch)).toEqual(aRecord(epoch, { scale }).weights)
    expect(treeHash(join(archive.folder(), 'epochs', '1'))).toBe(before)

    rmSync(ballast)
    await archive.commit(aRecord(saved + 4, { scale }))
    expect(archive.unsaved()).toEqual({ waiting: [], lost: [] })
    await archive.close()
    const again = await diskArchive(nodeFs, archive.folder(), 'read')
    expect(again.notices).toEqual([])
    expect(again.leftovers).toEqual([])
    expect(again.kept().map(({ manifest }) => manifest.epoch)).toEqual(upTo(saved + 4))
    expect(again.reports()).toHaveLength(saved + 4)
    tell('a full disk of 8 MiB', `full after ${saved} epochs, ${waiting.length} waited in memory, all ${saved + 4} there after space was freed`)
  })

  it('another folder takes the whole run, what waited in memory included', async () => {
    const archive = await aRun()
    const saved = await saveUntilFull(archive)
    const other = join(aFolder(), 'elsewhere')
    mkdirSync(other)
    const old = archive.folder()
    await archive.moveTo(other)
    await archive.commit(aRecord(saved + 2, { scale }))
    await archive.close()
    const moved = await (await openRunStore(other)).open(archive.facts().id, 'write')
    expect(moved.notices).toEqual([])
    expect(moved.kept().map(({ manifest }) => manifest.epoch)).toEqual(upTo(saved + 2))
    expect((await moved.resumePoint())?.optimizer).toEqual(aRecord(saved + 2, { scale }).optimizer)
    expect((await diskArchive(nodeFs, old, 'read')).kept()).toHaveLength(saved) // the old place keeps what it had
    await moved.close()
  })

  it('deleting an old run makes room, and what waited in memory is saved', async () => {
    const store = await openRunStore(place)
    const old = await aRun('20260101-000000-000001')
    await old.commit(aRecord(1, { scale }))
    await old.commit(aRecord(2, { scale }))
    await old.close()
    const archive = await aRun()
    const saved = await saveUntilFull(archive)
    writeFileSync(join(place, 'ballast'), Buffer.alloc(free()))
    expect(free()).toBe(0)
    const trashed = await store.remove(old.facts().id, join(place, 'deleted-runs'))
    expect(free(), 'a name takes no room').toBe(0)
    await removeTree(nodeFs, trashed)
    await archive.flush()
    expect(archive.unsaved()).toEqual({ waiting: [], lost: [] })
    expect(archive.kept().map(({ manifest }) => manifest.epoch)).toEqual(upTo(saved + 1))
    await archive.close()
    tell('an old run deleted on a full disk of 8 MiB', `done without a free byte; then epoch ${saved + 1}, which had waited, was saved`)
  })

  it('a run that has no room for three checkpoints is not begun', async () => {
    const store = await openRunStore(place)
    await expect(store.create(aDraft())).rejects.toMatchObject({ code: 'E_DISK_FULL', message: expect.stringMatching(/8.* MB free.*needs 1\d\.\d MB/) as string })
    expect(await store.list()).toHaveLength(1)
  })
})

async function aRun(id = '20260101-000000-abcdef'): Promise<DiskArchive> {
  const file = newRunFile(id, 0, aDraft())
  return diskArchive(nodeFs, await publishRun(nodeFs, place, file.id, draft => writeRunSkeleton(nodeFs, draft, file, noLabels)), 'write')
}

function free(): number {
  const { bavail, bsize } = statfsSync(place)
  return bavail * bsize
}

/** Answers how many epochs the disk took; one more waits in memory. */
async function saveUntilFull(archive: DiskArchive): Promise<number> {
  for (let epoch = 1; epoch < 40; epoch++) {
    const fault = await archive.commit(aRecord(epoch, { scale })).then(() => null, (error: unknown) => error)
    if (!fault) continue
    expect(fault).toMatchObject({ outcome: 'not-committed', code: 'E_DISK_FULL', epoch, message: expect.stringMatching(/needs [\d.]+ MB more/) as string })
    expect((fault as { bytesNeeded: number }).bytesNeeded).toBeGreaterThan(0)
    return epoch - 1
  }
  throw new Error('the disk was never full')
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1)
}
