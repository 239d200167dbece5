import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { LabError } from '@shared/errors'
import { useMessages } from '../../../src/renderer/stores/messages'
import { useTour } from '../../../src/renderer/stores/tour'
import { useUi } from '../../../src/renderer/stores/ui'
import { placeCard } from '../../../src/renderer/tour/place'
import { steps } from '../../../src/renderer/tour/steps'
import { openWindow, until, useFreshStores } from './window'

const files = import.meta.glob<string>('../../../src/renderer/**/*.vue', { query: '?raw', import: 'default', eager: true })

describe('the steps of the tour', () => {
  it('point to controls that there are', () => {
    const marked = Object.values(files).flatMap(text =>
      [...text.matchAll(/data-tour="([a-z]+)"|\? '([a-z]+)' : undefined"/g)].map(([, a, b]) => a ?? b))
    for (const { id, targets } of steps) for (const target of targets) expect(marked, id).toContain(target)
  })
})

describe('the tour', () => {
  beforeEach(() => setActivePinia(createPinia()))

  it('leads through every step and its view, back and to its end', () => {
    const tour = useTour()
    tour.start()
    for (const [n, { id, view }] of steps.entries()) {
      expect([tour.step?.id, useUi().view]).toEqual([id, view])
      if (n > 0) {
        tour.back()
        expect(tour.step?.id).toBe(steps[n - 1]?.id)
        tour.next()
      }
      expect(tour.isLast).toBe(n === steps.length - 1)
      tour.next()
    }
    expect(tour.step).toBeNull()
  })

  it('stays at its first step where there is none before', () => {
    const tour = useTour()
    tour.start()
    tour.back()
    expect(tour.number).toBe(0)
  })

  it('does not welcome anybody before the settings are known', () => {
    const tour = useTour()
    expect(tour.isWelcoming).toBe(false)
    tour.welcome()
    expect(tour.isWelcoming).toBe(true)
    tour.endWelcome()
    expect(tour.isWelcoming).toBe(false)
  })
})

describe('the welcome', () => {
  useFreshStores()

  it('is seen once, also where the settings cannot be kept', async () => {
    const { fakeMain } = await openWindow({}, { settings: { welcomed: false }, onSettings: () => { throw new LabError('E_DISK_FULL', 'The disk is full.') } })
    const tour = useTour()
    await until(() => tour.isWelcoming)
    tour.endWelcome()
    await until(() => useMessages().messages.length > 0)
    expect(fakeMain.settings().welcomed).toBe(false)
    expect(tour.isWelcoming).toBe(false)
  })
})

describe('the card', () => {
  const room = { width: 1024, height: 640 }
  const card = { width: 336, height: 260 }
  const overlap = (a: { x: number, y: number, width: number, height: number }, b: typeof a) =>
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

  it('lies within the window wherever its control is, and beside it where there is room', () => {
    const sizes = [[20, 20], [280, 500], [900, 60], [1000, 600]] as const
    const places = [...Array(30).keys()].flatMap(i => [...Array(18).keys()].map(k => [37 * i - 40, 41 * k - 40] as const))
    for (const [x, y] of places) for (const [width, height] of sizes) {
      const target = { x, y, width, height }
      const at = { ...placeCard(target, card, room), ...card }
      expect(at.x).toBeGreaterThanOrEqual(0)
      expect(at.y).toBeGreaterThanOrEqual(0)
      expect(at.x + at.width).toBeLessThanOrEqual(room.width)
      expect(at.y + at.height).toBeLessThanOrEqual(room.height)
      const isWhole = x > 0 && y > 0 && x + width < room.width && y + height < room.height
      if (width <= 280 && isWhole) expect(overlap(at, target), JSON.stringify(target)).toBe(false)
    }
  })

  it('is in the middle where there is nothing to point to', () => {
    expect(placeCard(null, card, room)).toEqual({ x: 344, y: 190 })
  })
})
