import { pointAt } from '@shared/domain/latent/bounds'
import { presets } from '@shared/domain/presets'
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { firstTest, latentOf, pointCount, testStart, useLatent } from '../../../../src/renderer/stores/latent'
import { useTraining } from '../../../../src/renderer/stores/training'
import { openWindow, until, useFreshStores } from '../window'

describe('the latent store', () => {
  useFreshStores()

  async function trained(latent: number) {
    await openWindow()
    const { seed } = presets
    await useTraining().start({ ...seed.config, epochs: 2, network: { ...seed.config.network, latent } })
    await until(() => useTraining().state?.kind === 'ended')
    const store = useLatent()
    await store.show(useTraining().runId ?? '', 1)
    return { store, runId: useTraining().runId ?? '' }
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
    const second = await store.frameAt(runId, 2, store.frame)
    expect([second.epoch, store.frame?.epoch]).toEqual([2, 1])
  })
})
