// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { expect, it } from 'vitest'
import { ref } from 'vue'
import { stageKeys } from '../../../../src/renderer/composables/shortcuts'
import { useStageKeys } from '../../../../src/renderer/composables/useStageKeys'
import type { LatentScene } from '../../../../src/renderer/scene/latentScene'

const nothing = () => undefined
const rig = new Proxy({ state: { target: [0, 0, 0] } }, { get: (own, name) => name === 'state' ? own.state : nothing })
const scene = { rig, view: () => ({ width: 100, height: 100 }), pick: () => -1, onScreen: () => null } as unknown as LatentScene

/** Whether the stage takes this key. */
function takes(key: string): boolean {
  setActivePinia(createPinia())
  const { press } = useStageKeys(() => scene, { visible: ref(new Uint8Array(70_000)), frameAll: nothing, frameSelection: nothing })
  const stage = document.createElement('div')
  stage.addEventListener('keydown', press)
  return !stage.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }))
}
const listed: readonly string[] = stageKeys.flatMap(({ keys }) => [...keys])

it('each listed key of the latent space is taken by it', () => {
  for (const key of listed) expect(takes(key), key).toBe(true)
})

it('each key that it takes is listed', () => {
  const all = [...'abcdefghijklmnopqrstuvwxyz0123456789+-[]{}.?/', 'Enter', 'Escape', 'Home', 'End', 'PageUp', 'PageDown', 'Delete', 'Tab', ' ', 'F1']
  expect(all.filter(key => takes(key) && !listed.includes(key))).toEqual([])
})
