/** Runs of every version of the format open, forever: see test/fixtures/runs. */
import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openRunStore } from '../../../../src/main/storage/runStore'
import { sha256, unseal } from '../../../../src/main/storage/seal'
import { schemaVersion } from '../../../../src/main/storage/versions'
import { aBystander } from '../../../support/storage/bystander'
import { aRecord } from '../../../support/storage/builders'
import { aFolder, treeHash } from '../../../support/storage/folders'
import type { NamedArray } from '../../../../src/main/storage/record'

const fixtures = fileURLToPath(new URL('../../../fixtures/runs', import.meta.url))
const versions = readdirSync(fixtures).filter(name => /^\d+$/.test(name))
const id = '20260214-120000-0f1x7e'

async function aCopyOf(version: string) {
  const store = await openRunStore(join(aFolder(), 'runs'))
  await aBystander(store)
  cpSync(join(fixtures, version), store.folder, { recursive: true })
  return store
}

function hashOf(arrays: readonly NamedArray[] | undefined): string {
  return sha256(Buffer.concat((arrays ?? []).map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength))))
}

it('of every version there is a run', () => {
  expect(versions.map(Number)).toEqual(Array.from({ length: schemaVersion + 1 }, (_, i) => i))
})

describe.each(versions)('a run of format %s', (version) => {
  it('opens with all that it was', async () => {
    const store = await aCopyOf(version)
    const before = treeHash(store.folder)
    expect((await store.list()).find(run => run.id === id)).toMatchObject({ id, problem: null, labels: { tags: ['fixture'], notes: 'Opens forever.' } })
    const run = await store.open(id, 'read')
    expect(run.notices).toEqual([])
    expect(run.facts()).toMatchObject({
      config: { network: { hidden: [128, 64, 12], latent: 3 }, seed: 1 }, executor: 'xla', floors: { meanImageMse: 0.0875 },
      state: { kind: 'ended', reason: 'stopped' }, summary: { epochs: 3, best: { epoch: 3 } },
      parent: version === '0' ? null : { id: '20260213-090000-a1b2c3', epoch: 2 },
    })
    expect(run.reports().map(({ epoch }) => epoch)).toEqual([1, 2, 3])
    expect((await run.history()).map(({ kind }) => kind)).toEqual(['log', 'batch'])
    const point = await run.resumePoint()
    expect(point).toMatchObject({ epoch: 3, totalSteps: 2814, rateChanges: version === '0' ? [] : [{ totalSteps: 938, learningRate: 0.001 }] })
    expect(hashOf(point?.weights)).toBe('90afe3eac15616c24bdd1e21e7adbd03e319287d83a8f806a97767cc1fe665b5')
    expect(hashOf(point?.optimizer)).toBe('f738f02e515fba9f98340dc74907dc7310df18d089790a296107f3510469f8cb')
    expect((await run.embedding(1, 'train')).latents).toHaveLength(72)
    expect(treeHash(store.folder)).toBe(before) // looking upgrades nothing on the disk
  })

  it('goes on, and its old document is kept', async () => {
    const store = await aCopyOf(version)
    const original = readFileSync(join(store.folder, id, 'run.json'))
    const run = await store.open(id, 'write')
    await run.commit(aRecord(4))
    await run.close()
    const again = await store.open(id, 'read')
    expect(again.notices).toEqual([])
    expect(again.kept().map(({ manifest }) => manifest.epoch)).toEqual([1, 2, 3, 4])
    expect(unseal(readFileSync(join(store.folder, id, 'run.json')), 'run.json')).toMatchObject({ schemaVersion })
    const kept = join(store.folder, id, 'before', `run.${version}.json`)
    if (Number(version) < schemaVersion) expect(readFileSync(kept).equals(original)).toBe(true)
    else expect(existsSync(kept)).toBe(false)
  })
})
