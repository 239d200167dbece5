import { describe, it } from 'vitest'
import { useRuns } from '../../../../src/renderer/stores/runs'
import { aKeptRun, createFakeRuns } from '../../../support/window/fakeRuns'
import { openWindow, until, useFreshStores } from '../window'

async function listed() {
  useRuns().follow()
  const window = await openWindow({}, { runs: createFakeRuns([0, 1, 2].map(n => aKeptRun(n))) })
  await until(() => useRuns().isLoaded)
  return { ...window, store: useRuns() }
}

describe('the kept runs', () => {
  useFreshStores()

  it('tell of an export or import for as long as it goes on', async () => {
    const { store, fakeMain } = await listed()
    fakeMain.transferIs({ kind: 'export', file: 'my.run.tar', share: 0.4 })
    await until(() => store.transfer?.share === 0.4)
    fakeMain.transferIs(null)
    await until(() => store.transfer === null)
  })
})
