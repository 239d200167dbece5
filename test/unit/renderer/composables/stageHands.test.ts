// @vitest-environment happy-dom
import { boundsOf, type Vec3 } from '@shared/domain/latent/bounds'
import { indicesOf } from '@shared/domain/latent/selecting'
import { directSpace } from '@shared/domain/latent/space'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { ref, shallowRef } from 'vue'
import { stageHands } from '../../../../src/renderer/composables/stageHands'
import type { LatentScene } from '../../../../src/renderer/scene/latentScene'
import { useExplore } from '../../../../src/renderer/stores/explore'
import { pointCount, useLatent } from '../../../../src/renderer/stores/latent'

/** Points lie where x is above 0, each at its own number. */
const scene = { pick: (x: number) => x > 0 ? x : -1, placeAt: (): Vec3 => [1, 2, 3] } as unknown as LatentScene

function click(x: number, keys: PointerEventInit = {}) {
  stageHands(scene, shallowRef(null), ref(new Uint8Array(pointCount).fill(1))).onClick(x, 0, new PointerEvent('pointerup', keys))
  return useExplore()
}

beforeEach(() => {
  setActivePinia(createPinia())
  const positions = new Float32Array(3 * pointCount)
  useLatent().frame = {
    runId: 'a', epoch: 1, dimension: 3, values: positions, errors: new Float32Array(pointCount), components: null, space: directSpace(3), positions,
    bounds: boundsOf(positions),
  }
})

it('a click looks at the point or the place, and brings up its panel', () => {
  expect(click(7)).toMatchObject({ subject: { kind: 'point', index: 7 }, panel: 'point', selectedCount: 0 })
  useExplore().panel = 'draw'
  expect(click(0)).toMatchObject({ subject: { kind: 'place' }, panel: 'point' })
})

it('with Shift it adds the point to the selection, with Alt it takes it away; nothing else is looked at', () => {
  click(7)
  for (const x of [8, 9, 10]) click(x, { shiftKey: true })
  const explore = click(9, { altKey: true })
  click(0, { shiftKey: true })
  expect([...indicesOf(explore.selection)]).toEqual([8, 10])
  expect(explore.subject).toEqual({ kind: 'point', index: 7 })
})

it('also where the tool probes', () => {
  useExplore().tool = 'probe'
  expect([...indicesOf(click(5, { shiftKey: true }).selection)]).toEqual([5])
})
