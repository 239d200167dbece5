import { presets } from '@shared/domain/presets'
import { describe, expect, it } from 'vitest'
import { useGallery } from '../../../../src/renderer/stores/gallery'
import { usePictures } from '../../../../src/renderer/stores/pictures'
import { useSettings } from '../../../../src/renderer/stores/settings'
import { useTraining } from '../../../../src/renderer/stores/training'
import { openWindow, until, useFreshStores } from '../window'

describe('the gallery store', () => {
  useFreshStores()

  it('keeps the chosen images among the settings', async () => {
    await openWindow()
    const gallery = useGallery()
    gallery.count = '5'
    await gallery.choose()
    expect(gallery.indices).toEqual([0, 1, 2, 3, 4])
    expect(useSettings().settings.gallery).toEqual([0, 1, 2, 3, 4])
  })

  it('chooses the worst of the epoch in view', async () => {
    await openWindow()
    await useTraining().start({ ...presets.seed.config, epochs: 1 })
    await until(() => useTraining().state?.kind === 'ended')
    const gallery = useGallery()
    gallery.kind = 'worst'
    gallery.count = '3'
    await gallery.choose()
    const errors = await usePictures().getTestErrors(1)
    const largest = errors.reduce((a, b) => Math.max(a, b))
    expect(errors[gallery.indices[0] ?? -1]).toBe(largest)
  })

  it('chooses images of one class', async () => {
    await openWindow()
    const gallery = useGallery()
    gallery.kind = 'class'
    gallery.label = 4
    gallery.count = '6'
    await gallery.choose()
    const { test } = usePictures().labels
    expect(gallery.indices.map(i => test?.[i])).toEqual([4, 4, 4, 4, 4, 4])
  })

  it('says what is wrong with what was typed, and leaves the gallery as it is', async () => {
    await openWindow()
    const gallery = useGallery()
    const before = gallery.indices
    gallery.kind = 'typed'
    gallery.typed = '1, 10000'
    await gallery.choose()
    expect(gallery.error).toContain('“10000” is not within the test images')
    expect(gallery.indices).toEqual(before)
    gallery.kind = 'first'
    gallery.count = '65'
    expect(gallery.error).toContain('from 1 to 64')
  })

  it('pins an image, and lets it go at the second click', () => {
    const gallery = useGallery()
    gallery.pin(3)
    expect(gallery.pinned).toBe(3)
    gallery.pin(3)
    expect(gallery.pinned).toBeNull()
  })
})
