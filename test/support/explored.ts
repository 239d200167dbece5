/** A run that is trained once, and an app a file that stands on it in Explore, anew for each test. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { trainThenExplore } from './exploring'
import { keepEnginePort } from './exploringInside'
import { expect, launchLab, test as base } from './lab'
import type { Lab, LaunchOptions } from './lab'

export const exploredTest = base.extend<object, { trained: string }>({
  /** A folder with the run of two epochs. */
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures it needs off this pattern: none
  trained: [async ({}, use) => {
    const userData = mkdtempSync(join(tmpdir(), 'latent-lab-trained-'))
    const lab = await launchLab({ userData })
    await lab.page.getByTestId('field-batchSize').fill('512') // an eighth of the steps …
    await lab.page.getByTestId('field-learningRate').fill('0.004') // … that go further
    await trainThenExplore(lab.page)
    await lab.close()
    await use(join(userData, 'runs'))
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
  }, { scope: 'worker', timeout: 300_000 }],
})

/** One app for all tests of a file. Each begins with a page that was loaded anew, where nothing is chosen yet and nothing moves by itself. */
export function sharedExplorer(options: LaunchOptions = {}): () => Lab {
  let lab: Lab
  let userData = ''
  exploredTest.beforeAll(async ({ trained }) => {
    userData = mkdtempSync(join(tmpdir(), 'latent-lab-'))
    cpSync(trained, join(userData, 'runs'), { recursive: true })
    lab = await launchLab({ ...options, userData })
    await lab.page.emulateMedia({ reducedMotion: 'reduce' })
    await keepEnginePort(lab.page)
  })
  exploredTest.beforeEach(() => standInExplore(lab))
  exploredTest.afterAll(async () => {
    await lab.close()
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
  })
  return () => lab
}

/** Opens the run of two epochs in a page that was just loaded. */
async function standInExplore({ page }: Lab): Promise<void> {
  await page.reload()
  await page.getByTestId('nav-runs').click()
  await page.getByTestId('open-explore').click({ timeout: 60_000 })
  await expect(page.getByTestId('stage')).toHaveAttribute('data-epoch', '2', { timeout: 30_000 })
}
