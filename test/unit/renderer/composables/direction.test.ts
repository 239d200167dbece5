import { boundsOf } from '@shared/domain/latent/bounds'
import { directSpace } from '@shared/domain/latent/space'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { effectScope, nextTick, shallowRef, type EffectScope } from 'vue'
import { useDirection } from '../../../../src/renderer/composables/useDirection'
import type { Portrait } from '../../../../src/renderer/composables/useSubject'
import { useExplore } from '../../../../src/renderer/stores/explore'
import { useLatent } from '../../../../src/renderer/stores/latent'

let scope: EffectScope
const indices = shallowRef(new Int32Array())
const portrait = shallowRef<Portrait | null>(null)

/** Images 0 and 1 at (0, 0), images 2 and 3 `apart` to the right, image 4 at (0, `high`). */
function show(epoch: number, apart: number, high: number, runId = 'a') {
  const values = Float32Array.of(0, 0, 0, 0, apart, 0, apart, 0, 0, high)
  const space = directSpace(2)
  const positions = space.project(values)
  useLatent().frame = {
    runId, epoch, dimension: 2, values, errors: new Float32Array(5), components: null, space, positions, bounds: boundsOf(positions),
  }
}

function begun() {
  const direction = scope.run(() => useDirection(indices, portrait))
  if (!direction) throw new Error('the scope has ended')
  indices.value = Int32Array.of(2, 3)
  direction.keepA()
  indices.value = Int32Array.of(0, 1)
  direction.keepB()
  useExplore().subject = { kind: 'point', index: 4 }
  return direction
}

function looked(): number[] {
  const { subject } = useExplore()
  return subject?.kind === 'place' ? [...subject.latent] : []
}

beforeEach(() => {
  setActivePinia(createPinia())
  scope = effectScope()
  portrait.value = null
  useLatent().labels = new Uint8Array(5)
  show(1, 2, 10)
})
afterEach(() => scope.stop())

it('moves what is looked at along mean(A) − mean(B), always from where it was', () => {
  const { move, amount } = begun()
  move(0.5)
  expect(looked()).toEqual([1, 10])
  move(1)
  expect(looked()).toEqual([2, 10])
  move(0)
  expect(useExplore().subject).toEqual({ kind: 'point', index: 4 })
  expect(amount.value).toBe(0)
})

it('at another epoch both the image and the direction are those of that epoch', async () => {
  const { move, amount, a } = begun()
  move(1)
  show(2, 6, 30)
  await nextTick()
  expect(looked()).toEqual([6, 30])
  expect([...a.value?.mean ?? []]).toEqual([6, 0])
  expect(amount.value).toBe(1)
})

it('begins anew from the place that the probe is dragged to', () => {
  const { move, amount } = begun()
  move(1)
  useExplore().subject = { kind: 'place', latent: Float32Array.of(100, 100) }
  expect(amount.value).toBe(0)
  move(0.5)
  expect(looked()).toEqual([101, 100])
})

it('a picture is moved from where this epoch has it, and is looked at itself when there is another one', async () => {
  const { move, amount } = begun()
  const picture = { kind: 'picture', pixels: new Uint8Array(784) } as const
  useExplore().subject = picture
  move(1)
  expect(useExplore().subject).toBe(picture) // not encoded yet
  portrait.value = { subject: picture, epoch: 1, original: picture.pixels, decoded: picture.pixels, error: 0, latent: Float32Array.of(5, 5) }
  move(1)
  expect(looked()).toEqual([7, 5])
  show(2, 6, 30)
  await nextTick()
  expect(useExplore().subject).toBe(picture)
  expect(amount.value).toBe(0)
})

it('selections of another run are forgotten', async () => {
  const { a, b } = begun()
  show(1, 2, 10, 'b')
  await nextTick()
  expect([a.value, b.value]).toEqual([null, null])
})
