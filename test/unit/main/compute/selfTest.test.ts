/** The self-test over made-up probes: what agrees, what does not, what never answers. */
import { describe, expect, it } from 'vitest'
import { mainContract } from '../../../../src/shared/contract/main'
import { aSelfTest, candidates } from '../../../support/gpu/probes'

describe('the self-test', () => {
  it('tries every backend and executor and passes where all agree', async () => {
    const { test, reports, environments } = aSelfTest()
    const report = await test.run()
    expect(report.state).toBe('passed')
    expect(report.rows).toHaveLength(7)
    expect(report.rows.filter(r => r.isReference).map(r => [r.backend, r.executor])).toEqual([['tensorflow-cpu', 'eager']])
    expect(report.rows.every(r => r.agrees && r.lossDifference === 0 && r.stateDifference === 0 && r.stepTime === 2)).toBe(true)
    expect(reports.at(-1)).toEqual(report)
    expect(environments[1]).toMatchObject({ XLA_FLAGS: '--x' })
  })

  it.each([[0.0009, 'passed'], [0.0011, 'failed'], [NaN, 'failed']] as const)('judges losses that are %d off: %s', async (off, state) => {
    const { test } = aSelfTest({ wasm: { off } })
    const report = await test.run()
    expect(report.state).toBe(state)
    const about = Number.isNaN(off) ? null : expect.closeTo(off, 5) as number
    expect(() => mainContract.events.selfTest.parse(report)).not.toThrow()
    expect(report.rows.at(-1)).toMatchObject({ agrees: state === 'passed', lossDifference: about, stateDifference: about })
  })

  it('does not take one backend for another', async () => {
    const { test } = aSelfTest({ 'tensorflow-cuda': { answersAs: 'tensorflow-cpu' } })
    const rows = (await test.run()).rows.filter(r => r.backend === 'tensorflow-cuda')
    expect(rows.map(r => [r.state, r.agrees, r.stepTime])).toEqual(Array(3).fill(['failed', false, null]))
    expect(rows[0]?.note).toBe('TensorFlow was loaded, but it found no graphics card that it can use.')
  })

  it('goes on with the next backend where one crashes', async () => {
    const { test } = aSelfTest({ 'tensorflow-cpu': { crash: true } })
    const { rows, state } = await test.run()
    expect(state).toBe('failed')
    expect(rows.slice(0, 3).map(r => r.state)).toEqual(['failed', 'failed', 'failed'])
    expect(rows[0]?.note).toContain('SIGSEGV')
    expect(rows[3]).toMatchObject({ isReference: true, agrees: true })
  })

  it('stops when told, and can run again', async () => {
    const { test } = aSelfTest({ 'tensorflow-cuda': { hang: true } })
    const running = test.run()
    await new Promise(resolve => setTimeout(resolve, 5))
    await expect(test.run()).rejects.toMatchObject({ code: 'E_BUSY' })
    test.cancel()
    const report = await running
    expect(report.state).toBe('cancelled')
    expect(report.rows.map(r => r.state)).toEqual(['done', 'done', 'done', 'waiting', 'waiting', 'waiting', 'waiting'])
    test.cancel() // of nothing
    expect((await test.run(candidates.slice(0, 1))).state).toBe('passed')
  })

  it('refuses while a run trains, and makes way for one that begins', async () => {
    await expect(aSelfTest({}, () => true).test.run()).rejects.toMatchObject({ code: 'E_BUSY' })
    let asked = 0
    const report = await aSelfTest({}, () => asked++ > 1).test.run()
    expect(report).toMatchObject({ state: 'cancelled', message: expect.stringMatching(/made way/) as string })
  })
})
