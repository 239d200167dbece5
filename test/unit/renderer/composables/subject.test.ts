import { presets } from '@shared/domain/presets'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { useSubject } from '../../../../src/renderer/composables/useSubject'
import { useSubjectMarkers } from '../../../../src/renderer/composables/useSubjectMarkers'
import { numberOf, splitOf, useExplore } from '../../../../src/renderer/stores/explore'
import { firstTest, useLatent } from '../../../../src/renderer/stores/latent'
import { usePictures } from '../../../../src/renderer/stores/pictures'
import { useTraining } from '../../../../src/renderer/stores/training'
import { openWindow, until, useFreshStores } from '../window'

describe('what is looked at', () => {
  useFreshStores()
  let scope: EffectScope
  beforeEach(() => (scope = effectScope()))
  afterEach(() => scope.stop())

  async function opened() {
    const { fakeEngine } = await openWindow()
    await useTraining().start({ ...presets.seed.config, epochs: 1 })
    await until(() => useTraining().state?.kind === 'ended')
    await useLatent().show(useTraining().runId ?? '', 1)
    const all = scope.run(() => {
      const { portrait, surroundings } = useSubject()
      return { fakeEngine, portrait, surroundings, markers: useSubjectMarkers(portrait, surroundings, () => [0, 0, 0]) }
    })
    if (!all) throw new Error('the scope has ended')
    return all
  }

  it('an image has twelve neighbours, and is none of them', async () => {
    const { surroundings } = await opened()
    useExplore().subject = { kind: 'point', index: 37 } // the made-up engine finds 0, 37, 74 …
    await until(() => surroundings.value !== null)
    expect(surroundings.value?.neighbours.map(({ index }) => index)).toEqual([0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map(i => i * 37))
  })

  it('the pictures of all neighbours are asked for at once: while a network trains, each answer waits for its turn', async () => {
    const { fakeEngine: { handlers }, surroundings } = await opened()
    const { images } = handlers
    const asked: number[] = []
    Object.assign(handlers, {
      images(input: Parameters<typeof images>[0]) {
        asked.push(input.indices.length)
        return images(input)
      },
      // From either split.
      neighbours: () => ({
        indices: Int32Array.from({ length: 13 }, (_, i) => i % 2 === 0 ? 100 + i : firstTest + i), distances: new Float32Array(13),
      }),
    })
    useExplore().subject = { kind: 'place', latent: Float32Array.of(1, 2, 3) }
    await until(() => surroundings.value !== null)
    expect(asked.sort()).toEqual([6, 6])
    const pictures = surroundings.value?.neighbours ?? []
    expect(pictures.map(({ index }) => index).slice(0, 3)).toEqual([100, firstTest + 1, 102])
    for (const { index, pixels } of pictures) {
      const own = await usePictures().getOriginals(splitOf(index), [numberOf(index)])
      expect(pixels, String(index)).toEqual(own[0])
    }
  })

  it('a place has twelve, and what was around another one is known as that', async () => {
    const { portrait, surroundings, markers } = await opened()
    const ringed = () => markers.value.filter(({ kind }) => kind === 'neighbour').length
    useExplore().subject = { kind: 'place', latent: Float32Array.of(1, 2, 3) }
    await until(() => surroundings.value !== null)
    expect(surroundings.value?.neighbours).toHaveLength(12)
    expect([surroundings.value?.of === portrait.value, ringed()]).toEqual([true, 12])
    useExplore().subject = { kind: 'place', latent: Float32Array.of(4, 5, 6) }
    expect(ringed()).toBe(0)
    await until(() => portrait.value?.latent[0] === 4)
    expect(surroundings.value?.of === portrait.value).toBe(false)
    await until(() => surroundings.value?.of === portrait.value)
    expect(ringed()).toBe(12)
  })
})
