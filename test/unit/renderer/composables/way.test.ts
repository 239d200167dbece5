// @vitest-environment happy-dom
import { boundsOf } from '@shared/domain/latent/bounds'
import { directSpace, pcaSpace, type LatentSpace } from '@shared/domain/latent/space'
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import { useWay } from '../../../../src/renderer/composables/useWay'
import { useExplore } from '../../../../src/renderer/stores/explore'
import { useLatent, type LatentFrame } from '../../../../src/renderer/stores/latent'
import { useMessages } from '../../../../src/renderer/stores/messages'
import { FakePathWorker, lastWorker } from '../workers/fakeWorker'

vi.mock('../../../../src/renderer/workers/open', () => ({ openWorker: () => new FakePathWorker() }))

let close = () => undefined as unknown
afterEach(() => close())
beforeEach(() => {
  FakePathWorker.made.length = 0
  setActivePinia(createPinia())
})

const square = [[0, 0], [4, 0], [4, 4], [0, 4]] as const
/** Three quarters of a circle round an empty middle. */
const arc = Array.from({ length: 60 }, (_, i) => [Math.cos(i / 13), Math.sin(i / 13)] as const)

/** Latents of a run in the plane of the last two of d axes, moved along the first of these; the first three axes are drawn. */
function frameAt(epoch: number, { dimension = 2, moved = 0, points = square as readonly (readonly [number, number])[] } = {}): LatentFrame {
  const values = new Float32Array(points.length * dimension)
  for (const [i, [x, y]] of points.entries()) values.set([x + moved, y], (i + 1) * dimension - 2)
  const space = dimension > 3 ? firstThree(dimension) : directSpace(dimension)
  const positions = space.project(values)
  const errors = new Float32Array(points.length)
  return { runId: 'a', epoch, dimension, values, errors, components: null, space, positions, bounds: boundsOf(positions) }
}

function firstThree(dimension: number): LatentSpace {
  const basis = Float32Array.from({ length: 3 * dimension }, (_, at) => at % dimension === Math.floor(at / dimension) ? 1 : 0)
  return pcaSpace({ mean: new Float32Array(dimension), basis, explained: new Float32Array(3) })
}

function open(count = 5) {
  let way: ReturnType<typeof useWay> | undefined
  const page = mount(defineComponent({
    setup() {
      way = useWay(ref(count))
      return () => h('p')
    },
  }))
  close = () => page.unmount()
  if (!way) throw new Error('not set up')
  return way
}

const numbers = (way: ReturnType<typeof useWay>) => way.way.value?.latents.map(point => [...point])

it('leads through images where they lie at the epoch that is shown, and through places that stay', async () => {
  const [explore, latent] = [useExplore(), useLatent()]
  latent.frame = frameAt(1)
  explore.waypoints = [{ kind: 'point', index: 0 }, { kind: 'place', latent: Float32Array.of(8, 0) }]
  const way = open(3)
  expect(numbers(way)).toEqual([[0, 0], [4, 0], [8, 0]])
  latent.frame = frameAt(2, { moved: 2 })
  await nextTick()
  expect(numbers(way)).toEqual([[2, 0], [5, 0], [8, 0]])
})

it('finds the way through the crowd in latent space, also where the drawing shows other axes', async () => {
  const [explore, latent] = [useExplore(), useLatent()]
  latent.frame = frameAt(1, { dimension: 6, points: arc })
  expect(new Set(latent.frame.positions)).toEqual(new Set([0])) // all are drawn at one place
  explore.pathKind = 'density'
  explore.waypoints = [{ kind: 'point', index: 0 }, { kind: 'point', index: 59 }]
  const way = open(20)
  expect([way.isSearching.value, way.way.value]).toEqual([true, null])
  lastWorker().answer()
  await nextTick()
  expect([way.isSearching.value, numbers(way)?.length]).toEqual([false, 20])
  for (const point of numbers(way) ?? []) expect(Math.hypot(...point)).toBeGreaterThan(0.9)
})

it('an epoch that comes while it searches replaces the search', async () => {
  const [explore, latent] = [useExplore(), useLatent()]
  latent.frame = frameAt(1)
  explore.pathKind = 'density'
  explore.waypoints = [{ kind: 'point', index: 0 }, { kind: 'point', index: 1 }]
  const way = open(2)
  const first = lastWorker()
  latent.frame = frameAt(2, { moved: 10 })
  await nextTick()
  expect(first.isEnded).toBe(true)
  lastWorker().answer()
  await nextTick()
  expect(numbers(way)).toEqual([[10, 0], [14, 0]])
  expect(useMessages().messages).toEqual([])
})

it('a straight way that is chosen meanwhile is there at once', async () => {
  const [explore, latent] = [useExplore(), useLatent()]
  latent.frame = frameAt(1)
  explore.pathKind = 'density'
  explore.waypoints = [{ kind: 'point', index: 0 }, { kind: 'point', index: 1 }]
  const way = open(2)
  explore.pathKind = 'straight'
  expect(numbers(way)).toEqual([[0, 0], [4, 0]])
  await nextTick()
  expect(lastWorker().isEnded).toBe(true)
})

it('where the search fails it says so and goes straight', async () => {
  const [explore, latent] = [useExplore(), useLatent()]
  latent.frame = frameAt(1)
  explore.pathKind = 'density'
  explore.waypoints = [{ kind: 'point', index: 0 }, { kind: 'point', index: 1 }]
  const way = open(2)
  lastWorker().onerror?.({ message: 'out of memory' })
  await nextTick()
  await nextTick()
  expect(useMessages().messages[0]?.text).toContain('out of memory')
  expect(numbers(way)).toEqual([[0, 0], [4, 0]])
})

it('an image whose latent is no number is left out of the way', () => {
  const [explore, latent] = [useExplore(), useLatent()]
  const frame = frameAt(1)
  frame.values.fill(NaN, 2, 4)
  latent.frame = frame
  explore.waypoints = [0, 1, 3].map(index => ({ kind: 'point', index }))
  const way = open(3)
  expect(numbers(way)).toEqual([[0, 0], [0, 2], [0, 4]])
})

it('leaving the view for good ends its thread', () => {
  const [explore, latent] = [useExplore(), useLatent()]
  latent.frame = frameAt(1)
  explore.pathKind = 'density'
  explore.waypoints = [{ kind: 'point', index: 0 }, { kind: 'point', index: 1 }]
  open()
  close()
  expect(lastWorker().isEnded).toBe(true)
})
