/** Row 61 of the catalogue of bad inputs: many runs, and metrics without end. */
import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { newRunFile } from '../../src/main/storage/createRun'
import { line } from '../../src/main/storage/lines'
import { readMetrics } from '../../src/main/storage/metrics'
import { nodeFs } from '../../src/main/storage/nodeFs'
import { seal } from '../../src/main/storage/seal'
import { openRunStore } from '../../src/main/storage/runStore'
import { aBystander } from '../support/storage/bystander'
import { aDraft, aReport } from '../support/storage/builders'
import { aFolder } from '../support/storage/folders'
import { isFull, tell } from './counts'

describe('a folder of runs', () => {
  it.each(isFull ? [1000, 5000] : [1000])('with %i of them is listed within two seconds for 5,000', async (count) => {
    const store = await openRunStore(join(aFolder(), 'runs'))
    await aBystander(store)
    for (let i = 0; i < count; i++) {
      const id = `20260101-000000-${String(i).padStart(6, '0')}`
      mkdirSync(join(store.folder, id))
      const ended = { kind: 'ended', reason: 'finished', message: 'All epochs are done.' } as const
      put(join(store.folder, id, 'run.json'), seal({ ...newRunFile(id, i, aDraft()), state: i % 50 ? ended : { kind: 'open' } }))
      put(join(store.folder, id, 'labels.json'), seal({ name: `run ${i}`, tags: [], notes: '' }))
    }
    const [since, used] = [performance.now(), process.cpuUsage()]
    const runs = await store.list()
    const seconds = (performance.now() - since) / 1000
    const { user, system } = process.cpuUsage(used) // the machine may have other things to do, so its clock is no measure
    const worked = (user + system) / 1e6
    expect(runs).toHaveLength(count + 1)
    expect(runs[1]?.labels.name).toBe(`run ${count - 1}`) // the bystander is the newest
    expect(runs.every(({ problem }) => problem === null)).toBe(true)
    tell(`${count} runs listed`, `${seconds.toFixed(2)} s, of which ${worked.toFixed(2)} s of work`)
    expect(worked).toBeLessThan(2 * Math.max(count, 2000) / 5000)
  })

  it('with 100,000 lines of metrics, or 2 GB of them, is read by samples', async () => {
    const store = await openRunStore(join(aFolder(), 'runs'))
    await aBystander(store)
    const folder = join(store.folder, '20260101-000000-000000')
    mkdirSync(folder)
    const path = join(folder, 'metrics.jsonl')
    const lines = Array.from({ length: 100_000 }, (_, i) => line({ report: aReport(i + 1) })).join('')
    put(path, lines)
    let since = performance.now()
    const many = await readMetrics(nodeFs, folder)
    const lined = performance.now() - since
    expect(many).toMatchObject({ sampled: true, end: Buffer.byteLength(lines), dropped: 0 })
    expect(many.reports.length).toBeGreaterThan(990)
    expect([many.reports[0]?.epoch, many.reports.at(-1)?.epoch]).toEqual([1, expect.toSatisfy((epoch: number) => epoch > 99_980)])

    const gigabytes = 2e9
    const file = openSync(path, 'r+')
    writeSync(file, lines, gigabytes - Buffer.byteLength(lines)) // a hole in the midst: no line of it verifies
    closeSync(file)
    since = performance.now()
    const metrics = await readMetrics(nodeFs, folder)
    const sampled = performance.now() - since
    expect(metrics).toMatchObject({ sampled: true, end: gigabytes })
    expect(metrics.reports.length).toBeGreaterThan(10)
    expect(metrics.reports[0]?.epoch).toBe(1)
    expect(metrics.reports.at(-1)?.epoch).toBeGreaterThan(99_980)
    tell('metrics', `100,000 lines in ${lined.toFixed(0)} ms, 2 GB in ${sampled.toFixed(0)} ms`)
    expect(sampled).toBeLessThan(1000)
    const cut = openSync(path, 'r+')
    ftruncateSync(cut, 0)
    closeSync(cut)
  })
})

function put(path: string, bytes: Uint8Array | string): void {
  const file = openSync(path, 'w')
  writeSync(file, bytes as string)
  closeSync(file)
}
