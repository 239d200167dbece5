/** What a save costs the thread that trains: the seed's network and all of Fashion-MNIST. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { expect, it } from 'vitest'
import { openRunStore } from '../../src/main/storage/runStore'
import { aDraft, aReport } from '../support/storage/builders'
import { aFolder } from '../support/storage/folders'
import { scaled, tell } from './counts'
import type { EpochRecord, NamedArray } from '../../src/main/storage/record'

const parameters = 222_384

it('a save keeps its thread busy for less than 100 ms', async () => {
  const store = await openRunStore(join(aFolder(tmpdir()), 'runs'))
  const run = await store.create(aDraft())
  const used: number[] = []
  const waited: number[] = []
  for (let epoch = 1; epoch <= scaled(20, 8); epoch++) {
    const record = aWholeRecord(epoch)
    const [since, before] = [performance.now(), process.cpuUsage()]
    await run.commit(record)
    const { user, system } = process.cpuUsage(before)
    used.push((user + system) / 1000)
    waited.push(performance.now() - since)
  }
  await run.close()
  const { bytes } = run.facts().summary
  tell('a save', `${median(used).toFixed(0)} ms of work (all threads), ${median(waited).toFixed(0)} ms till it is on the disk, ${(bytes / used.length / 1e6).toFixed(2)} MB an epoch kept`)
  expect(median(used)).toBeLessThan(100)
})

function aWholeRecord(epoch: number): EpochRecord {
  const values = (length: number) => new Float32Array(length).fill(epoch)
  const array = (name: string): NamedArray => ({ name, shape: [parameters], values: values(parameters) })
  const embedding = (images: number) => ({ dimension: 3, latents: values(3 * images), errors: values(images) })
  return {
    report: aReport(epoch),
    totalSteps: epoch * 938,
    weights: [array('all')],
    optimizer: [array('m'), array('v')],
    embeddings: { train: embedding(60_000), test: embedding(10_000) },
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
}
