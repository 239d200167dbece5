import type { KeptRun } from '@shared/domain/keptRun'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import type { EffectScope } from 'vue'
import { engine } from '../../../../src/renderer/clients/engine'
import { useThumbnails } from '../../../../src/renderer/composables/useThumbnails'
import { aKeptRun, snapshotOf } from '../../../support/window/fakeRuns'
import { openWindow, until, useFreshStores } from '../window'

const runs = Array.from({ length: 200 }, (_, n) => aKeptRun(n))
const finished = runs.filter(({ facts }) => facts?.last)

describe('thumbnails of the list', () => {
  useFreshStores()
  let scope: EffectScope
  beforeEach(() => {
    scope = effectScope()
  })
  afterEach(() => scope.stop())

  async function look(first: readonly KeptRun[]) {
    await openWindow({ find: id => snapshotOf(runs.find(run => run.id === id) as KeptRun) })
    const asked = vi.spyOn(engine.calls, 'latents').mockClear()
    const inView = shallowRef(first)
    const thumbnailFor = scope.run(() => useThumbnails(inView)) as ReturnType<typeof useThumbnails>
    return { inView, thumbnailFor, asked: () => asked.mock.calls.map(([{ runId }]) => runId) }
  }

  it('are made for the rows in view, one after the other, and once', async () => {
    const first = finished.slice(0, 3)
    const { inView, thumbnailFor, asked } = await look(first)
    expect(first.map(thumbnailFor)).toEqual([null, null, null])
    await until(() => first.every(run => thumbnailFor(run) !== null))
    expect(thumbnailFor(first[0] as KeptRun)?.pictures).toHaveLength(4 * 784)
    inView.value = []
    await nextTick()
    inView.value = [...first]
    await new Promise(resolve => setTimeout(resolve, 200))
    expect(asked()).toEqual(first.map(({ id }) => id))
  })

  it('are not made for rows that were scrolled past', async () => {
    const { inView, thumbnailFor, asked } = await look(finished.slice(20, 25))
    for (let from = 30; from < 60; from += 5) {
      inView.value = finished.slice(from, from + 5)
      await nextTick()
    }
    const last = finished.slice(60, 62)
    inView.value = last
    await until(() => last.every(run => thumbnailFor(run) !== null))
    expect(asked()).toEqual(last.map(({ id }) => id))
  })

  it('are made anew once the run has another epoch, and never for a run without any', async () => {
    const run = finished[100] as KeptRun
    const none = runs.find(({ facts }) => facts && !facts.last) as KeptRun
    const { inView, thumbnailFor, asked } = await look([run, none])
    await until(() => thumbnailFor(run) !== null)
    const { facts } = run
    if (!facts?.last) throw new Error('it has an epoch')
    const grown = { ...run, facts: { ...facts, last: { ...facts.last, testLoss: facts.last.testLoss / 2 } } }
    inView.value = [grown, none]
    await until(() => thumbnailFor(grown) !== null)
    expect(asked()).toEqual([run.id, run.id])
    expect(thumbnailFor(none)).toBeNull()
  })

  it('of a run that cannot be read are asked for once', async () => {
    const [bad, good] = finished.slice(110, 112) as [KeptRun, KeptRun]
    const { thumbnailFor, asked } = await look([{ ...bad, id: '20260301-1200-9999' }, good])
    await until(() => thumbnailFor(good) !== null)
    await new Promise(resolve => setTimeout(resolve, 200))
    expect(asked()).toEqual(['20260301-1200-9999', good.id])
  })
})
