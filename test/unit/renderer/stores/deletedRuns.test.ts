import { describe, expect, it } from 'vitest'
import { useDeletedRuns } from '../../../../src/renderer/stores/deletedRuns'
import { useMessages } from '../../../../src/renderer/stores/messages'
import { useRuns } from '../../../../src/renderer/stores/runs'
import { aKeptRun, createFakeRuns } from '../../../support/window/fakeRuns'
import { openWindow, until, useFreshStores } from '../window'

async function opened(runs: ReturnType<typeof createFakeRuns>) {
  useRuns().follow()
  useDeletedRuns().follow()
  await openWindow({}, { runs })
  await until(() => useRuns().isLoaded)
  return { store: useRuns(), deleted: useDeletedRuns() }
}

describe('deleted runs', () => {
  useFreshStores()

  it('can be brought back, the last one first', async () => {
    const { store, deleted } = await opened(createFakeRuns([0, 1, 2].map(n => aKeptRun(n))))
    const [first, second] = store.runs
    if (!first || !second) throw new Error('there are runs')
    await store.remove(first)
    await store.remove(second)
    expect(deleted.runs.map(({ id }) => id)).toEqual([first.id, second.id])
    expect(deleted.earlier).toEqual([])
    await deleted.undo()
    expect(store.runs.map(({ id }) => id)).toContain(second.id)
    await deleted.undo()
    expect(store.runs).toHaveLength(3)
    expect(deleted.runs).toEqual([])
  })

  it('are known to a window that has not deleted them, and all of an earlier session come back by one click', async () => {
    const runs = createFakeRuns([aKeptRun(0)], { earlier: [aKeptRun(1), aKeptRun(2)], refusal: 'no trash on this disk' })
    const { store, deleted } = await opened(runs)
    await until(() => deleted.earlier.length === 2)
    expect(deleted.refusal).toBe('no trash on this disk')
    await deleted.restoreEarlier()
    expect(store.runs).toHaveLength(3)
    expect(deleted.earlier).toEqual([])
  })

  it('tell what room they take, and go for good where that is confirmed', async () => {
    const { store, deleted } = await opened(createFakeRuns([aKeptRun(0)]))
    const [run] = store.runs
    if (!run) throw new Error('there are runs')
    await store.remove(run)
    expect(deleted.bytes).toBe(run.facts?.bytes)
    await deleted.purge()
    expect(deleted.runs).toEqual([])
    expect(useMessages().messages.at(-1)?.text).toMatch(/room is free/)
  })
})
