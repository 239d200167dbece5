/** The real app with a trained Seed, standing on Explore with a stage of 1280 × 800. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { openApp, type OpenApp } from '../../app'
import { root } from '../../worker'
import { installStopwatch } from './stopwatch'

export const stageSize = { width: 1280, height: 800 }

export interface Explorer extends OpenApp {
  /** What draws, and at which size, for the detail of a figure. */
  readonly drawnBy: string
}

/** Trains `epochs` of Seed through the form, with so many latent dimensions, opens Explore, hands it over, and closes everything. */
export async function inExplorer<T>(epochs: number, measure: (explorer: Explorer) => Promise<T>, dimensions = 3): Promise<T> {
  const userData = mkdtempSync(join(tmpdir(), 'latent-lab-bench-'))
  const lab = await openApp(root, userData)
  try {
    await lab.page.getByTestId('field-latent').fill(String(dimensions))
    await train(lab.page, epochs)
    await lab.page.getByTestId('timeline-epoch').filter({ hasText: `${epochs} of ${epochs}` }).waitFor({ timeout: 200_000 })
    await toExplore(lab.page)
    await sizeStage(lab)
    await installStopwatch(lab.page)
    return await measure({ ...lab, drawnBy: await drawnBy(lab.page) })
  } finally {
    await lab.close()
    rmSync(userData, { recursive: true, force: true })
  }
}

/** Starts a run, and does not wait for it. */
export async function train(page: Page, epochs: number): Promise<void> {
  await page.getByTestId('nav-train').click()
  await page.getByTestId('field-epochs').fill(String(epochs))
  await page.locator('[data-testid=start]:enabled').click()
}

/** Goes to Explore and waits until the cloud is drawn and at rest. */
export async function toExplore(page: Page): Promise<void> {
  await page.getByTestId('nav-explore').click()
  await page.locator('[data-testid=stage][data-epoch]').waitFor({ timeout: 30_000 })
  await rest(page)
}

export function rest(page: Page, ms = 600): Promise<void> {
  return page.waitForTimeout(ms)
}

/** A place on the stage at which a point lies under the cursor, by moving the real cursor there; null after some vain tries. */
export async function overSomePoint(page: Page, random: () => number): Promise<readonly [number, number] | null> {
  const box = await page.getByTestId('stage').boundingBox()
  if (!box) throw new Error('The stage is not shown.')
  for (let i = 0; i < 40; i++) {
    const at = [box.x + box.width * (0.3 + 0.4 * random()), box.y + box.height * (0.3 + 0.4 * random())] as const
    await page.mouse.move(...at)
    if (await page.getByTestId('hover-card').isVisible()) return at
  }
  return null
}

/** Makes the window so large that the stage itself has the size which figures are stated for. */
async function sizeStage({ app, page }: OpenApp): Promise<void> {
  for (let i = 0; i < 2; i++) {
    const box = await page.getByTestId('stage').boundingBox()
    if (!box) throw new Error('The stage is not shown.')
    await app.evaluate(({ BrowserWindow }, [width, height]) => {
      const window = BrowserWindow.getAllWindows()[0]
      const [nowWide = 0, nowHigh = 0] = window?.getContentSize() ?? []
      window?.setContentSize(nowWide + width, nowHigh + height)
    }, [Math.round(stageSize.width - box.width), Math.round(stageSize.height - box.height)] as const)
    await rest(page)
  }
}

async function drawnBy(page: Page): Promise<string> {
  const stage = page.getByTestId('stage')
  const box = await stage.boundingBox()
  const renderer = await stage.getAttribute('data-surface') === 'raster' ? 'the processor' : 'WebGL'
  return `${Math.round(box?.width ?? 0)} × ${Math.round(box?.height ?? 0)}, drawn by ${renderer}`
}
