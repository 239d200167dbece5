/** An app in which a run of two epochs was trained, shared by all tests that look at it, and standing on it in Explore anew for each of them. */
import { basename, join } from 'node:path'
import { trainThenExplore } from './exploring'
import { keepEnginePort } from './exploringInside'
import { expect, launchLab, test } from './lab'
import type { Lab } from './lab'
import { runFolders } from './onDisk'

interface Explorer {
  readonly lab: Lab
  /** The run of two epochs. */
  readonly runId: string
}

export const exploredTest = test.extend<{ explored: Lab }, { explorer: Explorer }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures it needs off this pattern: none
  explorer: [async ({}, use) => {
    // The processor draws, whatever this machine has; and newer Chromiums emulate WebGL only where they are asked to.
    const lab = await launchLab({ args: ['--disable-gpu', '--enable-unsafe-swiftshader'] })
    const { page } = lab
    await page.emulateMedia({ reducedMotion: 'reduce' }) // a glide would have to be waited for
    await keepEnginePort(page)
    await page.getByTestId('field-batchSize').fill('512') // an eighth of the steps …
    await page.getByTestId('field-learningRate').fill('0.004') // … that go further
    await trainThenExplore(page)
    await use({ lab, runId: basename(runFolders(join(lab.userData, 'runs'))[0] ?? '') })
    await lab.close()
  }, { scope: 'worker', timeout: 300_000 }],

  /** The page was loaded anew: nothing is chosen yet. */
  explored: async ({ explorer: { lab, runId } }, use) => {
    const { page } = lab
    await page.reload()
    await page.getByTestId('nav-runs').click()
    await page.locator(`[id="run-${runId}"]`).click({ timeout: 60_000 })
    await page.getByTestId('open-explore').click({ timeout: 60_000 })
    await expect(page.getByTestId('stage')).toHaveAttribute('data-epoch', '2', { timeout: 30_000 })
    await use(lab)
  },
})
