import { presets } from '@shared/domain/presets'
import { describe, expect, it } from 'vitest'
import { effectScope, nextTick } from 'vue'
import { useNeighbourhood } from '../../../../src/renderer/composables/useNeighbourhood'
import { useExplore } from '../../../../src/renderer/stores/explore'
import { pointCount, useLatent } from '../../../../src/renderer/stores/latent'
import { useTraining } from '../../../../src/renderer/stores/training'
import { openWindow, until, useFreshStores } from '../window'

describe('density and disagreement', () => {
  useFreshStores()

  async function shown() {
    const { fakeEngine } = await openWindow()
    const asked: { epoch: number, first: number, count: number }[] = []
    const answer = fakeEngine.handlers.surroundings
    Object.assign(fakeEngine.handlers, { surroundings: (input: Parameters<typeof answer>[0]) => {
      asked.push(input)
      return answer(input)
    } })
    const { seed } = presets
    await useTraining().start({ ...seed.config, epochs: 2, network: { ...seed.config.network, latent: 8 } })
    await until(() => useTraining().state?.kind === 'ended')
    const show = (epoch: number) => useLatent().show(useTraining().runId ?? '', epoch)
    await show(1)
    const scope = effectScope()
    const found = scope.run(() => useNeighbourhood())
    if (!found) throw new Error('no scope')
    return { ...found, asked, show, stop: () => scope.stop() }
  }

  it('are asked of the engine when a colour wants them, each image once, and once an epoch', async () => {
    const { neighbourhood, progress, asked, show, stop } = await shown()
    expect(asked).toEqual([])
    useExplore().colourMode = 'density'
    await until(() => neighbourhood.value !== null)
    expect(progress.value).toBeNull()
    expect(asked.reduce((sum, { count }) => sum + count, 0)).toBe(pointCount)
    const first = neighbourhood.value
    useExplore().colourMode = 'disagreement'
    await show(2)
    await until(() => neighbourhood.value !== null)
    expect(neighbourhood.value?.density).not.toEqual(first?.density)
    const questions = asked.length
    await show(1)
    await until(() => neighbourhood.value !== null)
    expect(neighbourhood.value).toBe(first)
    expect(asked).toHaveLength(questions)
    stop()
  })

  it('of one epoch are never another one\'s, nor is an epoch asked about further that is no longer shown', async () => {
    const { neighbourhood, progress, asked, show, stop } = await shown()
    useExplore().colourMode = 'density'
    await until(() => neighbourhood.value !== null)
    await show(2)
    expect(neighbourhood.value).toBeNull()
    await until(() => progress.value !== null)
    await show(1)
    await until(() => neighbourhood.value !== null)
    await nextTick()
    expect(asked.filter(({ epoch }) => epoch === 2).reduce((sum, { count }) => sum + count, 0)).toBeLessThan(pointCount)
    stop()
  })
})
