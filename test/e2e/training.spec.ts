/** The journey of a first run, with the real engine: train, pause, step, reload, go on, and look back. */
import { expect, test } from '../support/lab'

test.setTimeout(240_000)

test('trains, pauses, survives a reload and keeps every epoch', async ({ lab }) => {
  const { page, faults } = lab
  await expect(page.getByTestId('start')).toBeEnabled({ timeout: 60_000 })
  await page.getByTestId('field-epochs').fill('1,5')
  await expect(page.getByTestId('start')).toBeDisabled()
  await page.getByTestId('field-epochs').fill('3')
  await page.getByTestId('start').click()
  await expect(page.getByTestId('epoch-title')).toHaveText('Epoch 1', { timeout: 120_000 })

  await page.getByTestId('pause').click()
  await expect(page.getByTestId('run-title')).toContainText('Paused in epoch')
  await page.getByTestId('step').click()
  await expect(page.getByTestId('run-title')).toContainText('Paused in epoch')

  await page.reload()
  await expect(page.getByTestId('resume')).toBeVisible({ timeout: 20_000 })
  await expect(page.getByTestId('seed-reconstruction')).toHaveCount(5)
  await expect(page.getByTestId('figure-testMse')).toContainText(/\(PCA with 3 components: 0\.04\d+\)/)
  await page.getByTestId('resume').click()
  await expect(page.getByTestId('run-title')).toHaveText('Finished: 3 epochs', { timeout: 120_000 })
  await expect(page.getByTestId('loss-table').locator('tbody tr')).toHaveCount(3)

  await page.getByTestId('nav-gallery').click()
  await expect(page.getByTestId('gallery-tile')).toHaveCount(24)
  await page.getByTestId('timeline').getByRole('slider').press('Home')
  await expect(page.getByTestId('epoch-title')).toHaveText('Epoch 1')
  expect(faults).toEqual([])
})
