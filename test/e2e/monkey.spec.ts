/** A seeded user who does anything, over the whole app with the real engine: nothing may break, and nothing may be a dead end. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page, TestInfo } from '@playwright/test'
import { expect, test } from '../support/lab'
import type { Lab } from '../support/lab'
import { seeded } from '../../src/shared/domain/seeded'
import { Monkey } from '../support/monkey'
import { monkeySeeds } from '../support/monkeySeeds'

/** `npm run test:monkey` does 2,000 of each seed that is kept; LATENT_LAB_MONKEY and LATENT_LAB_MONKEY_SEED choose. */
const isLong = process.env['npm_lifecycle_event'] === 'test:monkey'
const { LATENT_LAB_MONKEY: wanted, LATENT_LAB_MONKEY_SEED: one } = process.env
const count = Number(wanted ?? (isLong ? 2000 : 200))
const seeds = one !== undefined ? [Number(one)] : monkeySeeds.slice(0, isLong ? undefined : 1)

test.describe.configure({ timeout: 120_000 + count * 1000 })

for (const seed of seeds) test(`${count} random actions, seed ${seed}, leave an app that works`, ({ lab }, info) => letLoose(lab, info, seed))

async function letLoose(lab: Lab, info: TestInfo, seed: number) {
  const { page } = lab
  await expect(page.getByTestId('start')).toBeEnabled({ timeout: 60_000 })
  await answerDialogs(lab)
  await test.step('there is something to see on every view', () => trainOneEpoch(page))
  const monkey = new Monkey(lab, seeded(seed))
  try {
    for (let n = 0; n < count; n++) {
      await monkey.act()
      if (lab.faults.length > 0) throw new Error(`After action ${n + 1}: ${lab.faults.join('\n')}`)
    }
    await test.step('every view can be reached', () => reachEveryView(page))
    await test.step('a training of one epoch works', () => trainOneEpoch(page))
    await test.step('nothing was said to have broken', () => expectQuiet(lab))
  } catch (error) {
    await info.attach('what it did', { body: monkey.trail.map((what, n) => `${n + 1} ${what}`).join('\n'), contentType: 'text/plain' })
    throw error
  }
}

/** Files are saved beside the settings or not at all, none is opened, and nothing of the system's comes up. */
async function answerDialogs({ app, userData }: Lab) {
  await app.evaluate(({ dialog, shell }, folder) => {
    let asked = 0
    dialog.showSaveDialog = () => Promise.resolve(asked++ % 2 === 0 ? { canceled: true, filePath: '' } : { canceled: false, filePath: `${folder}/saved-${asked}` })
    dialog.showOpenDialog = () => Promise.resolve({ canceled: true, filePaths: [] })
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false })
    globalThis.fetch = () => Promise.reject(new Error('A monkey fetches no gigabytes.'))
    shell.openPath = () => Promise.resolve('')
    shell.trashItem = () => Promise.resolve()
  }, userData)
}

async function reachEveryView(page: Page) {
  for (let i = 0; i < 4; i++) await page.keyboard.press('Escape')
  for (const view of ['gallery', 'explore', 'runs', 'settings', 'help', 'train']) {
    await page.getByTestId(`nav-${view}`).click({ timeout: 10_000 })
    await expect(page.getByTestId(`nav-${view}`)).toHaveAttribute('aria-current', 'page')
  }
}

async function trainOneEpoch(page: Page) {
  const stop = page.getByTestId('stop')
  if (await stop.isVisible()) await stop.click()
  await expect(stop).toBeHidden({ timeout: 60_000 })
  for (const id of ['back-to-live', 'close-opened', 'branch-cancel']) if (await page.getByTestId(id).isVisible()) await page.getByTestId(id).click()
  const tabs = page.getByTestId('panel-tabs')
  if (await tabs.isVisible()) await tabs.getByRole('radio').nth(1).click()
  await chooseSeed(page)
  await page.getByTestId('field-epochs').fill('1')
  await page.getByTestId('field-batchSize').fill('512')
  await expect(page.getByTestId('start')).toBeEnabled({ timeout: 60_000 })
  await page.getByTestId('start').click()
  await expect(stop).toBeVisible({ timeout: 60_000 })
  await expect(stop).toBeHidden({ timeout: 120_000 })
  await expect(page.getByTestId('loss-table').locator('tbody tr')).toHaveCount(1)
}

async function chooseSeed(page: Page) {
  await page.getByTestId('preset').click()
  await page.getByRole('option').first().click()
  const reset = page.getByTestId('reset')
  if (await reset.isEnabled()) await reset.click()
}

async function expectQuiet({ faults, sent, userData }: Lab) {
  expect(faults).toEqual([])
  expect(await sent()).toEqual([])
  const log = readFileSync(join(userData, 'logs/main.log'), 'utf8').split('\n')
  const asked = /ended: \{.*"asked":true.*"exitCode":0/ // it may restart the engine: there is a button for it
  expect(log.filter(line => /uncaught|unhandled|crash|ended|silent/i.test(line) && !asked.test(line))).toEqual([])
}
