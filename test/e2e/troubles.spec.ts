/**
 * What can go wrong while a run trains, each told apart from the others and in time, with the real engine in the real window: a loss that is no
 * number, an engine that hangs, one that the kernel ends for want of memory. (Its death by a signal: `endurance.spec.ts`.)
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { cannot, tell } from '../reliability/counts'
import { buildLab } from '../support/cli'
import { enginePid } from '../support/instruments'
import { expect, launchLab, test } from '../support/lab'
import type { Lab } from '../support/lab'
import { runRows } from '../support/madeRuns'
import { limitMemory } from '../support/memoryLimit'
import { eventually, isAlive, kill } from '../support/processes'

test.describe.configure({ timeout: 240_000 })

/** From its cause to its sentence, in ms. */
const inTime = 2000

let userData = ''
test.beforeEach(() => {
  userData = mkdtempSync(join(tmpdir(), 'latent-lab-'))
})
test.afterEach(() => rmSync(userData, { recursive: true, force: true, maxRetries: 5 }))

test('a loss that is no number is told of within two seconds of the rate that makes it so, and the epochs before are kept', async () => {
  // Of a network that ends in no sigmoid, whose loss has no bounds.
  const steep = ['--optimizer', 'sgd', '--output', 'linear', '--hidden', 'none', '--batch-size', '1024', '--learning-rate', '0.01']
  const trained = await (await buildLab()).run('train', ...steep, '--epochs', '1', '--runs', join(userData, 'runs'))
  expect(trained.code, trained.stderr).toBe(0)
  const lab = await launchLab({ userData })
  const { page } = lab
  await page.getByTestId('nav-runs').click()
  await runRows(page).first().click()
  await page.getByTestId('duplicate-run').click()
  await begin(lab)
  await page.getByTestId('live-rate').fill('10')
  const begun = performance.now()
  await page.getByTestId('apply-rate').click()
  await eventually('its sentence', async () => await page.getByTestId('trouble').count() > 0, 30_000)
  const told = performance.now() - begun
  const epochs = await rows(page).count()
  await expect(page.getByTestId('trouble')).toHaveText(new RegExp(
    `^The loss became infinite or not a number in epoch ${epochs + 1} \\(step \\d+\\) at learning rate 10\\. The weights of epoch ${epochs} are kept\\. Try a learning rate of 1\\.$`))
  tell('a loss that is no number', `told ${told.toFixed(0)} ms after the rate was set that makes it so`)
  expect(told).toBeLessThan(inTime)
  expect(await page.getByTestId('engine-state').textContent()).toBe('Ready')
  await lab.close()
})

test('an engine that hangs is told of when it has been silent for ten seconds, and trains on where it comes back', async () => {
  const lab = await launchLab({ userData })
  const { page } = lab
  await begin(lab)
  const pid = await enginePid(lab)
  kill(pid, 'SIGSTOP')
  const told = await eventually('its sentence', async () => await page.getByTestId('engine-trouble').count() > 0, 30_000)
  await expect(page.getByTestId('engine-trouble')).toContainText('The engine does not answer. It may be busy with something large: wait, or restart it.')
  tell('an engine that hangs', `told ${told.toFixed(0)} ms after it was stopped, up to a second after its last sign of life`)
  expect(told).toBeGreaterThan(8_000)
  expect(told).toBeLessThan(10_000 + inTime)
  const before = await rows(page).count()
  kill(pid, 'SIGCONT')
  await expect(page.getByTestId('engine-trouble')).toBeHidden()
  await eventually('it trains on', async () => await rows(page).count() > before, 60_000)
  await lab.app.evaluate(({ app }) => app.quit()).catch(() => undefined)
  expect(await lab.close()).toEqual([])
})

test('an engine that the kernel ends for want of memory is told of as that within two seconds, and is back', async () => {
  const limit = limitMemory(8e6)
  if (!limit) {
    cannot('an engine ended for want of memory', 'a limit of memory takes rights over control groups')
    test.skip()
    return
  }
  const lab = await launchLab({ userData })
  const { page } = lab
  let told: number
  try {
    await begin(lab)
    const pid = await enginePid(lab)
    limit.hold(pid)
    await eventually('the kernel ends it', () => !isAlive(pid), 60_000)
    told = await eventually('its sentence', async () => await page.getByText('for want of memory').count() > 0)
  } finally {
    limit.remove()
  }
  const sentence = /The engine was ended for want of memory \(it held \d\.\d GB\)\. A smaller batch size or network needs less\./
  await expect(page.getByText(sentence).first()).toBeVisible()
  tell('an engine ended for want of memory by the kernel', `told ${told.toFixed(0)} ms after its end`)
  expect(told).toBeLessThan(inTime)
  await expect(page.getByTestId('engine-state')).toHaveText('Ready', { timeout: 30_000 })
  const kept = await rows(page).count()
  await page.getByTestId('continue').click()
  await eventually('it goes on by one click', async () => await rows(page).count() > kept, 60_000)
  await lab.app.evaluate(({ app }) => app.quit()).catch(() => undefined)
  expect(await lab.close()).toEqual([])
})

const rows = (page: Page) => page.getByTestId('loss-table').locator('tbody tr')

/** Trains what stands in the form until it has an epoch. */
async function begin({ page }: Lab): Promise<void> {
  await page.getByTestId('field-epochs').fill('900')
  await page.getByTestId('start').click({ timeout: 60_000 })
  await eventually('an epoch is trained', async () => await rows(page).count() > 0, 120_000)
}
