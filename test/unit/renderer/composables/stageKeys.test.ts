// @vitest-environment happy-dom
import { boundsOf, type Vec3 } from '@shared/domain/latent/bounds'
import { indicesOf } from '@shared/domain/latent/selecting'
import { directSpace } from '@shared/domain/latent/space'
import { createPinia, setActivePinia } from 'pinia'
import { expect, it } from 'vitest'
import { ref } from 'vue'
import { stageKeys } from '../../../../src/renderer/composables/shortcuts'
import { useStageKeys } from '../../../../src/renderer/composables/useStageKeys'
import type { LatentScene } from '../../../../src/renderer/scene/latentScene'
import { useExplore } from '../../../../src/renderer/stores/explore'
import { pointCount, useLatent } from '../../../../src/renderer/stores/latent'

const nothing = () => undefined
const rig = new Proxy({ state: { target: [0, 0, 0] } }, { get: (own, name) => name === 'state' ? own.state : nothing })
const scene = { rig, view: () => ({ width: 100, height: 100 }), pick: () => -1, onScreen: () => null } as unknown as LatentScene

function aStage(visible = new Uint8Array(70_000), shown = scene): (key: string) => boolean {
  const { press } = useStageKeys(() => shown, { visible: ref(visible), frameAll: nothing, frameSelection: nothing })
  const stage = document.createElement('div')
  stage.addEventListener('keydown', press)
  return key => !stage.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }))
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
