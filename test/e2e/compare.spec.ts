/** As many runs side by side as fit, and one more. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, launchLab, test } from '../support/lab'
import { inked, makeRuns, runRows } from '../support/madeRuns'

test('six runs stand side by side with one epoch and one side; a seventh is refused by a sentence', async () => {
  const userData = mkdtempSync(join(tmpdir(), 'latent-lab-'))
  await makeRuns(userData, 7)
  const lab = await launchLab({ userData })
  const { page } = lab
  await expect(page.getByTestId('start')).toBeEnabled({ timeout: 60_000 }) // the engine is there
  await page.getByTestId('nav-runs').click()
  await expect(runRows(page)).toHaveCount(7)
  await expect(page.getByTestId('compare')).toBeDisabled()
  const choice = (n: number) => runRows(page).nth(n).getByTestId('run-choose')
  for (let n = 0; n < 6; n++) {
    await choice(n).click()
    await expect(choice(n)).toBeChecked()
  }
  await expect(page.getByTestId('compare')).toHaveText('Compare 6')

  await choice(6).click()
  await expect(page.getByTestId('messages')).toContainText('Six runs are as many as fit side by side. Take one out first.')
  await expect(choice(6)).not.toBeChecked()
  await expect(page.getByTestId('compare')).toHaveText('Compare 6')

  await page.getByTestId('compare').click()
  const columns = page.getByTestId('compare-column')
  await expect(columns).toHaveCount(6)
  const names = await columns.locator('.name').allTextContents()
  expect(new Set(names)).toEqual(new Set([1, 2, 3, 4, 5, 6].map(n => `Run ${n}`))) // the newest six
  const clouds = page.getByTestId('compare-cloud')
  for (let n = 0; n < 6; n++) await expect.poll(() => inked(clouds.nth(n)), { timeout: 30_000 }).toBeGreaterThan(100)
  const width = await columns.evaluateAll(all => all.map(column => column.getBoundingClientRect()).map(({ left, right }) => [left, right]))
  for (const [n, [left = 0]] of width.entries()) if (n > 0) expect(left, 'beside the one before').toBeGreaterThanOrEqual(width[n - 1]?.[1] ?? 0)
  const pictures = () => Promise.all([0, 1, 2, 3, 4, 5].map(n => clouds.nth(n).evaluate(canvas => (canvas as HTMLCanvasElement).toDataURL())))
  const before = await pictures()
  await clouds.nth(5).press('ArrowLeft')
  await expect.poll(async () => (await pictures()).filter((picture, n) => picture !== before[n]).length).toBe(6) // all turn with the last

  await page.keyboard.press('Escape')
  await choice(0).click() // one is taken out
  await choice(6).click()
  await expect(choice(6)).toBeChecked()
  expect(lab.faults).toEqual([])
  await lab.close()
  rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
})
