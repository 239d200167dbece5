/** kill -9 at seeded instants while epochs are saved, and while a run is set right after such a kill. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { openRunStore } from '../../src/main/storage/runStore'
import { aDraft, aRecord, randomOf } from '../support/storage/builders'
import { aFolder, aSharedFolder, treeHash } from '../support/storage/folders'
import { bundle } from './child/bundle'
import { scaled, tell } from './counts'
import type { RunStore } from '../../src/main/storage/runStore'

const scale = 40 // about 80 kB an epoch
const killsPerRun = 20
const bundles = aSharedFolder()
let saver = ''
beforeAll(async () => {
  saver = await bundle('saver.ts', bundles)
})

describe('a process that is killed', () => {
  it('while it saves loses at most the epoch it was saving', async () => {
    const counts = await storm(scaled(200, 20), 'saving', 11)
    tell('kill -9 while saving', counts)
  })

  it('while it opens what a kill left loses nothing', async () => {
    const counts = await storm(scaled(50, 8), 'opening', 12)
    tell('kill -9 while opening after a kill', counts)
  })
})

/** Until so many kills have met a save, or an opening. */
async function storm(wanted: number, moment: 'saving' | 'opening', seed: number): Promise<string> {
  const random = randomOf(seed)
  const store = await openRunStore(join(aFolder(tmpdir()), 'runs')) // a disk whose syncs take time
  const bystander = await aRun(store)
  const before = treeHash(bystander)
  let id = ''
  let saved = 0
  let [kills, midway] = [0, 0]
  for (; midway < wanted; kills++) {
    expect(kills, 'else the kills come at the wrong time').toBeLessThan(8 * wanted)
    if (kills % killsPerRun === 0) {
      id = (await aRun(store)).split('/').at(-1) ?? ''
      saved = 1
    }
    const delay = random() * (moment === 'saving' ? 25 : 60) // an opening that is through goes on to save, so that the next finds what a kill left
    const heard = await killed(store, id, moment, delay)
    const promised = Math.max(saved, ...heard.filter(line => line.startsWith('saved ')).map(line => Number(line.slice(6))))
    saved = await expectWhole(store, id, promised)
    if (heard.at(-1)?.startsWith(moment)) midway++
  }
  expect(treeHash(bystander)).toBe(before)
  return `${kills} kills, ${midway} of them within ${moment === 'saving' ? 'a save' : 'an opening'}; all reopened with every epoch promised, the other run unchanged`
}

/** A new run with one epoch, closed; answers its folder. */
async function aRun(store: RunStore): Promise<string> {
  const archive = await store.create(aDraft())
  await archive.commit(aRecord(1, { scale }))
  await archive.close()
  return archive.folder()
}

/** What the process had said when it died. */
async function killed(store: RunStore, id: string, moment: string, delay: number): Promise<string[]> {
  const child = spawn(process.execPath, [saver, store.folder, id, '1000', String(scale)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const heard: string[] = []
  const lines = createInterface({ input: child.stdout })
  const isThere = new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      heard.push(line)
      if (line.startsWith(moment)) resolve()
    })
  })
  const ended = once(child, 'close')
  await Promise.race([isThere, ended])
  await wait(delay)
  child.kill('SIGKILL')
  await ended
  expect(child.signalCode).toBe('SIGKILL')
  return heard
}

/** Every epoch is bit by bit what was handed over; nothing that was promised is missing, and at most one more is there. */
async function expectWhole(store: RunStore, id: string, promised: number): Promise<number> {
  const archive = await store.open(id, 'read')
  const epochs = archive.kept().map(({ manifest }) => manifest.epoch)
  const newest = epochs.at(-1) ?? 0
  expect([promised, promised + 1]).toContain(newest)
  expect(epochs).toEqual(Array.from({ length: newest }, (_, i) => i + 1))
  const point = await archive.resumePoint()
  const { weights, optimizer } = aRecord(newest, { scale })
  expect(point).toMatchObject({ epoch: newest, weights, optimizer })
  expect(await archive.weights(promised)).toEqual(aRecord(promised, { scale }).weights)
  return newest
}
