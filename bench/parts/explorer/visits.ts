/** What is left behind by coming to Explore and going away again. */
import type { CDPSession, Page } from '@playwright/test'
import type { OpenApp } from '../../app'
import { residentMemory } from '../../memory'
import type { Part } from '../../part'
import { inExplorer, rest, toExplore } from './explorer'

const visits = 20
/** In which caches fill and code is compiled. */
const warmUp = 3

export const visiting: Part = {
  name: 'explorer-visits',
  title: `The window's memory after ${visits} visits to Explore`,
  measure: ({ tell }) => inExplorer(2, async (explorer) => {
    const { page } = explorer
    const session = await page.context().newCDPSession(page)
    await visit(page, warmUp)
    const before = await memoryOf(explorer, session)
    for (let i = 0; i < 4; i++) {
      await visit(page, visits / 4)
      tell(`${visits / 4 * (i + 1)} visits`)
    }
    const after = await memoryOf(explorer, session)
    const differences = { heap: after.heap - before.heap, resident: after.resident - before.resident, nodes: after.nodes - before.nodes }
    return [
      { name: 'Growth of JavaScript\'s heap', unit: 'MB', value: differences.heap, goal: { atMost: 2 },
        detail: `from ${before.heap.toFixed(1)} MB, after a collection` },
      { name: 'Growth of the process', unit: 'MB', value: differences.resident, goal: { atMost: 20 }, detail: `resident, from ${before.resident.toFixed(0)} MB` },
      { name: 'Growth of the document', unit: '', value: differences.nodes, goal: { atMost: 50 }, detail: `nodes and listeners, from ${before.nodes}` },
    ]
  }),
}

async function visit(page: Page, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await page.getByTestId('nav-gallery').click()
    await rest(page, 300)
    await toExplore(page)
  }
  await page.getByTestId('nav-gallery').click()
  await rest(page)
}

interface Memory {
  /** Megabytes (10⁶ bytes). */
  readonly heap: number
  readonly resident: number
  readonly nodes: number
}

/** After everything that nobody holds was given back. */
async function memoryOf({ app }: OpenApp, session: CDPSession): Promise<Memory> {
  for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage')
  const { usedSize, backingStorageSize = 0 } = await session.send('Runtime.getHeapUsage') as { usedSize: number, backingStorageSize?: number }
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters')
  const pid = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0)
  return { heap: (usedSize + backingStorageSize) / 1e6, resident: residentMemory(pid), nodes: nodes + jsEventListeners }
}
