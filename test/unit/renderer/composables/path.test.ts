// @vitest-environment happy-dom
import { boundsOf } from '@shared/domain/latent/bounds'
import { directSpace } from '@shared/domain/latent/space'
import { mount } from '@vue/test-utils'
import { LabError } from '@shared/errors'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { KeepAlive, defineComponent, h, nextTick, ref } from 'vue'
import { usePath } from '../../../../src/renderer/composables/usePath'
import { useExplore } from '../../../../src/renderer/stores/explore'
import { useLatent } from '../../../../src/renderer/stores/latent'
import { useMessages } from '../../../../src/renderer/stores/messages'

const decode = vi.hoisted(() => vi.fn())
vi.mock('../../../../src/renderer/clients/engine', () => ({ engine: { calls: { decode }, on: () => undefined } }))

beforeEach(() => {
  decode.mockImplementation(async ({ points }: { points: Float32Array }) => ({ pixels: new Uint8Array(784 * points.length / 2) }))
  setActivePinia(createPinia())
})

/** Two images, 4 apart, and the way between them. */
function twoImages() {
  const values = Float32Array.of(0, 0, 4, 0)
  const space = directSpace(2)
  const positions = space.project(values)
  useLatent().frame = {
    runId: 'a', epoch: 1, dimension: 2, values, errors: new Float32Array(2), components: null, space, positions, bounds: boundsOf(positions),
  }
  useExplore().waypoints = [{ kind: 'point', index: 0 }, { kind: 'point', index: 1 }]
}

it('stands still while another view is shown, and where it was when one comes back', async () => {
  vi.useFakeTimers()
  twoImages()

  let path: ReturnType<typeof usePath> | undefined
  const explorer = defineComponent({
    setup() {
      path = usePath()
      return () => h('p', path?.station.value)
    },
  })
  const other = defineComponent(() => () => h('p', 'other'))
  const isShown = ref(true)
  const page = mount(() => h(KeepAlive, () => h(isShown.value ? explorer : other)))
  path?.play()
  vi.advanceTimersByTime(500)
  await nextTick()
  const before = Number(page.text())
  expect(before).toBeGreaterThan(0)

  isShown.value = false
  await nextTick()
  expect(path?.isPlaying.value).toBe(false)
  vi.advanceTimersByTime(500)
  isShown.value = true
  await nextTick()
  expect(Number(page.text())).toBe(before)
  page.unmount()
  vi.useRealTimers()
})

it.each([['E_ENGINE_DIED', 0], ['E_IO', 1]] as const)('a decoder that answers %s is told of %i times: an engine that died is told elsewhere', async (code, times) => {
  decode.mockRejectedValue(new LabError(code, 'No answer.'))
  twoImages()
  const page = mount({
    setup() {
      usePath()
      return () => h('p')
    },
  })
  await vi.waitFor(() => expect(decode).toHaveBeenCalled())
  await nextTick()
  expect(useMessages().messages).toHaveLength(times)
  page.unmount()
})
