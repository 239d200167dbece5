/** Another run while Explore is open: its cloud is shown, however many dimensions it has, and nothing is left of the one before. */
import type { Page } from '@playwright/test'
import { exploredTest as test } from '../support/explored'
import { drawn, shareChanged } from '../support/exploring'
import { ask, cloudOf, selectionOf, type CloudInside } from '../support/exploringInside'
import { expect } from '../support/lab'

test.describe.configure({ timeout: 180_000 })

test('a run that begins, the kept one again, and back: each time it is that run\'s cloud, and what was chosen in the other is forgotten', async ({ explored: { page } }) => {
  const stage = page.getByTestId('stage')
  const kept = await cloudOf(page)
  await chooseThings(page)

  await test.step('a run of two dimensions begins while the kept one is explored', async () => {
    await page.getByTestId('nav-train').click()
    for (const [field, value] of [['latent', '2'], ['epochs', '1'], ['batchSize', '512']] as const) await page.getByTestId(`field-${field}`).fill(value)
    await page.getByTestId('nav-explore').click()
    await expect(stage).toHaveAttribute('data-epoch', '2')
    await page.keyboard.press('Control+Enter')
    await expect(page.getByTestId('explore-empty')).toBeVisible({ timeout: 30_000 }) // it has no epoch yet
    await expect(stage).toHaveAttribute('data-epoch', '1', { timeout: 90_000 })
  })
  const live = await cloudOf(page)
  expect(live.runId).not.toBe(kept.runId)
  expect(live.dimension).toBe(2)
  await expectOwn(page, live)
  await expectNothingChosen(page)
  const flat = await still(page)

  await test.step('the kept one comes back as it was', async () => {
    await page.getByTestId('nav-runs').click()
    await page.locator(`[id="run-${kept.runId}"]`).click()
    await page.getByTestId('open-explore').click()
    await expect(stage).toHaveAttribute('data-epoch', '2')
    expect(await cloudOf(page)).toEqual(kept)
    await expectNothingChosen(page)
    expect(shareChanged(flat, await still(page))).toBeGreaterThan(0.05)
  })

  await test.step('and gives way to the live one, on the spot', async () => {
    await chooseThings(page)
    await page.getByTestId('back-to-live').click()
    await expect(stage).toHaveAttribute('data-epoch', '1')
    expect(await cloudOf(page)).toEqual(live)
    await expectNothingChosen(page)
    expect(shareChanged(flat, await still(page))).toBe(0)
  })
})

/** Looks at an image, makes it part of a way, and selects a class. */
async function chooseThings(page: Page): Promise<void> {
  await page.getByTestId('explore-tabs').getByText('Selection').click()
  await page.getByTestId('select-class').click()
  await page.getByRole('option', { name: 'Bag' }).click()
  expect((await selectionOf(page)).length).toBe(7000)
  await page.getByTestId('selection-list').press('Enter')
  await page.getByTestId('add-waypoint').click()
  await expect(page.getByTestId('path-panel')).toContainText('1 place')
}

async function expectNothingChosen(page: Page): Promise<void> {
  expect(await selectionOf(page)).toEqual([])
  await page.getByTestId('explore-tabs').getByText('Path').click()
  await expect(page.getByTestId('path-panel')).toBeHidden()
  await page.getByTestId('explore-tabs').getByText('Point').click()
  await expect(page.getByTestId('point-panel')).toBeHidden()
}

/** That what the window holds is what the engine has of that run. */
async function expectOwn(page: Page, { runId, epoch, values, errors }: CloudInside): Promise<void> {
  const test = await ask(page, 'latents', { runId, epoch, split: 'test' })
  expect(values.subarray(-test.values.length)).toEqual(test.values)
  expect(errors.subarray(-test.errors.length)).toEqual(test.errors)
}

/** The picture at rest: what moves is drawn with some of the points. The cursor is out of the way. */
async function still(page: Page): Promise<readonly number[]> {
  await page.mouse.move(5, 300)
  await page.waitForTimeout(500)
  return drawn(page)
}
