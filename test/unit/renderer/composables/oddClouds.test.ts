// @vitest-environment happy-dom
import { boundsOf } from '@shared/domain/latent/bounds'
import { directSpace, pcaSpace } from '@shared/domain/latent/space'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, shallowRef, type EffectScope } from 'vue'
import { frameAll, frameSelection, resetView } from '../../../../src/renderer/composables/stageFraming'
import { useMarks } from '../../../../src/renderer/composables/useMarks'
import { useSelection } from '../../../../src/renderer/composables/useSelection'
import { useSubjectMarkers } from '../../../../src/renderer/composables/useSubjectMarkers'
import { useTraversal } from '../../../../src/renderer/composables/useTraversal'
import { CameraRig } from '../../../../src/renderer/scene/cameraRig'
import type { LatentScene } from '../../../../src/renderer/scene/latentScene'
import { useExplore } from '../../../../src/renderer/stores/explore'
import { pointCount, useLatent, type LatentFrame } from '../../../../src/renderer/stores/latent'
import { useMessages } from '../../../../src/renderer/stores/messages'

const decode = vi.hoisted(() => vi.fn())
vi.mock('../../../../src/renderer/clients/engine', () => ({
  engine: { calls: { decode, images: () => Promise.resolve({ pixels: new Uint8Array(784) }) }, on: () => undefined, isConnected: () => true },
}))

/** What a network that went wrong makes of images: coordinate `at` of all. */
const oddities: Readonly<Record<string, (at: number, dimension: number) => number>> = {
  'no number anywhere': () => NaN,
  'infinity everywhere': at => at % 2 === 0 ? Infinity : -Infinity,
  'one place for all': () => 3.5,
  'one usable image': (at, dimension) => at < dimension ? 2 : NaN,
  'an image here and there': at => at % 3 === 0 ? NaN : at % 11,
  'numbers too large to draw': at => (at % 5 - 2) * 1e30,
}

function frameOf(oddity: string, dimension: number): LatentFrame {
  const values = Float32Array.from({ length: pointCount * dimension }, (_, at) => oddities[oddity]?.(at, dimension) ?? 0)
  const basis = new Float32Array(3 * dimension).fill(1 / Math.sqrt(dimension))
  // The engine gives only components that are numbers.
  const space = dimension > 3 ? pcaSpace({ mean: new Float32Array(dimension), basis, explained: new Float32Array(3) }) : directSpace(dimension)
  const positions = space.project(values)
  const errors = Float32Array.from({ length: pointCount }, (_, i) => values[i * dimension] ?? 0)
  return { runId: 'a', epoch: 1, dimension, values, errors, components: null, space, positions, bounds: boundsOf(positions) }
}

const isFinite = (numbers: Iterable<number>) => [...numbers].every(Number.isFinite)

const clouds = Object.keys(oddities).flatMap(oddity => [1, 3, 8].map(dimension => [oddity, dimension] as const))

describe.each(clouds)('a cloud of %s, in %i dimensions', (oddity, dimension) => {
  let scope: EffectScope
  beforeEach(() => {
    vi.useFakeTimers()
    setActivePinia(createPinia())
    decode.mockReset()
    decode.mockImplementation(async ({ points }: { points: Float32Array }) => ({ pixels: new Uint8Array(784 * points.length / dimension) }))
    useLatent().frame = frameOf(oddity, dimension)
    useLatent().labels = new Uint8Array(pointCount)
    scope = effectScope()
  })
  afterEach(() => {
    expect(useMessages().messages).toEqual([])
    scope.stop()
    vi.useRealTimers()
  })

  it('has axes that can be moved along, and asks the decoder for places that are numbers', async () => {
    const traversal = scope.run(() => useTraversal(shallowRef(null)))
    useExplore().panel = 'axes'
    if (traversal) traversal.sheet.isOn.value = true
    await nextTick()
    await vi.advanceTimersByTimeAsync(500)
    for (const { low, high } of traversal?.ranges.value ?? []) expect(high).toBeGreaterThan(low)
    expect(isFinite(traversal?.origin.value ?? [NaN])).toBe(true)
    expect(decode).toHaveBeenCalled()
    for (const [{ points }] of decode.mock.calls as [{ points: Float32Array }][]) expect(isFinite(points)).toBe(true)
  })

  it('is looked at from a place that is a number', () => {
    const { frame } = useLatent()
    const rig = new CameraRig(() => undefined, () => false)
    const scene = { rig, cloudBounds: frame?.bounds } as unknown as LatentScene
    useExplore().subject = { kind: 'point', index: 9 }
    for (const look of [frameAll, resetView, frameSelection]) {
      look(scene)
      expect(isFinite([...rig.eye(), rig.state.distance, ...rig.state.target])).toBe(true)
    }
    useExplore().selectOne(9, 'add')
    frameSelection(scene)
    expect(isFinite([...rig.eye(), rig.state.distance])).toBe(true)
  })

  it('has colours, marks and a summary of what is selected', async () => {
    const explore = useExplore()
    explore.colourMode = 'error'
    explore.subject = { kind: 'point', index: 9 }
    explore.select(new Uint8Array(pointCount).fill(1), 'replace')
    const made = scope.run(() => {
      const marks = useMarks()
      const markers = useSubjectMarkers(shallowRef(null), shallowRef(null), () => [0, 0, 0])
      return { marks, markers, selection: useSelection(marks, shallowRef(null)) }
    })
    await nextTick()
    expect(made?.marks.colours.value).toHaveLength(3 * pointCount)
    const { low = 0, high = 0 } = made?.marks.scale.value ?? {}
    expect(isFinite([low, high])).toBe(true)
    expect(made?.selection.summary.value?.count).toBe(pointCount)
    expect(made?.selection.summary.value?.medoid).toBeGreaterThanOrEqual(-1)
    expect(made?.markers.value.map(({ kind }) => kind)).toEqual(['picked'])
  })
})
