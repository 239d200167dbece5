/** A disk that fills up while a run trains: nothing is lost, and another folder takes the run, without a pause in training. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, launchLab, test } from '../support/lab'

test.describe.configure({ timeout: 240_000 })

const megabyte = 1024 * 1024

test('a run goes on when its disk is full, says so, and moves to another folder', async () => {
  const userData = realpathSync(mkdtempSync(join(tmpdir(), 'latent-lab-')))
  const [small, other] = ['small', 'other'].map(name => join(userData, name)) as [string, string]
  for (const folder of [small, other]) mkdirSync(folder)
  test.skip(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', small]).status !== 0, 'mounting a small disk takes rights that this user has not')
  const lab = await launchLab({ userData, settings: { runsFolder: small } })
  try {
    const { page } = lab
    await page.getByTestId('field-epochs').fill('60')
    await expect(page.getByTestId('disk-warning')).toContainText(/1\d\d MB and 2\d.* MB are free/)
    await page.getByTestId('start').click()
    const rows = page.getByTestId('loss-table').locator('tbody tr')
    await expect(rows).not.toHaveCount(0, { timeout: 120_000 })
    const { bavail, bsize } = statfsSync(small)
    writeFileSync(join(small, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - megabyte)))
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
  } finally {
    await lab.close()
    spawnSync('umount', ['-l', small])
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
  }
})
