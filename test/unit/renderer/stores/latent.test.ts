import { pointAt } from '@shared/domain/latent/bounds'
import { identity } from '@shared/domain/latent/procrustes'
import { presets } from '@shared/domain/presets'
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { firstTest, latentOf, pointCount, testStart, useLatent } from '../../../../src/renderer/stores/latent'
import { useTraining } from '../../../../src/renderer/stores/training'
import { openWindow, until, useFreshStores } from '../window'

describe('the latent store', () => {
  useFreshStores()

  async function trained(latent: number, epochs = 2) {
    const { fakeEngine } = await openWindow()
    const { seed } = presets
    await useTraining().start({ ...seed.config, epochs, network: { ...seed.config.network, latent } })
    await until(() => useTraining().state?.kind === 'ended')
    const store = useLatent()
    await store.show(useTraining().runId ?? '', 1)
    return { store, fakeEngine, runId: useTraining().runId ?? '' }
  }

  it('shows UMAP once it was worked out for the epoch, principal components until then and for others', async () => {
    const { store, runId } = await trained(8)
    store.projection = 'umap'
    await nextTick()
    expect(store.frame?.space.kind).toBe('pca')
    store.keepEmbedding(runId, 1, Float32Array.from({ length: 30_000 }, (_, i) => i))
    expect(store.frame?.space.kind).toBe('umap')
    expect([...store.frame?.positions.subarray(0, 3) ?? []]).toEqual([NaN, NaN, NaN])
    expect([...store.frame?.positions.subarray(3 * firstTest, 3 * firstTest + 3) ?? []]).toEqual([0, 1, 2])
    expect(store.frame?.bounds.count).toBe(pointCount - firstTest)
    await store.show(runId, 2)
    expect(store.frame?.space.kind).toBe('pca')
    await store.show(runId, 1)
    expect(store.frame?.space.kind).toBe('umap')
    store.projection = 'pca'
    await nextTick()
    expect(store.frame?.space.kind).toBe('pca')
  })

  it('draws a test image\'s latent at its own place in UMAP, and decodes that place as it', async () => {
    const { store, runId } = await trained(8)
    store.projection = 'umap'
    store.keepEmbedding(runId, 1, Float32Array.from({ length: 30_000 }, (_, i) => i % 97 + i / 1000))
    const { frame } = store
    if (!frame) throw new Error('no frame')
    const own = latentOf(frame, firstTest + 5)
    const place = pointAt(frame.positions, firstTest + 5)
    expect([...frame.space.locate(place)]).toEqual([...own])
    expect([...frame.space.project(own)]).toEqual([...place])
  })

  it('starts UMAP from the principal components of the test images', async () => {
    const { store } = await trained(8)
    if (!store.frame) throw new Error('no frame')
    const start = testStart(store.frame)
    expect(start).toHaveLength(30_000)
    expect([...start.subarray(0, 3)]).toEqual([...store.frame.positions.subarray(3 * firstTest, 3 * firstTest + 3)])
  })

  it('has no UMAP for three dimensions or fewer, and gives an epoch for a film without showing it', async () => {
    const { store, runId } = await trained(3)
    store.projection = 'umap'
    store.keepEmbedding(runId, 1, new Float32Array(30_000))
    expect(store.frame?.space.kind).toBe('direct')
    const second = await store.frameAt(runId, 2)
    expect([second.epoch, store.frame?.epoch]).toEqual([2, 1])
  })

  /** Principal components may point either way: here those of every second epoch point back. */
  async function trainedToAndFro() {
    const made = await trained(8, 5)
    const projection = made.fakeEngine.handlers.projection
    Object.assign(made.fakeEngine.handlers, {
      async projection(input: Parameters<typeof projection>[0]) {
        const found = await projection(input)
        return input.epoch % 2 === 0 ? found : { ...found, basis: found.basis.map(value => -value) }
      },
    })
    useLatent().forget()
    return made
  }

  it('turns an epoch like the one beside it, as soon as that is switched, and after another projection as before it', async () => {
    const { store, runId } = await trainedToAndFro()
    await store.show(runId, 1)
    await store.show(runId, 2)
    const turned = store.frame?.space.rotation
    expect(turned?.matrix[0]).toBeCloseTo(-1, 1)
    store.isAligning = false
    await nextTick()
    expect(store.frame?.space.rotation).toBe(identity)
    store.isAligning = true
    await nextTick()
    expect(store.frame?.space.rotation).toBe(turned)
    store.projection = 'umap'
    await nextTick()
    store.keepEmbedding(runId, 2, new Float32Array(30_000))
    expect(store.frame?.space.kind).toBe('umap')
    store.projection = 'pca'
    await nextTick()
    expect(store.frame?.space.rotation).toBe(turned)
  })

  it('turns an epoch the same whichever way one comes back to it', async () => {
    const { store, runId } = await trainedToAndFro()
    const seen = new Map<number, unknown>()
    for (const epoch of [1, 2, 3, 4, 5, 1, 4, 2, 5, 3]) {
      await store.show(runId, epoch)
      const { rotation } = store.frame?.space ?? {}
      expect(rotation, `epoch ${epoch}`).toBe(seen.get(epoch) ?? rotation)
      seen.set(epoch, rotation)
    }
    expect((await store.frameAt(runId, 4)).space.rotation).toBe(seen.get(4))
  })
})
