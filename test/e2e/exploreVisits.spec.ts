/** Coming to Explore and going away again, twenty times, leaves nothing behind. The figures of it are the bench's; here it may not grow. */
import type { CDPSession, Page } from '@playwright/test'
import { exploredTest as test } from '../support/explored'
import { clickPoint } from '../support/exploring'
import { pagePid, resident } from '../support/instruments'
import { expect } from '../support/lab'
import type { Lab } from '../support/lab'

test.describe.configure({ timeout: 120_000 })

const visits = 20
/** In which caches fill and code is compiled: some eight visits on, the engine of JavaScript keeps one part of a view more, once. */
const warmUp = 10

test('twenty visits leave the heap, the document and its listeners as they were', async ({ explored: lab }) => {
  const { page } = lab
  const session = await page.context().newCDPSession(page)
  await clickPoint(page) // its marker, portrait and neighbours come along
  await expect(page.getByTestId('trust')).toBeVisible()
  await visit(page, warmUp)
  const before = await held(lab, session)
  await visit(page, visits)
  const after = await held(lab, session)
  expect(after.heap - before.heap).toBeLessThan(1)
  expect(after.resident - before.resident).toBeLessThan(40) // each visit makes pictures of 5 MB
  // Less than one of each a visit: that one more part may come late.
  expect(after.nodes - before.nodes).toBeLessThan(visits)
  expect(after.listeners - before.listeners).toBeLessThan(visits)
  await session.detach()
})

/** Each until the stage has drawn; at the end Explore is away. */
async function visit(page: Page, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await page.getByTestId('nav-explore').click()
    await page.getByTestId('overlay').waitFor()
    await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    await page.getByTestId('nav-gallery').click()
    await page.getByTestId('overlay').waitFor({ state: 'detached' })
  }
  await page.waitForTimeout(500) // what was asked for is answered
}

/** What is still held after a collection: megabytes of objects, mebibytes of the process (arrays and pictures among them), parts of the document. */
async function held(lab: Lab, session: CDPSession) {
  for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners: listeners } = await session.send('Memory.getDOMCounters')
  return { heap: usedSize / 1e6, resident: resident(await pagePid(lab)), nodes, listeners }
}
