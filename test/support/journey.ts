/** The shortest way through everything, from the first start on: train an epoch on the real data, then decode a place of its latent space. */
import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'

/** The page of an app that has just been started for the first time, in English. */
export async function trainAndDecode(page: Page): Promise<void> {
  page.setDefaultTimeout(30_000)
  await page.getByTestId('welcome-skip').click()
  await expect(page.getByTestId('device')).toContainText('CPU', { timeout: 60_000 }) // TensorFlow's library was found: not WebAssembly
  await page.getByTestId('field-epochs').fill('1')
  await page.getByTestId('start').click()
  await expect(page.getByTestId('timeline-epoch')).toHaveText('1 of 1', { timeout: 90_000 })
  await page.getByTestId('nav-explore').click()
  const stage = page.getByTestId('stage')
  await expect(stage).toHaveAttribute('data-epoch', '1', { timeout: 60_000 })
  await page.getByTestId('tool-probe').click()
  const box = await stage.boundingBox()
  if (!box) throw new Error('the space is not shown')
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  await expect(page.getByTestId('trust')).toBeVisible()
  await expect.poll(() => brightnesses(page), { timeout: 30_000 }).toBeGreaterThan(20) // a picture, not an empty square
}

/** How many different ones the decoded picture has. */
function brightnesses(page: Page): Promise<number> {
  return page.getByTestId('decoded').evaluate((element) => {
    const canvas = element instanceof HTMLCanvasElement ? element : element.querySelector('canvas')
    const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
    return new Set(Array.from(pixels).filter((_, i) => i % 4 === 0)).size
  })
}
