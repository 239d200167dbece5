/** The explorer where things are not as usual: an engine that dies, fewer dimensions than three, less motion. */
import { clickPoint, greys, largestDifference, placeOn, trainThenExplore } from '../support/exploring'
import { enginePid } from '../support/instruments'
import { expect, test } from '../support/lab'
import { kill } from '../support/processes'

test.describe.configure({ timeout: 300_000 })

test('an engine that dies while the probe is dragged is told of, and the probe decodes again by itself', async ({ lab }) => {
  const { page } = lab
  await trainThenExplore(page)
  const stage = page.getByTestId('stage')
  await page.getByTestId('tool-probe').click()
  await page.mouse.click(...await placeOn(stage, 0.35, 0.4))
  await expect(page.getByTestId('trust')).toBeVisible()
  const before = await greys(page.getByTestId('decoded'))
  await page.mouse.down()
  const pid = await enginePid(lab)
  kill(pid, 'SIGKILL')
  for (let i = 1; i <= 10; i++) await page.mouse.move(...await placeOn(stage, 0.35 + 0.03 * i, 0.4 + 0.02 * i))
  await page.mouse.up()
  await expect(page.getByTestId('explore-notice')).toContainText('decoded again')
  await expect(page.getByTestId('explore-notice')).toBeHidden({ timeout: 30_000 })
  expect(await enginePid(lab)).not.toBe(pid)
  await expect.poll(async () => largestDifference(await greys(page.getByTestId('decoded')), before), { timeout: 15_000 }).toBeGreaterThan(20)
  await expect(page.getByTestId('trust')).toBeVisible()
})

for (const [dimension, axes] of [[1, 1], [2, 2]] as const) {
  test(`a space of ${dimension} is drawn flat, and decoded where one points`, async ({ lab }) => {
    const { page } = lab
    await page.getByTestId('field-latent').fill(String(dimension))
    await trainThenExplore(page, 1)
    await clickPoint(page)
    await expect(page.getByTestId('coordinate-0')).toBeVisible()
    await expect(page.locator('[data-testid^=coordinate-]')).toHaveCount(axes)
    const before = await page.getByTestId('coordinate-0').inputValue()
    await page.getByTestId('tool-probe').click()
    await page.mouse.click(...await placeOn(page.getByTestId('stage'), 0.6, 0.5))
    await expect(page.getByTestId('coordinate-0')).not.toHaveValue(before)
    await expect(page.getByTestId('trust')).toBeVisible()
    await page.getByTestId('explore-tabs').getByText('Axes').click()
    await expect(page.locator('[data-testid^=axis-]')).toHaveCount(axes)
    await page.getByTestId('sheet-on').click()
    await expect(page.getByTestId('save-sheet')).toBeVisible()
    expect(lab.faults).toEqual([])
  })
}

test('with less motion nothing glides: the next epoch is in its place with the first frame', async ({ lab }) => {
  const { page } = lab
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await trainThenExplore(page)
  await page.evaluate(() => {
    const { clearRect } = CanvasRenderingContext2D.prototype
    Object.assign(window, { frames: 0 })
    CanvasRenderingContext2D.prototype.clearRect = function (...box) {
      clearRect.apply(this, box)
      if (this.canvas instanceof HTMLCanvasElement && this.canvas.dataset['testid'] === 'overlay') (window as unknown as { frames: number }).frames++
    }
  })
  await page.getByTestId('stage').press('[')
  await expect(page.getByTestId('stage')).toHaveAttribute('data-epoch', '1')
  await page.waitForTimeout(500)
  expect(await page.evaluate(() => (window as unknown as { frames: number }).frames)).toBeLessThanOrEqual(2)
})
