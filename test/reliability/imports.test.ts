/** kill -9 at seeded instants of imports: a run is there whole or not at all, and what was being made of it goes with the next start. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openRunStore } from '../../src/main/storage/runStore'
import { aDraft, aRecord, randomOf } from '../support/storage/builders'
import { aFolder, treeHash } from '../support/storage/folders'
import { bundle } from './child/bundle'
import { scaled, tell } from './counts'

const scale = 40

it('an import that is killed leaves whole runs alone once its folder is opened again', async () => {
  const importer = await bundle('importer.ts', aFolder())
  const file = await anExportedRun()
  const store = await openRunStore(join(aFolder(tmpdir()), 'runs'))
  const random = randomOf(13)
  const wanted = scaled(50, 8)
  let [kills, midway] = [0, 0]
  for (; midway < wanted; kills++) {
    expect(kills, 'else the kills come at the wrong time').toBeLessThan(8 * wanted)
    await killed(importer, [store.folder, file], random() * 60)
    const unfinished = readdirSync(store.folder).filter(name => name.startsWith('.'))
    midway += unfinished.length
    const runs = await store.list()
    const before = treeHash(store.folder)
    expect(await store.clearDrafts()).toBe(unfinished.length)
    expect(treeHash(store.folder) === before).toBe(unfinished.length === 0)
    expect(readdirSync(store.folder).sort()).toEqual(runs.map(({ id }) => id).sort())
    for (const { id, problem } of runs) {
      expect(problem).toBeNull()
      expect(await (await store.open(id, 'read')).weights(3)).toEqual(aRecord(3, { scale }).weights)
      await store.remove(id, join(store.folder, '../deleted'))
    }
  }
  tell('kill -9 while importing', `${kills} kills, ${midway} of them within an import; whole runs alone were left`)
})

async function anExportedRun(): Promise<string> {
  const store = await openRunStore(join(aFolder(), 'runs'))
  const archive = await store.create(aDraft())
  for (const epoch of [1, 2, 3]) await archive.commit(aRecord(epoch, { scale }))
  await archive.close()
  const file = join(aFolder(), 'a.run.tar')
  await store.exportTo(archive.facts().id, file)
  return file
}

async function killed(importer: string, args: readonly string[], delay: number): Promise<void> {
  const child = spawn(process.execPath, [importer, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  await wait(delay)
  child.kill('SIGKILL')
  await once(child, 'close')
}
