// @vitest-environment happy-dom
import { presets } from '@shared/domain/presets'
import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { h } from 'vue'
import { useCloud } from '../../../../src/renderer/composables/useCloud'
import { useExplore } from '../../../../src/renderer/stores/explore'
import { pointCount, useLatent } from '../../../../src/renderer/stores/latent'
import { useMessages } from '../../../../src/renderer/stores/messages'
import { useTraining } from '../../../../src/renderer/stores/training'
import { openWindow, until, useFreshStores } from '../window'

describe('the cloud of another run', () => {
  useFreshStores()
  let close = () => undefined as unknown
  afterEach(() => close())

  async function opened() {
    const { fakeEngine } = await openWindow()
    const page = mount({
      setup() {
        useCloud()
        return () => h('p')
      },
    })
    close = () => page.unmount()
    return fakeEngine
  }

  async function train(latent: number) {
    await useTraining().start({ ...presets.seed.config, epochs: 1, network: { ...presets.seed.config.network, latent } })
    await until(() => useTraining().state?.kind === 'ended')
    return useTraining().runId ?? ''
  }

  it('takes the place of the one before, of which nothing is left: latents of one run mean nothing in another', async () => {
    await opened()
    const first = await train(3)
    const [latent, explore] = [useLatent(), useExplore()]
    await until(() => latent.frame?.runId === first)
    explore.inspect({ kind: 'place', latent: Float32Array.of(1, 2, 3) })
    explore.waypoints = [{ kind: 'place', latent: Float32Array.of(1, 2, 3) }]
    explore.cursor = 5
    explore.selectOne(7, 'add')
    const second = await train(2)
    await until(() => latent.frame?.runId === second)
    expect(latent.frame).toMatchObject({ dimension: 2, space: { drawn: 2 } })
    expect(latent.frame?.values).toHaveLength(2 * pointCount)
    expect([explore.subject, explore.waypoints, explore.cursor, explore.selectedCount]).toEqual([null, [], -1, 0])
    expect(useMessages().messages.filter(({ level }) => level === 'error')).toEqual([])
  })

  it('is not replaced by an answer about the one before that comes late', async () => {
    const { handlers } = await opened()
    const { latents } = handlers
    let answer = () => undefined as unknown
    const held = new Promise((resolve) => { answer = () => resolve(null) })
    const asked: string[] = []
    Object.assign(handlers, {
      async latents(input: Parameters<typeof latents>[0]) {
        asked.push(input.runId)
        const found = await latents(input)
        if (input.runId === asked[0]) await held
        return found
      },
    })
    const first = await train(3)
    await until(() => asked.includes(first))
    const second = await train(2)
    expect(second).not.toBe(first)
    answer()
    await until(() => useLatent().frame !== null)
    expect(useLatent().frame?.runId).toBe(second)
    expect(useLatent().frame?.dimension).toBe(2)
  })
})
