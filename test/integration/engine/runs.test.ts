/** Which run an engine trains: what it refuses, what it waits for, and what it does for epochs that no disk has taken. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { LabError } from '@shared/errors'
import { memoryArchive } from '../../../src/main/engine/archive'
import { learnersOf } from '../../../src/main/engine/learners'
import type { Learners } from '../../../src/main/engine/learners'
import { diskLibrary, memoryLibrary } from '../../../src/main/engine/library'
import type { Library } from '../../../src/main/engine/library'
import { turn } from '../../../src/main/engine/model/turn'
import { Runs } from '../../../src/main/engine/runs'
import type { DataSet } from '../../../src/main/engine/data/fashionMnist'
import { aConfig, someImages, theBackend } from '../../support/engine'
import { eventually } from '../../support/processes'
import { aFolder, treeHash } from '../../support/storage/folders'

const config = aConfig({ network: { hidden: [8] }, epochs: 2 })

let data: DataSet
let learners: Learners
beforeAll(async () => {
  data = await someImages()
  learners = learnersOf(await theBackend(), data)
  return () => learners.dispose()
})

function theRuns(library: Library) {
  const troubles: (string | null)[] = []
  const lab = {
    data, learners, floors: null, memory: () => 1e12, breathe: turn,
    announce: (event: string, payload: unknown) => void (event === 'trouble' && troubles.push((payload as { trouble: string | null }).trouble)),
  }
  const runs = new Runs(lab, library, 'graph', () => undefined)
  onTestFinished(() => runs.stop())
  return { runs, troubles }
}

/** Runs whose epochs wait in memory while the disk is full. */
function aFullDisk() {
  const disk = { isFull: true, closed: 0 }
  const library: Library = {
    ...memoryLibrary(),
    async create(...run) {
      const { runId, archive } = await memoryLibrary().create(...run)
      let waiting: number[] = []
      const flush = async () => {
        if (disk.isFull) throw new LabError('E_DISK_FULL', 'The disk is full.')
        waiting = []
      }
      return {
        runId,
        archive: {
          ...archive, flush,
          async commit(record) {
            await archive.commit(record)
            waiting.push(record.report.epoch)
            await flush()
          },
          unsaved: () => ({ waiting, lost: [] }),
          close: () => void disk.closed++,
        },
      }
    },
  }
  return { disk, library }
}

describe('a run whose last epochs the disk did not take', () => {
  it('is not left for another one, and is saved by itself once there is room', async () => {
    const { disk, library } = aFullDisk()
    const { runs, troubles } = theRuns(library)
    await runs.start(config)
    const { session } = runs
    await session?.ended
    expect(session?.unsaved).toBe(2)
    expect(session?.snapshot).toMatchObject({ state: { kind: 'ended', reason: 'finished' }, trouble: expect.stringMatching(/^2 epochs are in memory only.*every few seconds/) as string })
    for (const begin of [() => runs.start(config), () => runs.branch({ id: session?.runId ?? '', epoch: 2 }, { ...config, epochs: 3 })])
      await expect(begin()).rejects.toMatchObject({ code: 'E_BUSY', message: expect.stringContaining('2 epochs of the run before would be lost') as string })
    expect([runs.session === session, disk.closed]).toEqual([true, 0])

    disk.isFull = false
    await eventually('it heals', () => disk.closed === 1)
    expect([session?.unsaved, session?.snapshot.trouble, troubles.at(-1)]).toEqual([0, null, null])
    expect(session?.snapshot.log.at(-1)?.text).toBe('All epochs so far are on the disk.')
    await expect(runs.start(config)).resolves.toBeDefined()
  })

  it('makes room for another one at once, where the disk takes them by then', async () => {
    const { disk, library } = aFullDisk()
    const { runs } = theRuns(library)
    const { runId } = await runs.start(config)
    await runs.session?.ended
    disk.isFull = false
    expect((await runs.start(config)).runId).not.toBe(runId)
  })
})

describe('a run that is about to begin', () => {
  function aSlowDisk() {
    let go: () => void = () => undefined
    const mayGo = new Promise<void>(resolve => (go = resolve))
    const moved: string[] = []
    const library: Library = {
      ...memoryLibrary(),
      async create(...run) {
        await mayGo
        return { ...await memoryLibrary().create(...run), archive: { ...memoryArchive(), moveTo: async folder => void moved.push(folder) } }
      },
    }
    return { library, go, moved }
  }

  it('is stopped, too, when the engine stops', async () => {
    const { library, go } = aSlowDisk()
    const { runs } = theRuns(library)
    const begun = runs.start({ ...config, epochs: 1000 })
    const stopped = runs.stop()
    go()
    await Promise.all([begun, stopped])
    expect(runs.session?.isOver).toBe(true)
    await expect(runs.start(config)).rejects.toMatchObject({ code: 'E_BUSY' })
  })

  it('comes along when the runs move', async () => {
    const { library, go, moved } = aSlowDisk()
    const { runs } = theRuns(library)
    const begun = runs.start({ ...config, epochs: 1000 })
    const done = runs.move('/elsewhere', memoryLibrary())
    go()
    await Promise.all([begun, done])
    expect(moved).toEqual(['/elsewhere'])
  })
})

it.each(['start', 'branch'] as const)('a run that the memory will not hold does not begin: %s', async (how) => {
  const { runs } = theRuns(memoryLibrary())
  const { runId } = await runs.start(config)
  await runs.session?.ended
  Object.assign(runs['lab'], { memory: () => 1000 })
  const begin = async () => how === 'start' ? runs.start(config) : runs.branch({ id: runId, epoch: 1 }, config)
  await expect(begin()).rejects.toMatchObject({ code: 'E_MEMORY' })
})

it('a kept run that the memory will not hold is not resumed, is let go of, and is as it was', async () => {
  const folder = join(aFolder(), 'runs')
  const library = await diskLibrary(folder, (await theBackend()).info, 'a'.repeat(64))
  const { runs } = theRuns(library)
  const { runId } = await runs.start({ ...config, epochs: 1000 })
  const first = runs.session
  await eventually('an epoch', () => (first?.snapshot.epochs.length ?? 0) > 0, 60_000)
  first?.control.stop()
  await first?.ended
  const isLocked = () => readdirSync(join(folder, runId)).some(name => name.startsWith('lock-'))
  await eventually('its lock is given back', () => !isLocked())
  const before = treeHash(folder)
  Object.assign(runs['lab'], { memory: () => 1000 })
  await expect(runs.resume(runId)).rejects.toMatchObject({ code: 'E_MEMORY', message: expect.stringContaining('narrower layers or a smaller batch size') as string })
  expect(isLocked()).toBe(false)
  expect(treeHash(folder)).toBe(before)
  Object.assign(runs['lab'], { memory: () => 1e12 })
  await expect(runs.resume(runId)).resolves.toEqual({ runId })
})
