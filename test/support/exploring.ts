/** What tests of the explorer do with hands and see with eyes. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect } from './lab'
import type { Lab } from './lab'

/** Two epochs, where nothing else is asked for, and then Explore. */
export async function trainThenExplore(page: Page, epochs = 2) {
  await page.getByTestId('field-epochs').fill(String(epochs))
  await page.getByTestId('start').click()
  await expect(page.getByTestId('timeline-epoch')).toHaveText(`${epochs} of ${epochs}`, { timeout: 200_000 })
  await page.getByTestId('nav-explore').click()
  await expect(page.getByTestId('stage')).toHaveAttribute('data-epoch', String(epochs), { timeout: 30_000 })
}

/** Clicks the first place along a line at which a point lies under the cursor. */
export async function clickPoint(page: Page, from = 0.4) {
  for (let x = from; x < from + 0.3; x += 0.01) {
    const at = await placeOn(page.getByTestId('stage'), x, 0.5)
    await page.mouse.move(...at)
    if (!await page.getByTestId('hover-card').isVisible()) continue
    await page.mouse.click(...at)
    await expect(page.getByTestId('original')).toBeVisible()
    return
  }
  throw new Error('no point was found under the cursor')
}

export async function placeOn(element: Locator, x: number, y: number): Promise<readonly [number, number]> {
  const box = await element.boundingBox()
  if (!box) throw new Error('the element is not shown')
  return [box.x + x * box.width, box.y + y * box.height]
}

export async function drag(page: Page, corners: readonly (readonly [number, number])[], on = page.getByTestId('stage')) {
  for (const [i, [x, y]] of corners.entries()) {
    await page.mouse.move(...await placeOn(on, x, y), { steps: 4 })
    if (i === 0) await page.mouse.down()
  }
  await page.mouse.up()
}

/** The greys of a picture on a canvas of 28 × 28. */
export function greys(canvas: Locator): Promise<number[]> {
  return canvas.evaluate((element) => {
    const { data } = (element as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, 28, 28) ?? { data: [] }
    return Array.from({ length: 784 }, (_, i) => data[4 * i] ?? 0)
  })
}

/** Every fourth pixel's red of the scene as it is drawn without a graphics card. */
export function drawn(page: Page): Promise<number[]> {
  return page.getByTestId('fallback').evaluate((element) => {
    const canvas = element as HTMLCanvasElement
    const { data = [] } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {}
    return Array.from({ length: Math.floor(data.length / 16) }, (_, i) => data[16 * i] ?? 0)
  })
}

export function shareChanged(before: readonly number[], after: readonly number[]): number {
  return after.filter((value, i) => Math.abs(value - (before[i] ?? 0)) > 8).length / after.length
}

export function meanSquared(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + ((value - (b[i] ?? 0)) / 255) ** 2, 0) / a.length
}

export function largestDifference(a: readonly number[], b: readonly number[]): number {
  return Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? 0))))
}

/** Stands in for the user's choice in the dialog, and reads what was written. */
export async function saved(lab: Lab, name: string, save: () => Promise<void>): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'latent-lab-saved-'))
  const file = join(folder, name)
  try {
    await lab.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, file)
    await save()
    await expect(lab.page.getByText(`Saved as ${name}.`)).toBeVisible()
    return readFileSync(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
