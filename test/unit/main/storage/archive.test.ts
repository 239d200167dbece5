import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openRunStore } from '../../../../src/main/storage/runStore'
import { aDraft, aRecord } from '../../../support/storage/builders'
import { aFolder } from '../../../support/storage/folders'

async function aStore() {
  return openRunStore(join(aFolder(), 'runs'))
}

describe('archive on disk', () => {
  it('gives back every array of every epoch, bit by bit', async () => {
    const store = await aStore()
    const writer = await store.create(aDraft(), { name: 'first' })
    for (const epoch of [1, 2, 3]) await writer.commit(aRecord(epoch))
    await writer.close()

    const reader = await store.open(writer.facts().id, 'read')
    expect(reader.notices).toEqual([])
    for (const epoch of [1, 2, 3]) {
      const { weights, embeddings } = aRecord(epoch)
      expect(await reader.weights(epoch)).toEqual(weights)
      expect(await reader.embedding(epoch, 'train')).toEqual(embeddings.train)
      expect(await reader.embedding(epoch, 'test')).toEqual(embeddings.test)
    }
    await expect(reader.weights(4)).rejects.toMatchObject({ code: 'E_NO_RUN' })
  })

  it('resumes from the newest epoch with its optimizer, and keeps two optimizers', async () => {
    const store = await aStore()
    const writer = await store.create(aDraft())
    const rateChanges = [{ totalSteps: 100, learningRate: 0.001 }]
    for (const epoch of [1, 2, 3]) await writer.commit({ ...aRecord(epoch), rateChanges })
    await writer.close()

    const again = await store.open(writer.facts().id, 'write')
    const { weights, optimizer } = aRecord(3)
    expect(await again.resumePoint()).toEqual({ epoch: 3, totalSteps: 3 * 938, rateChanges, weights, optimizer })
    const withOptimizer = [1, 2, 3].filter(epoch => readdirSync(join(again.folder(), 'epochs', String(epoch))).includes('optimizer.bin'))
    expect(withOptimizer).toEqual([2, 3])
    await again.close()
  })

  it('can be read by a few lines that know nothing of the lab', async () => {
    const store = await aStore()
    const writer = await store.create(aDraft())
    await writer.commit(aRecord(1))
    const folder = join(writer.folder(), 'epochs', '1')
    const { blobs } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { blobs: Record<string, { arrays: unknown[] }> }
    expect(blobs['weights.bin']?.arrays[1]).toEqual({ name: 'encoder/0/bias', shape: [4] })
    const bytes = readFileSync(join(folder, 'weights.bin'))
    const bias = [0, 1, 2, 3].map(i => bytes.readFloatLE((16 * 4 + i) * 4))
    expect(bias).toEqual([...aRecord(1).weights[1]?.values ?? []])
    const lines = readFileSync(join(writer.folder(), 'metrics.jsonl'), 'utf8').trim().split('\n')
    expect(lines.map(text => JSON.parse(text) as unknown)).toMatchObject([{ report: aRecord(1).report }])
    await writer.close()
  })

  it('lets one writer in, and readers meanwhile', async () => {
    const store = await aStore()
    const writer = await store.create(aDraft())
    await writer.commit(aRecord(1))
    await expect(store.open(writer.facts().id, 'write')).rejects.toMatchObject({ code: 'E_BUSY' })
    const reader = await store.open(writer.facts().id, 'read')
    expect(reader.reports().map(({ epoch }) => epoch)).toEqual([1])
    await expect(reader.commit(aRecord(2))).rejects.toMatchObject({ code: 'E_BUSY' })
    await writer.close()
    await (await store.open(writer.facts().id, 'write')).close()
  })

  it('sets later epochs aside when a run goes on from an earlier one', async () => {
    const store = await aStore()
    const writer = await store.create(aDraft())
    for (const epoch of [1, 2, 3]) await writer.commit(aRecord(epoch))
    await writer.commit(aRecord(2, { seed: 7 }))
    await writer.close()
    const reader = await store.open(writer.facts().id, 'read')
    expect(reader.kept().map(({ manifest }) => manifest.epoch)).toEqual([1, 2])
    expect(reader.reports().map(({ epoch }) => epoch)).toEqual([1, 2])
    expect(await reader.weights(2)).toEqual(aRecord(2, { seed: 7 }).weights)
    expect(readdirSync(join(reader.folder(), 'quarantine'))).toHaveLength(2)
  })

  it('keeps the story between epochs, and goes on telling it after a restart', async () => {
    const store = await aStore()
    const writer = await store.create(aDraft())
    const tell = (text: string) => ({ kind: 'log' as const, entry: { time: 1, level: 'info' as const, text } })
    writer.tell(tell('one'))
    await writer.commit(aRecord(1))
    writer.tell(tell('two'))
    expect(await writer.history()).toEqual([tell('one'), tell('two')])
    await writer.close()
    const again = await store.open(writer.facts().id, 'write')
    again.tell(tell('three'))
    await again.close()
    const reader = await store.open(writer.facts().id, 'read')
    expect(await reader.history()).toEqual([tell('one'), tell('two'), tell('three')])
  })
})
