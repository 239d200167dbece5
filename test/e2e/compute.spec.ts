/** Settings, Compute: what computes here is told, the self-test compares it in processes of its own, and nobody is asked over the network. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, launchLab, root, test } from '../support/lab'
import { aDriver } from '../support/gpu/driver'
import { plantGpuBuild } from '../support/gpu/planted'

test.describe.configure({ timeout: 240_000 })

test('the self-test passes, makes way for a run, and threads are taken on by the next engine', async ({ lab }) => {
  const { page } = lab
  await expect(page.getByTestId('start')).toBeEnabled({ timeout: 60_000 })
  await page.getByTestId('nav-settings').click()
  await expect(page.getByTestId('versions')).toContainText(/Latent Lab .*Electron .*Node .*TensorFlow/)

  await test.step('every way is tried and compared', async () => {
    await page.getByTestId('self-test').click()
    await expect(page.getByTestId('cancel-self-test')).toBeVisible()
    await expect(page.getByTestId('self-test')).toBeVisible({ timeout: 120_000 })
    await expect(page.getByTestId('self-test-state')).toHaveText('Every way gives the same losses.')
    await expect(page.getByTestId('compute').locator('tbody tr')).toHaveCount(4)
  })

  await test.step('stopped, it leaves no process', async () => {
    await page.getByTestId('self-test').click()
    await page.getByTestId('cancel-self-test').click()
    await expect(page.getByTestId('self-test-state')).toHaveText('The self-test was stopped.')
    await expect.poll(() => execFileSync('ps', ['-o', 'args', '--ppid', String(lab.pid)], { encoding: 'utf8' })).not.toContain('Self-test')
  })

  await test.step('one thread, after a restart', async () => {
    await page.getByTestId('threads').click()
    await page.getByRole('option', { name: '1', exact: true }).click()
    await page.getByTestId('restart-for-threads').click()
    await expect(page.getByTestId('restart-for-threads')).toBeHidden({ timeout: 60_000 })
  })

  await test.step('not beside a run', async () => {
    await page.getByTestId('nav-train').click()
    await page.getByTestId('start').click()
    await expect(page.getByTestId('stop')).toBeVisible({ timeout: 60_000 })
    await page.getByTestId('nav-settings').click()
    await expect(page.getByTestId('self-test')).toBeDisabled()
  })
  expect(await lab.sent()).toEqual([])
  expect(lab.faults).toEqual([])
})

test('the GPU build is offered with its price where there is a driver, and a fetch that fails says why', async () => {
  const driver = aDriver()
  const lab = await launchLab({ env: { PATH: driver.path } })
  try {
    const { page } = lab
    await lab.app.evaluate(() => {
      globalThis.fetch = () => Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(), { code: 'ENOTFOUND' }) }))
    })
    await page.getByTestId('nav-settings').click()
    await expect(page.getByTestId('gpu')).toContainText(/13 packages .* 3\.38 GB to fetch, 5\.67 GB on disk\. .* are free/)
    await page.getByTestId('copy-wheels').click()
    const copied = () => lab.app.evaluate(({ clipboard }) => clipboard.readText())
    await expect.poll(copied).toMatch(/^# The GPU build of Latent Lab: 13 packages[^]*\ntensorflow==[\d.]+ --hash=/)
    await page.getByTestId('fetch-gpu').click()
    await expect(page.getByTestId('gpu-reason')).toContainText(/cannot be reached \(ENOTFOUND\)|GB are free/)
    await expect(page.getByTestId('gpu-state')).toHaveText('Not installed')
    expect(lab.faults).toEqual([])
  } finally {
    await lab.close()
    driver.remove()
  }
})

test('a GPU build that cannot be loaded, or that brings the engine down, gives way to the CPU build, and Settings say why', async () => {
  const { tensorflow } = JSON.parse(readFileSync(join(root, '.runtime.json'), 'utf8')) as { tensorflow: { folder: string } }
  const cut = Object.fromEntries(['cc', 'framework'].map(name => `libtensorflow_${name}.so.2`).map(library =>
    [library, readFileSync(join(tensorflow.folder, 'tensorflow', library)).subarray(0, 20e6)] as const))
  const kinds: readonly [string, Readonly<Record<string, Buffer>>, RegExp][] = [
    ['a library is missing', {}, /^The GPU build of TensorFlow could not be loaded, so the processor computes: libtensorflow/],
    ['its libraries are cut off', cut, /^The CPU build is used, because the engine did not start with the GPU build\. The engine /],
  ]
  for (const [name, files, why] of kinds) {
    await test.step(name, async () => {
      const userData = mkdtempSync(join(tmpdir(), 'latent-lab-'))
      plantGpuBuild(userData, { 'tfjs_binding.node': Buffer.alloc(0), ...files }) // the app puts its own addon in its place
      const lab = await launchLab({ userData })
      const { page } = lab
      await expect(page.getByTestId('device')).toContainText('CPU', { timeout: 60_000 })
      await expect(page.getByTestId('start')).toBeEnabled({ timeout: 60_000 })
      await page.getByTestId('nav-settings').click()
      await expect(page.getByTestId('gpu-state')).toHaveText('Not in use')
      await expect(page.getByTestId('gpu-reason')).toHaveText(why)
      expect(lab.faults).toEqual([])
      await lab.close()
      rmSync(userData, { recursive: true })
    })
  }
})
