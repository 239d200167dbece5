/** Bits that flip and ends that are cut off are seen, every one of them. */
import { describe, expect, it } from 'vitest'
import { diskArchive } from '../../src/main/storage/archive'
import { readMetrics } from '../../src/main/storage/metrics'
import { aRecord, aReport, randomOf } from '../support/storage/builders'
import { copyOf, memoryFs } from '../support/storage/memoryFs'
import { aRunInMemory, fileAt, filesBelow, runPath } from '../support/storage/memoryRuns'
import { scaled, tell } from './counts'

describe('a run on disk', () => {
  it('never opens a checkpoint of which one bit flipped', async () => {
    const start = await aRunInMemory([1, 2, 3])
    const random = randomOf(20260214)
    const flips = scaled(1000, 250)
    const paths = filesBelow(start, `${runPath}/epochs/3`)
    const sizes = paths.map(path => fileAt(start, path).bytes.length)
    for (let i = 0; i < flips; i++) {
      const tree = copyOf(start)
      const { path, offset } = pick(paths, sizes, random)
      const { bytes } = fileAt(tree, path)
      bytes[offset] = (bytes[offset] ?? 0) ^ (1 << Math.floor(random() * 8))
      const fs = memoryFs(tree)
      const archive = await diskArchive(fs, runPath, 'write')
      expect(archive.kept().map(({ manifest }) => manifest.epoch), `${path} at ${offset}`).toEqual([1, 2])
      expect(await archive.resumePoint()).toMatchObject({ epoch: 2, optimizer: aRecord(2).optimizer })
      const quarantined = filesBelow(tree, `${runPath}/quarantine`)
      expect(quarantined).toHaveLength(paths.length) // nothing is deleted
      await archive.close()
    }
    tell('bits flipped in the newest checkpoint', `${flips} of ${flips} detected, the previous one opened`)
  })

  it('never believes a run.json of which one bit flipped', async () => {
    const start = await aRunInMemory([1, 2])
    const random = randomOf(7)
    const flips = scaled(400, 100)
    const facts = (await diskArchive(memoryFs(copyOf(start)), runPath, 'read')).facts()
    for (let i = 0; i < flips; i++) {
      const tree = copyOf(start)
      const { bytes } = fileAt(tree, `${runPath}/run.json`)
      const offset = Math.floor(random() * bytes.length)
      bytes[offset] = (bytes[offset] ?? 0) ^ (1 << Math.floor(random() * 8))
      const archive = await diskArchive(memoryFs(tree), runPath, 'write')
      expect(archive.notices[0]).toMatch(/run\.json/)
      expect(archive.facts().config).toEqual(facts.config)
      expect(archive.facts().summary).toEqual(facts.summary)
      expect(filesBelow(tree, `${runPath}/quarantine`)).toHaveLength(1)
      await archive.close()
    }
    tell('bits flipped in run.json', `${flips} of ${flips} detected, the facts made anew`)
  })

  it('never believes a line of figures of which one bit flipped', async () => {
    const start = await aRunInMemory([1, 2, 3, 4])
    const random = randomOf(9)
    const flips = scaled(400, 100)
    for (let i = 0; i < flips; i++) {
      const tree = copyOf(start)
      const { bytes } = fileAt(tree, `${runPath}/metrics.jsonl`)
      const offset = Math.floor(random() * bytes.length)
      bytes[offset] = (bytes[offset] ?? 0) ^ (1 << Math.floor(random() * 8))
      const metrics = await readMetrics(memoryFs(tree), runPath)
      expect(metrics.dropped).toBeGreaterThan(0)
      expect(metrics.reports.length).toBeGreaterThanOrEqual(2) // a newline that flips joins two lines
      for (const report of metrics.reports) expect(report).toEqual(aReport(report.epoch))
    }
    tell('bits flipped in the figures', `${flips} of ${flips} detected`)
  })

  it('opens with its metrics cut off anywhere in the last 512 bytes', async () => {
    const start = await aRunInMemory([1, 2, 3, 4])
    const whole = fileAt(start, `${runPath}/metrics.jsonl`).bytes
    let dropped = 0
    for (let cut = 1; cut <= 512; cut++) {
      const tree = copyOf(start)
      const file = fileAt(tree, `${runPath}/metrics.jsonl`)
      file.bytes = file.bytes.subarray(0, whole.length - cut)
      const fs = memoryFs(tree)
      const metrics = await readMetrics(fs, runPath)
      expect(metrics.dropped).toBeLessThanOrEqual(1)
      expect(metrics.reports.every(report => report.testLoss === aReport(report.epoch).testLoss)).toBe(true)
      const archive = await diskArchive(fs, runPath, 'write')
      expect(archive.notices.some(notice => notice.includes('metrics.jsonl'))).toBe(metrics.dropped === 1) // the drop is said
      expect(archive.reports()).toEqual([1, 2, 3, 4].map(aReport)) // each stands in a manifest, too
      await archive.close()
      expect(fileAt(tree, `${runPath}/metrics.jsonl`).bytes.equals(whole)).toBe(true)
      dropped += metrics.dropped
    }
    tell('metrics cut off', `512 of 512 opened and healed, a torn line said ${dropped} times`)
  })
})

function pick(paths: readonly string[], sizes: readonly number[], random: () => number) {
  let place = Math.floor(random() * sizes.reduce((a, b) => a + b, 0))
  for (const [i, path] of paths.entries()) {
    const size = sizes[i] ?? 0
    if (place < size) return { path, offset: place }
    place -= size
  }
  throw new Error('no byte')
}
