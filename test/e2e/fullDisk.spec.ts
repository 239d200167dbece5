/**
 * A disk that fills up while a run trains: nothing is lost, and another folder takes the run, without a pause in training. Needs the right
 * to mount.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cannot } from '../reliability/counts'
import { expect, launchLab, test } from '../support/lab'
import type { Lab } from '../support/lab'
import { epochsOnDisk, runFolders, runOnDisk } from '../support/onDisk'

test.describe.configure({ timeout: 240_000 })

const megabyte = 1024 * 1024

test('a run goes on when its disk is full, says so, and moves to another folder', () => onSmallDisk(async (lab, small, other) => {
  const { page } = lab
  await page.getByTestId('field-epochs').fill('60')
  await expect(page.getByTestId('disk-warning')).toContainText(/1\d\d MB and 2\d.* MB are free/)
  await page.getByTestId('start').click()
  const rows = page.getByTestId('loss-table').locator('tbody tr')
  await expect(rows).not.toHaveCount(0, { timeout: 120_000 })
  fill(small)
  await expect(page.getByTestId('disk-trouble')).toContainText('disk is full', { timeout: 60_000 })
  const before = await rows.count()
  await expect.poll(() => rows.count(), { timeout: 60_000 }).toBeGreaterThan(before) // training goes on

  await lab.app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] })
  }, other)
  await page.getByTestId('move-runs').click()
  await expect(page.getByTestId('disk-trouble')).toBeHidden({ timeout: 60_000 })
  await page.getByTestId('stop').click()
  await expect(page.getByTestId('stop')).toBeHidden({ timeout: 60_000 })

  const id = readdirSync(other).find(name => !name.startsWith('.')) ?? ''
  const kept = readdirSync(join(other, id, 'epochs')).map(Number).sort((a, b) => a - b)
  expect(kept).toEqual(Array.from({ length: await rows.count() }, (_, i) => i + 1))
  await page.getByTestId('nav-runs').click()
  await expect(page.getByTestId('run-row')).toHaveAttribute('data-run', id)
  await page.getByTestId('nav-settings').click()
  await expect(page.getByTestId('runs-folder')).toHaveText(other)
  expect(lab.faults).toEqual([])
}))

test('epochs that no disk took outlive the end of their run: a quit asks, another run waits, and room saves them', () => onSmallDisk(async (lab, small) => {
  const { page } = lab
  const questions = await keepTraining(lab)
  await page.getByTestId('field-epochs').fill('3')
  await page.getByTestId('start').click()
  const rows = page.getByTestId('loss-table').locator('tbody tr')
  await expect(rows).not.toHaveCount(0, { timeout: 120_000 })
  fill(small)
  await expect(page.getByTestId('disk-trouble')).toContainText('every few seconds', { timeout: 120_000 })
  await expect(page.getByTestId('disk-trouble')).toContainText('in memory only')
  await expect(rows).toHaveCount(3)
  const [run = ''] = runFolders(small)
  const waiting = 3 - epochsOnDisk(run).length
  expect(waiting).toBeGreaterThan(0)

  await page.getByTestId('start').click()
  await expect(page.getByText('of the run before would be lost')).toBeVisible()
  await lab.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await expect.poll(questions).toEqual([waiting === 1 ? 'One finished epoch is not on the disk.' : `${waiting} finished epochs are not on the disk.`])
  expect(epochsOnDisk(run)).toHaveLength(3 - waiting)

  rmSync(join(small, 'ballast'))
  await expect(page.getByTestId('disk-trouble')).toBeHidden({ timeout: 15_000 })
  expect(epochsOnDisk(run).map(({ epoch }) => epoch)).toEqual([1, 2, 3])
  expect(runOnDisk(run).state).toMatchObject({ kind: 'ended', reason: 'finished' })
  await lab.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => undefined)
  expect(await lab.close()).toEqual([])
}))

/** All but a megabyte of it. */
function fill(disk: string): void {
  const { bavail, bsize } = statfsSync(disk)
  writeFileSync(join(disk, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - megabyte)))
}

/** Whoever is asked stays; returns what was asked. */
async function keepTraining({ app }: Lab) {
  await app.evaluate(({ dialog }) => {
    const asked: string[] = []
    Object.assign(globalThis, { asked })
    dialog.showMessageBox = ((_window: unknown, { message }: { message: string }) => {
      asked.push(message)
      return Promise.resolve({ response: 0, checkboxChecked: false })
    }) as unknown as typeof dialog.showMessageBox
  })
  return () => app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
}

async function onSmallDisk(use: (lab: Lab, small: string, other: string) => Promise<void>): Promise<void> {
  const userData = realpathSync(mkdtempSync(join(tmpdir(), 'latent-lab-')))
  const [small, other] = ['small', 'other'].map(name => join(userData, name)) as [string, string]
  for (const folder of [small, other]) mkdirSync(folder)
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', small]).status !== 0) {
    cannot('the app on a full disk', 'mounting a small disk takes rights that this user has not')
    test.skip()
  }
  const lab = await launchLab({ userData, settings: { runsFolder: small } })
  try {
    await use(lab, small, other)
  } finally {
    await lab.close()
    spawnSync('umount', ['-l', small])
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
  }
}
