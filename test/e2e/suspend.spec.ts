/** A computer that sleeps in the middle of an epoch, and whose clock is another when it wakes: the run goes on as if nothing had been. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../support/lab'
import type { Lab } from '../support/lab'
import { eventually, kill, processTree } from '../support/processes'

test.describe.configure({ timeout: 240_000 })

/** In ms: longer than an engine that hangs is waited for. */
const sleep = 12_000

test('asleep in mid-epoch, the app goes on with its run when it wakes', async ({ lab }) => {
  test.skip(process.platform === 'win32', 'Windows cannot stop a process.')
  const { page } = lab
  await page.getByTestId('field-epochs').fill('3')
  await expect(page.getByTestId('start')).toBeEnabled({ timeout: 60_000 })
  await page.getByTestId('start').click()
  await expect(page.getByTestId('loss-table').locator('tbody tr')).toHaveCount(1, { timeout: 90_000 })
  await page.waitForTimeout(300) // well into the second

  const tree = processTree(lab.pid)
  expect(tree.length).toBeGreaterThan(3) // main, the page, the engine and Chromium's own
  for (const { pid } of tree) kill(pid, 'SIGSTOP')
  await new Promise(resolve => setTimeout(resolve, sleep))
  for (const { pid } of tree) kill(pid, 'SIGCONT')
  await setClock(lab, 24 * 3600 * 1000)

  await expect(page.getByTestId('loss-table').locator('tbody tr')).toHaveCount(2, { timeout: 90_000 })
  await setClock(lab, -24 * 3600 * 1000)
  await expect(page.getByTestId('loss-table').locator('tbody tr')).toHaveCount(3, { timeout: 90_000 })
  await expect(page.getByTestId('stop')).toBeHidden({ timeout: 60_000 })
  const log = () => readFileSync(join(lab.userData, 'logs/main.log'), 'utf8')
  expect(log()).not.toMatch(/"kind":"(?:silent|gone)"|process ended/) // a machine that slept has missed no heartbeat
  await eventually('the run is listed', async () => {
    await page.getByTestId('nav-runs').click()
    return page.getByTestId('runs-count').textContent().then(text => text?.includes('1'))
  })
  expect(lab.faults).toEqual([])
})

/** Of main and the page; the engine's is set in the command line's tests. */
async function setClock({ app, page }: Lab, by: number) {
  await app.evaluate((_electron, by) => void (Date.now = (now => () => now() + by)(Date.now)), by)
  await page.evaluate(by => void (Date.now = (now => () => now() + by)(Date.now)), by)
}
