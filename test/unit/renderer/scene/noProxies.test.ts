// @vitest-environment happy-dom
import { boundsOf } from '@shared/domain/latent/bounds'
import { directSpace } from '@shared/domain/latent/space'
import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import * as three from 'three'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { computed, defineComponent, h, nextTick, ref, shallowRef, useTemplateRef } from 'vue'
import { useLatentScene } from '../../../../src/renderer/composables/useLatentScene'
import type { useMarks } from '../../../../src/renderer/composables/useMarks'
import { CameraRig } from '../../../../src/renderer/scene/cameraRig'
import { LatentScene } from '../../../../src/renderer/scene/latentScene'
import { SpriteSheet } from '../../../../src/renderer/scene/spriteSheet'
import { useExplore } from '../../../../src/renderer/stores/explore'
import { pointCount, useLatent } from '../../../../src/renderer/stores/latent'
import { fakeCanvas, fakeRenderer, stubFrames } from './fakes'

vi.mock('../../../../src/renderer/scene/webglSurface', async original => ({ ...await original<object>(), createRenderer: () => fakeRenderer() }))
vi.mock('../../../../src/renderer/composables/fetchImages', () => ({
  fetchImages: (indices: number[]) => Promise.resolve(new Uint8Array(784 * indices.length)),
}))

/** What must never be in a proxy: each access would be tracked, thousands of times a frame. */
const heavy = [...Object.values(three), LatentScene, SpriteSheet, CameraRig].filter(value => typeof value === 'function')
  .filter(value => value.prototype !== undefined && value !== three.EventDispatcher)
const isHeavy = (value: unknown) => heavy.some(kind => value instanceof kind)

/** Everything that Vue has put into a proxy since the test began. */
let proxied: object[] = []
let frames: ReturnType<typeof stubFrames>

beforeEach(() => {
  proxied = []
  const { Proxy: Own } = globalThis
  vi.stubGlobal('Proxy', new Own(Own, {
    construct(target, [inner, traps]: [object, ProxyHandler<object>]) {
      proxied.push(inner)
      return Reflect.construct(target, [inner, traps]) as object
    },
  }))
  frames = stubFrames()
  vi.stubGlobal('ResizeObserver', class { observe() { /* void */ } disconnect() { /* void */ } })
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(() => fakeCanvas().getContext('2d') as never)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** The first heavy thing that is reached from what is in proxies, and how. */
function heavyWithin(roots: readonly object[]): string | null {
  const seen = new Set<object>()
  const waiting = roots.map((value, i): [object, string] => [value, `proxy ${i}`])
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [value, path] = next
    if (seen.has(value)) continue
    seen.add(value)
    if (isHeavy(value)) return path
    const isShallow = '__v_isShallow' in value && value.__v_isShallow === true
    if (isShallow || '__v_skip' in value || value instanceof Node || ArrayBuffer.isView(value)) continue
    for (const [key, inner] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
      if (typeof inner.value === 'object' && inner.value !== null) waiting.push([inner.value as object, `${path}.${key}`])
    }
  }
  return null
}

/** The explorer's stage with everything on it: a cloud, marks, a way, a sheet, pictures, another way of drawing, another epoch. */
async function useTheStage() {
  let made: ReturnType<typeof useLatentScene> | undefined
  const positions = Float32Array.from({ length: 3 * pointCount }, (_, at) => (at * 7919) % 97)
  const frame = {
    runId: 'a', epoch: 1, dimension: 3, values: positions, errors: new Float32Array(pointCount), components: null, space: directSpace(3), positions,
    bounds: boundsOf(positions),
  }
  const marks = {
    visible: computed(() => new Uint8Array(pointCount).fill(1)), states: computed(() => new Uint8Array(pointCount).fill(1)),
    colours: computed(() => new Uint8Array(3 * pointCount)), shapes: computed(() => new Uint8Array(pointCount)),
  } as unknown as ReturnType<typeof useMarks>
  const page = mount(defineComponent({
    setup() {
      const stage = { host: useTemplateRef<HTMLElement>('host'), layers: useTemplateRef<HTMLElement>('layers') }
      made = useLatentScene(stage, {
        marks, markers: ref([{ kind: 'probe', at: [1, 2, 3] }]), path: ref([[1, 2, 3], [4, 5, 6]]),
        sheet: shallowRef({ corners: [[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], pixels: new Uint8Array(4), width: 2, height: 2 }),
      })
      return () => h('div', { ref: 'host' }, [h('div', { ref: 'layers' })])
    },
  }), { global: { plugins: [createPinia()] } })
  await nextTick()
  useLatent().frame = frame
  useExplore().sprites = true
  for (const drawing of ['webgl', 'processor', 'automatic'] as const) {
    useExplore().drawing = drawing
    await nextTick()
    made?.frameAll()
    for (let time = 0; time < 600; time += 200) frames.run(time)
  }
  useLatent().frame = { ...frame, epoch: 2 }
  await nextTick()
  frames.run(1000)
  return { page, scene: made?.scene() }
}

it('no three.js object, and nothing else of the scene, is ever inside a Vue proxy', async () => {
  const { page, scene } = await useTheStage()
  const [count, found] = [proxied.length, heavyWithin(proxied)] // before expectations, which are proxies too
  expect(scene).toBeInstanceOf(LatentScene)
  expect(count).toBeGreaterThan(5)
  expect(found).toBeNull()
  page.unmount()
})

it('the check finds one that is', () => {
  ref({ kept: { deep: new three.Vector3() } })
  expect(heavyWithin(proxied)).toMatch(/kept\.deep$/)
})
