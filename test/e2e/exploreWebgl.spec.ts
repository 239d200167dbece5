/** The stage drawn by WebGL, emulated by Chromium where no graphics card is; the processor's picture is what it is held against. */
import type { Page } from '@playwright/test'
import { classColour } from '../../src/shared/domain/latent/colours'
import { exploredTest as test } from '../support/explored'
import { readPng } from '../support/exploringFiles'
import { subjectOf } from '../support/exploringInside'
import { at, contrast, drawPlainly, goNear, inFrontAlone, inWindow, sightOf, themeOf } from '../support/exploringPlaces'
import { expect } from '../support/lab'

test.describe.configure({ timeout: 120_000 })

test('WebGL draws what the processor draws, comes back from a lost context, and leaves it to the processor while that is away', async ({ explored: { page } }) => {
  const stage = page.getByTestId('stage')
  await goNear(page)
  await drawPlainly(page)
  await expect(stage).toHaveAttribute('data-surface', 'raster') // emulated WebGL is not taken by itself
  const sight = await sightOf(page)
  const chosen = inFrontAlone(sight)
  const theme = await themeOf(page)
  const expectDrawn = async () => expect.poll(async () => {
    const { width, colours } = await photograph(page)
    return Math.max(...chosen.map((index) => {
      const [x, y] = at(sight.screen, index).map(Math.floor) as [number, number]
      return contrast(colours[y * width + x] ?? [0, 0, 0], classColour(sight.cloud.labels[index] ?? 0, 10, theme))
    }))
  }, { timeout: 20_000 }).toBeLessThan(4)

  await expectDrawn()
  const byProcessor = await photograph(page)
  await page.getByTestId('explore-options').click()
  await page.getByRole('combobox', { name: 'Drawn by' }).click()
  await page.getByRole('option', { name: 'WebGL' }).click()
  await page.keyboard.press('Escape')
  await expect(stage).toHaveAttribute('data-surface', 'webgl')
  await expectDrawn()
  expect(shareUnlike(await photograph(page), byProcessor)).toBeLessThan(0.005)

  await test.step('a context that comes back at once is drawn on as before', async () => {
    await loseContext(page)
    await giveBack(page)
    await page.waitForTimeout(2000) // longer than the processor waits before it steps in
    await expect(stage).toHaveAttribute('data-surface', 'webgl')
    await expectDrawn()
  })

  await test.step('one that stays away leaves the stage to the processor, where points are found as before', async () => {
    await loseContext(page)
    await expect(stage).toHaveAttribute('data-surface', 'raster')
    await expect(page.getByTestId('surface-note')).toContainText('The graphics card stopped drawing.')
    await expectDrawn()
    const [first = -1] = chosen
    await page.mouse.click(...await inWindow(page, at(sight.screen, first)))
    await expect.poll(() => subjectOf(page)).toEqual({ kind: 'point', index: first })
    await stage.press('Escape')
  })

  await test.step('until it is back', async () => {
    await page.mouse.move(5, 300) // what is pointed at is drawn larger
    await giveBack(page)
    await expect(stage).toHaveAttribute('data-surface', 'webgl')
    await expect(page.getByTestId('surface-note')).toBeHidden()
    await expectDrawn()
  })
})

type Photograph = ReturnType<typeof readPng>

/** The stage as it is seen. */
async function photograph(page: Page): Promise<Photograph> {
  return readPng(await page.getByTestId('stage').screenshot())
}

/** The share of a picture's pixels that look like no pixel of the other one there or beside there: the processor sets marks on whole pixels. */
function shareUnlike(a: Photograph, b: Photograph): number {
  const beside = [-1, 0, 1].flatMap(dy => [-1, 0, 1].map(dx => dy * b.width + dx))
  return a.colours.filter((colour, i) => beside.every(by => contrast(colour, b.colours[i + by] ?? [0, 0, 0]) > 60)).length / a.colours.length
}

async function loseContext(page: Page): Promise<void> {
  await page.getByTestId('points').evaluate((element) => {
    const extension = (element as HTMLCanvasElement).getContext('webgl2')?.getExtension('WEBGL_lose_context')
    Object.assign(window, { giveBack: () => extension?.restoreContext() })
    extension?.loseContext()
  })
}

async function giveBack(page: Page): Promise<void> {
  await page.evaluate(() => (window as unknown as { giveBack(): void }).giveBack())
}
