/** Kept runs on real data with the real engine: what was trained is there again, whatever happened to the app in between. */
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, launchLab, test } from '../support/lab'
import type { Lab } from '../support/lab'
import { inked, runRows as rows } from '../support/madeRuns'
import { kill, processTree } from '../support/processes'

test.describe.configure({ timeout: 400_000 })

test('by mouse: name, find, open, copy, delete and undo, take along, branch, compare', async ({ lab }) => {
  const { page } = lab
  await test.step('there is nothing at first, and it says what to do', async () => {
    await page.getByTestId('nav-runs').click()
    await expect(page.getByTestId('no-runs')).toBeVisible()
    await page.getByTestId('nav-train').click()
  })
  await train(page, 2)
  const loss = await page.getByTestId('loss-table').locator('tbody tr').last().textContent()

  await test.step('the run is in the list with what it reached', async () => {
    await page.getByTestId('nav-runs').click()
    await expect(rows(page)).toHaveCount(1)
    await expect(rows(page)).toContainText('Finished')
    await expect(rows(page)).toContainText('2 / 2')
    await expect(page.getByTestId('run-cloud')).toBeVisible()
    await expect.poll(() => inked(page.getByTestId('run-cloud'))).toBeGreaterThan(500)
    await expect.poll(() => inked(rows(page).getByTestId('row-pictures'))).toBeGreaterThan(500)
  })

  await test.step('it takes a name, tags and notes, and is found by them', async () => {
    await page.getByTestId('run-name').fill('Sharper soles')
    await page.getByTestId('run-name').press('Enter')
    await expect(rows(page)).toContainText('Sharper soles')
    await page.getByTestId('add-tag').fill('paper')
    await page.getByTestId('add-tag').press('Enter')
    await expect(page.getByTestId('run-tag')).toHaveText('paper')
    await page.getByTestId('run-notes').fill('with the colleague upstairs')
    await page.getByTestId('runs-search').fill('UPSTAIRS paper')
    await expect(rows(page)).toHaveCount(1)
    await page.getByTestId('runs-search').fill('nobody called it that')
    await expect(rows(page)).toHaveCount(0)
    await page.getByTestId('runs-search').fill('')
    await expect(rows(page)).toHaveCount(1)
  })

  await test.step('a window that was loaded anew knows all that', async () => {
    await page.reload()
    await page.getByTestId('nav-runs').click()
    await expect(page.getByTestId('run-name')).toHaveValue('Sharper soles')
    await expect(page.getByTestId('run-notes')).toHaveValue('with the colleague upstairs')
    await expect.poll(() => inked(rows(page).getByTestId('row-pictures'))).toBeGreaterThan(500) // out of the database
  })

  await test.step('its settings go into the form', async () => {
    await page.getByTestId('duplicate-run').click()
    await expect(page.getByTestId('field-epochs')).toHaveValue('2')
  })

  await test.step('a branch goes on from its epoch with another learning rate, its network locked', async () => {
    await page.getByTestId('nav-runs').click()
    await page.getByTestId('branch-epoch').getByRole('slider').press('Home')
    await page.getByTestId('branch-run').click()
    await expect(page.getByTestId('branch-note')).toContainText('epoch 1 of Sharper soles')
    await expect(page.getByTestId('field-latent')).toBeDisabled()
    await page.getByTestId('field-learningRate').fill('0.001')
    await page.getByTestId('start').click()
    await ended(page)
    await page.getByTestId('nav-runs').click()
    await expect(rows(page)).toHaveCount(2)
    await expect(rows(page).nth(0)).toContainText('Sharper soles')
    await expect(rows(page).nth(1)).toContainText('2 / 2')
    await rows(page).nth(1).click()
    await expect(page.getByTestId('run-detail')).toContainText('Branched from epoch 1 of Sharper soles')
  })

  await test.step('the parent opens in the gallery beside the live branch, and the way back is there', async () => {
    await rows(page).nth(0).click()
    await page.getByTestId('open-gallery').click()
    await expect(page.getByTestId('opened-run')).toContainText('Sharper soles')
    await expect(page.getByTestId('epoch-title')).toHaveText('Epoch 2')
    await page.getByTestId('timeline').getByRole('slider').press('Home')
    await expect(page.getByTestId('epoch-title')).toHaveText('Epoch 1')
    await page.getByTestId('nav-train').click()
    await expect(page.getByTestId('loss-table').locator('tbody tr')).toHaveCount(2)
    expect(await page.getByTestId('loss-table').locator('tbody tr').last().textContent()).toBe(loss)
    await page.getByTestId('back-to-live').click()
    await expect(page.getByTestId('opened-run')).toBeHidden()
    await expect(page.getByTestId('loss-table').locator('tbody tr')).toHaveCount(1) // the branch has epoch 2 alone
  })

  await test.step('both stand side by side, at one epoch', async () => {
    await page.getByTestId('nav-runs').click()
    for (const n of [0, 1]) await rows(page).nth(n).getByTestId('run-choose').click()
    await page.getByTestId('compare').click()
    await expect(page.getByTestId('compare-settings')).toContainText('0.001')
    await expect(page.getByTestId('compare-column')).toHaveCount(2)
    await expect.poll(() => inked(page.getByTestId('comparison').locator('canvas').first())).toBeGreaterThan(500) // the curves
    const columns = page.getByTestId('compare-column')
    await expect.poll(() => inked(columns.nth(1).locator('canvas').nth(2))).toBeGreaterThan(50)
    const before = await pixels(columns.nth(0).locator('canvas').nth(2))
    await page.getByTestId('compare-epoch').getByRole('slider').press('Home')
    await expect(page.getByTestId('compare-epoch-text')).toHaveText('Epoch 1')
    await expect.poll(() => pixels(columns.nth(0).locator('canvas').nth(2))).not.toBe(before)
    const clouds = page.getByTestId('compare-cloud')
    await expect.poll(() => inked(clouds.nth(1))).toBeGreaterThan(1_000)
    for (const turn of [() => clouds.nth(0).press('ArrowLeft'), () => page.mouse.wheel(0, -300)]) {
      const seen = await Promise.all([0, 1].map(n => pixels(clouds.nth(n))))
      await clouds.nth(0).hover()
      await turn()
      for (const n of [0, 1]) await expect.poll(() => pixels(clouds.nth(n))).not.toBe(seen[n]) // turned, and its neighbour with it
    }
    await page.keyboard.press('Escape')
    await expect(rows(page)).toHaveCount(2)
  })

  await test.step('it goes out as one file and comes in again', async () => {
    const file = join(lab.userData, 'my.run.tar')
    await answerDialogs(lab, file)
    await rows(page).nth(1).click()
    await page.getByTestId('export-run').click()
    await expect(page.getByTestId('messages')).toContainText('Saved as my.run.tar')
    expect(statSync(file).size).toBeGreaterThan(1_000_000)
    await page.getByTestId('import-run').click()
    await expect(rows(page)).toHaveCount(3)
  })

  await test.step('a deleted run comes back by Undo, with all its bytes', async () => {
    const first = rows(page).filter({ hasText: 'Sharper soles' })
    const id = await first.getAttribute('data-run') ?? ''
    await first.click()
    await page.getByTestId('remove-run').click()
    await expect(rows(page)).toHaveCount(2)
    expect(existsSync(join(lab.userData, 'runs', id))).toBe(false)
    await page.getByTestId('message-action').last().click()
    await expect(rows(page)).toHaveCount(3)
    expect(existsSync(join(lab.userData, 'runs', id, 'epochs', '2', 'weights.bin'))).toBe(true)
  })
  expect(lab.faults).toEqual([])
})

test('a run that was killed in mid-epoch goes on by one button, and the list is served by keys alone', async () => {
  const userData = mkdtempSync(join(tmpdir(), 'latent-lab-'))
  let lab = await launchLab({ userData })
  try {
    await test.step('the whole app is killed while it trains', async () => {
      await page(lab).getByTestId('field-epochs').fill('60')
      await page(lab).getByTestId('start').click()
      await expect(page(lab).getByTestId('loss-table').locator('tbody tr')).not.toHaveCount(0, { timeout: 120_000 })
      for (const { pid } of processTree(lab.pid)) kill(pid)
      await lab.close() // tells what it was found to have done
    })
    lab = await launchLab({ userData })

    await test.step('the list says so, and arrow keys, F2, Space, Delete and Ctrl+Z do what they say', async () => {
      await showByKeys(page(lab), 'runs')
      await expect(rows(page(lab))).toContainText('Interrupted')
      await page(lab).getByTestId('runs-list').focus()
      await page(lab).keyboard.press('F2')
      await page(lab).keyboard.type('Killed')
      await page(lab).keyboard.press('Enter')
      await expect(rows(page(lab))).toContainText('Killed')
      await page(lab).getByTestId('runs-list').focus()
      await page(lab).keyboard.press('Space')
      await expect(rows(page(lab)).getByTestId('run-choose')).toBeChecked()
      await page(lab).keyboard.press('Delete')
      await expect(page(lab).getByTestId('no-runs')).toBeVisible()
      await page(lab).getByTestId('message-action').press('Enter')
      await expect(rows(page(lab))).toHaveCount(1)
    })

    await test.step('it goes on after its last whole epoch', async () => {
      const runs = readdirSync(join(userData, 'runs'))
      expect(runs).toHaveLength(1)
      const kept = () => readdirSync(join(userData, 'runs', runs[0] ?? '', 'epochs')).filter(name => /^\d+$/.test(name)).length
      const before = kept()
      await showByKeys(page(lab), 'train')
      await expect(page(lab).getByTestId('interrupted-run')).toContainText(`Killed was interrupted after epoch ${before} of 60`)
      await page(lab).getByTestId('resume-interrupted').click()
      await expect.poll(kept, { timeout: 120_000 }).toBeGreaterThan(before)
      await expect(page(lab).getByTestId('loss-table').locator('tbody tr').first().locator('th')).toHaveText('1')
      await page(lab).getByTestId('stop').click()
      await ended(page(lab))
    })

    await test.step('a stopped run goes on from the Train view, too', async () => {
      const row = page(lab).getByTestId('loss-table').locator('tbody tr')
      const before = await row.count()
      await page(lab).getByTestId('continue').click()
      await expect.poll(() => row.count(), { timeout: 120_000 }).toBeGreaterThan(before)
      await page(lab).getByTestId('stop').click()
      await ended(page(lab))
    })
    expect(lab.faults).toEqual([])
  } finally {
    await lab.close()
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
  }
})

const page = (lab: Lab): Page => lab.page

/** Control and the number of the view in the rail. */
async function showByKeys(where: Page, view: string): Promise<void> {
  const names = await where.locator('[data-testid^=nav-]:not([data-testid=nav-shortcuts])').evaluateAll(all => all.map(e => e.getAttribute('data-testid')))
  await where.keyboard.press(`Control+${names.indexOf(`nav-${view}`) + 1}`)
}

async function train(where: Page, epochs: number): Promise<void> {
  await where.getByTestId('field-epochs').fill(String(epochs))
  await where.getByTestId('start').click({ timeout: 120_000 })
  await ended(where)
}

async function ended(where: Page): Promise<void> {
  await expect(where.getByTestId('stop')).toBeVisible({ timeout: 60_000 }).catch(() => undefined) // a short run may be over already
  await expect(where.getByTestId('stop')).toBeHidden({ timeout: 240_000 })
}

async function answerDialogs({ app }: Lab, file: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] })
  }, file)
}

function pixels(canvas: Locator): Promise<string> {
  return canvas.evaluate(element => (element as HTMLCanvasElement).toDataURL())
}
