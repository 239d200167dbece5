// @vitest-environment happy-dom
import { boundsOf } from '@shared/domain/latent/bounds'
import { directSpace } from '@shared/domain/latent/space'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { effectScope, nextTick, shallowRef, type EffectScope } from 'vue'
import type { Hover } from '../../../../src/renderer/composables/stageHands'
import type { Portrait } from '../../../../src/renderer/composables/useSubject'
import { useStageSpeech } from '../../../../src/renderer/composables/useStageSpeech'
import { useExplore, type Subject } from '../../../../src/renderer/stores/explore'
import { firstTest, pointCount, useLatent } from '../../../../src/renderer/stores/latent'

let scope: EffectScope
const hover = shallowRef<Hover | null>(null)
const portrait = shallowRef<Portrait | null>(null)
let spoken: ReturnType<typeof useStageSpeech>

beforeEach(() => {
  setActivePinia(createPinia())
  document.body.innerHTML = ''
  hover.value = portrait.value = null
  const positions = new Float32Array(3 * pointCount)
  const errors = new Float32Array(pointCount).fill(0.0125)
  useLatent().frame = {
    runId: 'a', epoch: 1, dimension: 3, values: positions, errors, components: null, space: directSpace(3), positions, bounds: boundsOf(positions),
  }
  useLatent().labels = Uint8Array.from({ length: pointCount }, (_, i) => i % 10)
  scope = effectScope()
  scope.run(() => { spoken = useStageSpeech(hover, portrait) })
})
afterEach(() => scope.stop())

function portraitOf(subject: Subject, epoch = 1): Portrait {
  return { subject, epoch, original: null, decoded: new Uint8Array(784), error: subject.kind === 'point' ? 0.0125 : null, latent: new Float32Array(3) }
}

async function told(change: () => unknown) {
  spoken.value = ''
  change()
  await nextTick()
  return spoken.value
}

it('tells class, split, number and error of the image that the arrow keys stand on', async () => {
  expect(await told(() => (useExplore().cursor = firstTest + 28))).toMatch(/^Ankle boot|^Bag/)
  expect(spoken.value).toMatch(/, Test image 28, error 0\.0125/)
})

it('is quiet about what a mouse passes, and about what a list reads itself', async () => {
  hover.value = { index: 4, x: 1, y: 1 }
  expect(await told(() => (useExplore().cursor = 4))).toBe('')
  hover.value = null
  document.body.innerHTML = '<ul role="listbox" tabindex="0"></ul>'
  document.querySelector('ul')?.focus()
  expect(await told(() => (useExplore().cursor = 5))).toBe('')
})

it('tells what was decoded, and not again at another epoch', async () => {
  const subject = { kind: 'point', index: 2 } as const
  expect(await told(() => (portrait.value = portraitOf(subject)))).toBe('Decoded: Pullover, Train image 2, error 0.01250')
  expect(await told(() => (portrait.value = portraitOf(subject, 2)))).toBe('')
})

it('tells once that a place is decoded, however far it moves', async () => {
  const place = (x: number) => portraitOf({ kind: 'place', latent: Float32Array.of(x, 0, 0) })
  expect(await told(() => (portrait.value = place(1)))).toBe('A place in the space is decoded.')
  expect(await told(() => (portrait.value = place(2)))).toBe('')
})

it('tells how many images are selected, and that none is any more', async () => {
  const explore = useExplore()
  expect(await told(() => explore.select(new Uint8Array(pointCount).fill(1, 0, 1234), 'replace'))).toBe('1,234 images selected')
  expect(await told(() => explore.clearSelection())).toBe('Nothing is selected.')
})
