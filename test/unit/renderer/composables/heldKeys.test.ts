import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { HeldKeys } from '../../../../src/renderer/composables/heldKeys'

let waiting: FrameRequestCallback[] = []

/** Frames at 60 a second, from `from` to `to` seconds. */
function frames(from: number, to: number) {
  for (let time = from; time < to; time += 1 / 60) {
    const now = waiting
    waiting = []
    for (const run of now) run(1000 * time)
  }
}

beforeEach(() => {
  waiting = []
  vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => waiting.push(run))
  vi.stubGlobal('cancelAnimationFrame', () => { waiting = [] })
})
afterEach(() => vi.unstubAllGlobals())

/** A key that counts its steps. */
function aKey(isMotionWelcome = true) {
  const held = new HeldKeys(() => isMotionWelcome)
  const done = { steps: 0, calls: 0 }
  return {
    held, done,
    press: () => held.press('w', 20, (steps) => {
      done.steps += steps
      done.calls++
    }),
  }
}

it('goes on while it is held, as far as the time that passes, however often the keyboard repeats', () => {
  const { held, done, press } = aKey()
  press()
  frames(0, 0.5)
  for (let repeat = 0; repeat < 30; repeat++) press()
  frames(0.5, 1)
  expect(done.steps).toBeCloseTo(20, 0)
  expect(done.calls).toBeGreaterThan(50) // frame by frame
  press() // a repeat owes no step of its own
  held.release('w')
  const before = done.steps
  frames(1, 2)
  expect(done.steps).toBe(before)
  expect(waiting).toHaveLength(0)
})

it('makes one whole step where it was let go at once', () => {
  const { held, done, press } = aKey()
  press()
  held.release('w')
  frames(0, 1)
  expect(done.steps).toBeCloseTo(1, 9)
  expect(done.calls).toBeGreaterThan(1)
})

it('makes a step for each of several quick presses, at once where it is asked to', () => {
  const { held, done, press } = aKey()
  for (let time = 0; time < 3; time++) {
    press()
    held.release('w')
  }
  expect(done.steps).toBeLessThan(3)
  held.settle()
  expect(done.steps).toBeCloseTo(3, 9)
  frames(0.01, 1)
  expect(done.steps).toBeCloseTo(3, 9)
})

it('makes up for a late frame, but does not leap', () => {
  const { done, press } = aKey()
  press()
  frames(0, 0.01)
  frames(5, 5.01)
  expect(done.steps).toBeLessThan(3)
})

it('two keys go on together, and each ends by itself', () => {
  const held = new HeldKeys(() => true)
  const [ahead, up] = [vi.fn(), vi.fn()]
  held.press('w', 20, ahead)
  held.press('r', 20, up)
  frames(0, 0.5)
  expect(up.mock.calls.length).toBe(ahead.mock.calls.length)
  held.release('r')
  frames(0.5, 1)
  expect(ahead.mock.calls.length).toBeGreaterThan(up.mock.calls.length + 20)
})

it('stands still once told to', () => {
  const { held, done, press } = aKey()
  press()
  held.stop()
  frames(0, 1)
  expect(done.steps).toBe(0)
  press()
  frames(1, 2)
  expect(done.steps).toBeGreaterThan(10)
})

it('with less motion each press and each repeat is one step, at once', () => {
  const { done, press } = aKey(false)
  press()
  press()
  expect([done.steps, done.calls, waiting.length]).toEqual([2, 2, 0])
})
