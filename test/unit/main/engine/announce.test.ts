/** What the window hears of a loop that goes on hundreds of times a second, and the curve that is kept of it. */
import { array, assert, double, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BatchReport } from '@shared/domain/run'
import { Curve, coalesced } from '../../../../src/main/engine/announce'

function aReport(totalSteps: number, loss = 0.5, imagesPerSecond = 1000): BatchReport {
  return { runId: 'some-run', epoch: 1, step: totalSteps, steps: 1_000_000, totalSteps, loss, learningRate: 0.1, imagesPerSecond }
}

function aCoalescer() {
  const sent: BatchReport[] = []
  let time = 1000
  const coalescer = coalesced(report => void sent.push(report), () => time)
  return { sent, coalescer, pass: (ms: number) => void (time += ms) }
}

describe('reports to the window', () => {
  it('are at most twenty a second, the first at once', () => {
    const { sent, coalescer, pass } = aCoalescer()
    for (let step = 1; step <= 1000; step++) {
      coalescer.add(aReport(step), 1)
      pass(2)
    }
    expect(sent[0]?.totalSteps).toBe(1)
    expect(sent.length).toBeGreaterThan(35) // two seconds
    expect(sent.length).toBeLessThanOrEqual(41)
  })

  it('never stand for an epoch\'s last, partial batch alone', () => {
    const { sent, coalescer, pass } = aCoalescer()
    const report = (step: number, loss: number) => ({ ...aReport(step, loss), step, steps: 938 })
    for (const [step, steps, loss] of [[874, 64, 1], [937, 63, 1], [938, 1, 8]] as const) {
      coalescer.add(report(step, loss), steps)
      pass(60)
    }
    coalescer.flush()
    expect(sent.map(({ step }) => step)).toEqual([874, 938])
    expect(sent[1]?.loss).toBeCloseTo((63 + 8) / 64, 12)
  })

  it('stand for all steps since the one before: the newest figures, and the mean loss by steps', () => {
    const { sent, coalescer, pass } = aCoalescer()
    coalescer.add(aReport(1), 1)
    coalescer.add(aReport(11, 1), 10)
    coalescer.add(aReport(41, 2), 30)
    pass(60)
    coalescer.add(aReport(42, 5), 1)
    expect(sent).toHaveLength(2)
    expect(sent[1]).toMatchObject({ totalSteps: 42, step: 42 })
    expect(sent[1]?.loss).toBeCloseTo((10 * 1 + 30 * 2 + 1 * 5) / 41, 12)
  })

  it('lose no step, however they fall', () => {
    const chunk = record({ steps: integer({ min: 1, max: 64 }), loss: double({ min: 0, max: 9, noNaN: true }), wait: integer({ min: 0, max: 80 }) })
    assert(property(array(chunk), (all) => {
      const { sent, coalescer, pass } = aCoalescer()
      let total = 0
      for (const { steps, loss, wait } of all) {
        total += steps
        coalescer.add(aReport(total, loss), steps)
        pass(wait)
      }
      coalescer.flush()
      const told = sent.reduce((sum, { loss, totalSteps }, i) => sum + loss * (totalSteps - (sent[i - 1]?.totalSteps ?? 0)), 0)
      expect(told).toBeCloseTo(all.reduce((sum, { steps, loss }) => sum + steps * loss, 0), 6)
      expect(sent.at(-1)?.totalSteps).toBe(all.length > 0 ? total : undefined)
    }), { seed: 1, numRuns: 200 })
  })

  it('tell one speed where it is steady, and one between where it changes', () => {
    const { sent, coalescer, pass } = aCoalescer()
    for (let step = 1; step <= 5; step++, pass(60)) coalescer.add(aReport(step, 0.5, 3000), 1)
    for (const { imagesPerSecond } of sent) expect(imagesPerSecond).toBeCloseTo(3000, 6)
    coalescer.add(aReport(6, 0.5, 30), 1) // a hundred times slower, as the first step of a shape is
    expect(sent.at(-1)?.imagesPerSecond).toBeGreaterThan(30)
    expect(sent.at(-1)?.imagesPerSecond).toBeLessThan(3000)
  })

  it('are not sent where nothing waits', () => {
    const { sent, coalescer } = aCoalescer()
    coalescer.flush()
    coalescer.add(aReport(1), 1)
    coalescer.flush()
    expect(sent).toHaveLength(1)
  })
})

describe('the kept curve', () => {
  it.each([0, 1, 1999, 2000, 2001, 4000, 123_456])('of %i reports is evenly spaced, in order, and never longer than 2,000', (count) => {
    const curve = new Curve()
    for (let step = 1; step <= count; step++) {
      curve.add(aReport(step))
      expect(curve.reports.length <= 2000).toBe(true)
    }
    const steps = curve.reports.map(({ totalSteps }) => totalSteps)
    const gaps = new Set(steps.map((step, i) => step - (steps[i - 1] ?? 0)))
    expect(gaps.size).toBeLessThanOrEqual(1)
    const [gap = 1] = gaps
    expect(count - (steps.at(-1) ?? 0)).toBeLessThan(gap) // up to its end
    expect(steps.length).toBeGreaterThanOrEqual(Math.min(count, 1000) - 1)
  })
})
