// @vitest-environment happy-dom
import { boundsOf, type Vec3 } from '@shared/domain/latent/bounds'
import { indicesOf, type ScreenPolygon } from '@shared/domain/latent/selecting'
import { directSpace } from '@shared/domain/latent/space'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import * as motion from '../../../../src/renderer/composables/motion'
import { boxKeys, stageKeys } from '../../../../src/renderer/composables/shortcuts'
import { useStageKeys } from '../../../../src/renderer/composables/useStageKeys'
import type { LatentScene } from '../../../../src/renderer/scene/latentScene'
import { useExplore } from '../../../../src/renderer/stores/explore'
import { pointCount, useLatent } from '../../../../src/renderer/stores/latent'

const nothing = () => undefined
const rig = new Proxy({ state: { target: [0, 0, 0] } }, { get: (own, name) => name === 'state' ? own.state : nothing })
const scene = {
  rig, view: () => ({ width: 100, height: 100 }), pick: () => -1, onScreen: () => null, annotate: nothing,
} as unknown as LatentScene
const framing = { frameAll: nothing, frameSelection: nothing, resetView: nothing }

/** Presses a key on the stage, and lets go of it; tells whether the stage took it. */
type Press = (key: string, modifiers?: KeyboardEventInit) => boolean

function aStage(visible = new Uint8Array(70_000), shown = scene, frames: Partial<typeof framing> = {}): Press {
  const keys = useStageKeys(() => shown, { visible: ref(visible), ...framing, ...frames })
  const stage = document.createElement('div')
  stage.addEventListener('keydown', keys.press)
  stage.addEventListener('keyup', keys.release)
  stage.addEventListener('pointerdown', keys.leave)
  return (key, modifiers = {}) => {
    if (key === 'pointer') return stage.dispatchEvent(new PointerEvent('pointerdown'))
    const isTaken = !stage.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true, ...modifiers }))
    stage.dispatchEvent(new KeyboardEvent('keyup', { key, ...modifiers }))
    return isTaken
  }
}

/** Whether the stage takes this key. */
function takes(key: string): boolean {
  setActivePinia(createPinia())
  return aStage()(key)
}

/** All images side by side along a line, image i at (i, 0, 0). */
function aLine() {
  setActivePinia(createPinia())
  const positions = Float32Array.from({ length: 3 * pointCount }, (_, at) => at % 3 === 0 ? at / 3 : 0)
  const space = directSpace(3)
  useLatent().frame = {
    runId: 'a', epoch: 1, dimension: 3, values: positions, errors: new Float32Array(pointCount), components: null, space, positions,
    bounds: boundsOf(positions),
  }
  return useExplore()
}
const listed: readonly string[] = stageKeys.flatMap(({ keys }) => [...keys])

it('each listed key of the latent space is taken by it', () => {
  for (const key of listed) expect(takes(key), key).toBe(true)
})

it('each key that it takes is listed', () => {
  const all = [...'abcdefghijklmnopqrstuvwxyz0123456789+-[]{}.?/', 'Enter', 'Escape', 'Home', 'End', 'PageUp', 'PageDown', 'Delete', 'Tab', ' ', 'F1']
  expect(all.filter(key => takes(key) && !listed.includes(key))).toEqual([])
})

it('Enter and E bring up the panel that tells of what they decode', () => {
  const explore = aLine()
  const press = aStage()
  explore.cursor = 12
  for (const [key, kind] of [['Enter', 'point'], ['e', 'place']] as const) {
    explore.panel = 'draw'
    press(key)
    expect([explore.panel, explore.subject?.kind]).toEqual(['point', kind])
  }
})

it('Space selects the image that one stands on, and lets go of it', () => {
  const explore = aLine()
  const press = aStage()
  for (const index of [12, 40]) {
    explore.cursor = index
    press(' ')
  }
  expect([...indicesOf(explore.selection)]).toEqual([12, 40])
  press(' ')
  expect([...indicesOf(explore.selection)]).toEqual([12])
})

it('N selects the 100 visible images around, with Shift in addition', () => {
  const explore = aLine()
  const press = aStage(Uint8Array.from({ length: pointCount }, (_, i) => i % 2))
  explore.cursor = 1001
  press('n')
  expect(indicesOf(explore.selection).length).toBe(100)
  expect(indicesOf(explore.selection).every(i => i % 2 === 1 && Math.abs(i - 1001) <= 100)).toBe(true)
  explore.cursor = 5001
  press('N')
  expect(explore.selectedCount).toBe(200)
})

it('walks on where a crowd of hidden images lies between', () => {
  const explore = aLine()
  const onScreen = ([x, y]: Vec3) => ({ x, y })
  const press = aStage(Uint8Array.from({ length: pointCount }, (_, i) => i % 1000 === 0 ? 1 : 0), { ...scene, onScreen } as unknown as LatentScene)
  explore.cursor = 3000
  press('ArrowRight')
  expect(explore.cursor).toBe(4000)
})

it('Home shows everything, with Shift as at first', () => {
  const [all, first] = [vi.fn(), vi.fn()]
  setActivePinia(createPinia())
  const press = aStage(undefined, undefined, { frameAll: all, resetView: first })
  press('Home')
  expect([all.mock.calls.length, first.mock.calls.length]).toEqual([1, 0])
  press('Home', { shiftKey: true })
  expect([all.mock.calls.length, first.mock.calls.length]).toEqual([1, 1])
})

describe('a box by keyboard', () => {
  /** Images side by side, each at its own number on the screen, 400 wide; what is drawn over it is kept. */
  function aScreen() {
    const explore = aLine()
    let outline: ScreenPolygon | null = null
    const wide = {
      ...scene, view: () => ({ width: 400, height: 400 }), onScreen: ([x]: Vec3) => ({ x, y: 200 }),
      screen: () => Float32Array.from({ length: 3 * pointCount }, (_, at) => at % 3 === 0 ? at / 3 : at % 3 === 1 ? 200 : 0),
      annotate: (change: { outline: ScreenPolygon | null }) => { outline = change.outline },
    } as unknown as LatentScene
    const press = aStage(new Uint8Array(pointCount).fill(1), wide)
    const times = (count: number, key: string, modifiers?: KeyboardEventInit) => {
      for (let i = 0; i < count; i++) press(key, modifiers)
    }
    const selected = () => [indicesOf(explore.selection).at(0), indicesOf(explore.selection).at(-1), explore.selectedCount]
    return { explore, press, times, selected, outline: () => outline }
  }

  beforeEach(() => {
    // Each press is one step, at once.
    vi.spyOn(motion, 'isMotionWelcome').mockReturnValue(false)
  })
  afterEach(() => { vi.restoreAllMocks() })

  it('is laid around the middle, or around the image that one stands on', () => {
    const { explore, press, outline } = aScreen()
    press('b')
    expect(outline()).toEqual([[150, 150], [250, 150], [250, 250], [150, 250]])
    press('Escape')
    explore.cursor = 80
    press('b')
    expect(outline()?.[0]).toEqual([30, 150])
  })

  it('is moved and extended, and selects what is inside', () => {
    const { explore, press, times, selected, outline } = aScreen()
    press('b')
    times(2, 'ArrowRight')
    times(1, 'ArrowRight', { shiftKey: true })
    expect(press('Enter')).toBe(true)
    expect(selected()).toEqual([182, 297, 116]) // 150 + 2 · 16 to 250 + 3 · 16
    expect([explore.panel, outline()]).toEqual(['selection', null])
  })

  it('selects where it was moved to, also before it is drawn there', () => {
    vi.mocked(motion.isMotionWelcome).mockReturnValue(true)
    const { press, times, selected } = aScreen()
    press('b')
    times(2, 'ArrowRight')
    times(1, 'ArrowRight', { shiftKey: true })
    press('Enter')
    expect(selected()).toEqual([182, 297, 116])
  })

  it('adds with Shift and takes away with Alt', () => {
    const { press, times, selected } = aScreen()
    press('b')
    press('Enter')
    press('b')
    times(2, 'ArrowLeft')
    press('Enter', { shiftKey: true })
    expect(selected()).toEqual([118, 249, 132])
    press('b')
    times(6, 'ArrowLeft', { shiftKey: true })
    press('Enter', { altKey: true })
    expect(selected()).toEqual([118, 249, 124]) // without eight in the midst of them
  })

  it('stays on the stage, and never closes', () => {
    const { press, times, outline } = aScreen()
    press('b')
    times(40, 'ArrowLeft')
    times(40, 'ArrowDown')
    times(40, 'ArrowUp', { shiftKey: true })
    const [[left, top] = [], , [right, bottom] = []] = outline() ?? []
    expect([left, right]).toEqual([0, 100])
    expect((bottom ?? 0) - (top ?? 0)).toBe(8)
    expect(bottom).toBeLessThanOrEqual(400)
  })

  it.each(['Escape', 'v', 'l', 'e', 'pointer'])('%s puts it away, and selects nothing', (key) => {
    const { explore, press, outline } = aScreen()
    press('b')
    press(key)
    expect(outline()).toBeNull()
    expect(explore.selectedCount).toBe(0)
    expect(press('Enter')).toBe(true)
    expect(explore.selectedCount, 'Enter decodes again').toBe(0)
  })

  it('takes each key that is listed for it', () => {
    for (const entry of boxKeys) {
      const { press } = aScreen()
      press('b')
      for (const key of entry.keys) expect(press(key, 'with' in entry ? { [`${entry.with.toLowerCase()}Key`]: true } : {}), key).toBe(true)
    }
  })
})
