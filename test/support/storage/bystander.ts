/** A run to which nothing is done: whatever a test does to others, every byte of it must be as it was. */
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { openRunStore } from '../../../src/main/storage/runStore'
import type { RunStore } from '../../../src/main/storage/runStore'
import { aDraft, aRecord } from './builders'
import { treeHash } from './folders'

/** Answers its id. It is looked at when the test has finished. */
export async function aBystander(store: RunStore): Promise<string> {
  const writer = await store.create(aDraft(), { name: 'bystander' })
  await writer.commit(aRecord(1))
  await writer.update({ state: { kind: 'ended', reason: 'stopped', message: 'Stopped.' } })
  await writer.close()
  const before = treeHash(writer.folder())
  onTestFinished(() => expect(treeHash(writer.folder()), 'a run to which nothing was done').toBe(before))
  return writer.facts().id
}

/** The same in a folder of an app that has kept runs, whatever happens to its settings. */
export async function keptRuns(home: string): Promise<void> {
  await aBystander(await openRunStore(join(home, 'runs')))
}
