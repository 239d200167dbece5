/** How a loop is steered: a state machine of pause, step, resume and stop. How the loop heeds it: test/integration/engine/train.test.ts. */
import { assert, asyncProperty, array, constantFrom } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Control } from '../../../../../src/main/engine/model/control'

const macrotask = () => new Promise<void>(resolve => setImmediate(resolve))

/** What `turn` answers, or "waits". */
async function answerOf(turn: Promise<number>): Promise<number | 'waits'> {
  return Promise.race([turn, macrotask().then(() => 'waits' as const)])
}

describe('a turn', () => {
  it('is as long as may be while nobody intervenes', async () => {
    expect(await answerOf(new Control(0.1).turn(64))).toBe(64)
  })

  it('waits while the run is paused, and goes on when it is resumed', async () => {
    const control = new Control(0.1)
    control.pause()
    const turn = control.turn(64)
    expect([control.isPaused, await answerOf(turn)]).toEqual([true, 'waits'])
    control.resume()
    expect([control.isPaused, await answerOf(turn)]).toEqual([false, 64])
  })

  it('is one step each time that one is let through, and the run stays paused', async () => {
    const control = new Control(0.1)
    control.pause()
    const turn = control.turn(64)
    control.step()
    control.step()
    expect([await answerOf(turn), await answerOf(control.turn(64)), control.isPaused]).toEqual([1, 1, true])
    expect(await answerOf(control.turn(64))).toBe('waits')
  })

  it('forgets steps that were asked for when the run is resumed', async () => {
    const control = new Control(0.1)
    control.pause()
    control.step()
    control.step()
    control.resume()
    expect(await answerOf(control.turn(64))).toBe(64)
    control.pause()
    expect(await answerOf(control.turn(64))).toBe('waits')
  })

  it('is none once the run is stopped: before it, while it pauses, and with steps left', async () => {
    const before = new Control(0.1)
    before.stop()
    expect(await answerOf(before.turn(64))).toBe(0)
    const paused = new Control(0.1)
    paused.pause()
    const turn = paused.turn(64)
    paused.stop()
    expect(await answerOf(turn)).toBe(0)
    paused.step()
    paused.resume()
    expect([await answerOf(paused.turn(64)), paused.isStopped]).toEqual([0, true])
  })
})

it('tells that it is stopped, once and for ever, however often it is stopped', async () => {
  const control = new Control(0.1)
  expect(await Promise.race([control.stopped.then(() => 'stopped'), macrotask().then(() => 'goes on')])).toBe('goes on')
  await expect(control.breatheUnlessStopped()).resolves.toBeUndefined()
  control.stop()
  control.stop()
  await control.stopped
  await expect(control.breatheUnlessStopped()).rejects.toThrow()
})

it('breathes for a whole macrotask, so that a message that waits is read', async () => {
  const control = new Control(0.1)
  let isRead = false
  setImmediate(() => { isRead = true })
  await control.breathe()
  expect(isRead).toBe(true)
})

it('is never stuck: whatever is asked of it, a stop ends the next turn and a resume lets one through', async () => {
  const wishes = array(constantFrom('pause', 'resume', 'step', 'turn'), { maxLength: 20 })
  await assert(asyncProperty(wishes, async (all) => {
    for (const last of ['stop', 'resume'] as const) {
      const control = new Control(0.1)
      let waiting: Promise<number> | null = null
      for (const wish of all) {
        if (wish !== 'turn') control[wish]()
        else if (await answerOf(waiting ??= control.turn(64)) !== 'waits') waiting = null
      }
      waiting ??= control.turn(64)
      control[last]()
      expect(await answerOf(waiting)).not.toBe('waits')
      expect(await answerOf(control.turn(64))).toBe(last === 'stop' ? 0 : 64)
    }
  }), { seed: 1, numRuns: 100 })
})
