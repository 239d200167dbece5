/** Deleted runs, whatever becomes of the app: it dies, the system's trash takes them or refuses, the user wants their room. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { cannot } from '../reliability/counts'
import { answerQuestions } from '../support/instruments'
import { expect, launchLab, test } from '../support/lab'
import type { Lab } from '../support/lab'
import { makeRuns, runRows } from '../support/madeRuns'
import { runFolders } from '../support/onDisk'
import { kill, processTree } from '../support/processes'

let home = ''
let userData = ''
test.beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'latent-lab-home-'))
  userData = join(home, 'lab')
  await makeRuns(userData, 3)
})
test.afterEach(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }))

/** The user's trash is that of a home of their own. */
const launch = (data = join(home, 'share')) => launchLab({ userData, env: { HOME: home, XDG_DATA_HOME: data } })
const names = (page: Page) => runRows(page).evaluateAll(rows => rows.map(row => row.getAttribute('data-run')).sort())
const onDisk = () => runFolders(join(userData, 'runs')).map(folder => folder.split('/').at(-1)).sort()
const deleted = () => readdirSync(join(userData, 'deleted-runs'))

async function remove(page: Page, count: number): Promise<void> {
  await page.getByTestId('nav-runs').click()
  await expect(runRows(page).first()).toBeVisible()
  const before = await runRows(page).count()
  for (let n = 1; n <= count; n++) {
    await runRows(page).first().click()
    await page.getByTestId('remove-run').click()
    await expect(runRows(page)).toHaveCount(before - n)
  }
}

async function die(lab: Lab): Promise<void> {
  for (const { pid } of processTree(lab.pid)) kill(pid)
  await lab.close()
}

test('an app that was killed offers back what was deleted before', async () => {
  const before = onDisk()
  const dead = await launch()
  await remove(dead.page, 2)
  await die(dead)
  expect(onDisk()).toHaveLength(1)

  const lab = await launch()
  await expect(lab.page.getByTestId('earlier-deleted')).toContainText('2 deleted runs are still here. The app ended before the system\'s trash was asked')
  await lab.page.getByTestId('nav-runs').click()
  await lab.page.getByTestId('restore-earlier').click()
  await expect(runRows(lab.page)).toHaveCount(3)
  await expect(lab.page.getByTestId('earlier-deleted')).toBeHidden()
  expect(await names(lab.page)).toEqual(before)
  expect(onDisk()).toEqual(before)
  expect(deleted()).toEqual([])
  expect(await lab.close()).toEqual([])
})

test('a quit hands them to the real trash of the system; one that refuses is told of, and asked again', async () => {
  if (spawnSync('gio', ['--version']).status !== 0) {
    cannot('the system\'s trash', 'there is no gio, through which Electron reaches it')
    test.skip()
  }
  const noFolder = join(home, 'no-folder')
  writeFileSync(noFolder, '') // no trash can be made in it
  const refused = await launch(noFolder)
  await remove(refused.page, 1)
  expect(await refused.close()).toEqual([])
  const [left = ''] = deleted()
  expect(readFileSync(join(userData, 'logs/main.log'), 'utf8')).toContain(`the system's trash did not take ${left}`)

  const lab = await launch()
  await expect(lab.page.getByTestId('earlier-deleted')).toContainText(/^Run 2, which was deleted, is still here\. The system's trash answered: .+ It is asked again when the app quits\./)
  await remove(lab.page, 1)
  expect(await lab.close()).toEqual([])
  expect(deleted()).toEqual([])
  const trash = join(home, 'share/Trash')
  const taken = readdirSync(join(trash, 'files'))
  expect(taken).toHaveLength(2)
  expect(taken).toContain(left)
  for (const name of taken) expect(existsSync(join(trash, 'files', name, 'epochs/1/weights.bin')), name).toBe(true)
  expect(readFileSync(join(trash, 'info', `${left}.trashinfo`), 'utf8')).toContain('deleted-runs') // where the file manager restores it to

  const next = await launch()
  await next.page.getByTestId('nav-runs').click()
  await expect(runRows(next.page)).toHaveCount(1)
  await expect(next.page.getByTestId('earlier-deleted')).toBeHidden()
  await next.close()
})

test('for good they go only when that is confirmed', async () => {
  mkdirSync(join(home, 'share'))
  const lab = await launch()
  const { page } = lab
  await remove(page, 2)
  const asked = await answerQuestions(lab, 0)
  await page.getByTestId('purge-deleted').click()
  await expect.poll(asked).toBe(1)
  expect(deleted()).toHaveLength(2)
  await answerQuestions(lab, 1)
  await page.getByTestId('purge-deleted').click()
  await expect(page.getByTestId('purge-deleted')).toBeHidden()
  await expect(page.getByTestId('undo-delete')).toBeHidden()
  expect(deleted()).toEqual([])
  await expect(runRows(page)).toHaveCount(1)
  expect(onDisk()).toHaveLength(1)
  expect(await lab.close()).toEqual([])
  expect(existsSync(join(home, 'share/Trash'))).toBe(false)
})
