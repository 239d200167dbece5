/** An exported run that is opened from the desktop: at the start, by a second instance, and what only looks like one. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { secondInstance } from '../support/alone'
import { apps, expect, launchLab, root, test } from '../support/lab'
import type { Lab } from '../support/lab'
import { drop } from '../support/dropping'

const folder = mkdtempSync(join(tmpdir(), 'lab opened ')) // with blanks, as folders of people have them
const exported = join(folder, 'shared by Ana.run.tar')
const fixtures = join(root, 'test/fixtures/runs/1')

test.beforeAll(() => {
  const [id = ''] = readdirSync(fixtures)
  execFileSync('tar', ['--create', '--format=ustar', `--file=${exported}`, `--directory=${fixtures}`, id])
  writeFileSync(join(folder, 'forged.run.tar'), 'GIF89a')
  mkdirSync(join(folder, 'a folder.run.tar'))
})
test.afterAll(() => rmSync(folder, { recursive: true }))

test('the app that is started with one imports it, and shows it where runs are', async () => {
  const lab = await launchLab({ folder: apps.fakeEngine, args: ['--run=evil.run.tar', 'https://example.com/x.run.tar', exported] })
  await expectRuns(lab, 1)
  await expect(said(lab).filter({ hasText: 'was added to the runs' })).toHaveCount(1)
  await expect(said(lab).filter({ hasText: 'was not imported' })).toHaveCount(0)
  expect(lab.faults).toEqual([])
  await lab.close()
})

test('files that the system hands over before the app is ready wait for its window', async () => {
  const early = join(folder, 'early')
  cpSync(apps.fakeEngine, early, { recursive: true })
  writeFileSync(join(early, 'package.json'), JSON.stringify({ name: 'lab-under-test', version: '0.0.0', type: 'module', main: 'early.js' }))
  writeFileSync(join(early, 'early.js'), `
    import { app } from 'electron'
    await import('./out/main/index.js')
    globalThis.wasReady = app.isReady()
    globalThis.taken = 0 // by which the system knows that it need not open them itself
    const event = { preventDefault: () => void globalThis.taken++ }
    for (const path of ${JSON.stringify([exported, join(folder, 'gone.run.tar'), '/etc/passwd'])}) app.emit('open-file', event, path)
  `)
  const lab = await launchLab({ folder: early })
  const seen = () => lab.app.evaluate(() => {
    const { wasReady, taken } = globalThis as { wasReady?: boolean, taken?: number }
    return { wasReady, taken }
  })
  expect(await seen()).toEqual({ wasReady: false, taken: 3 })
  await expectRuns(lab, 1)
  await expect(said(lab).filter({ hasText: 'was added to the runs' })).toHaveCount(1)
  await expect(said(lab).filter({ hasText: 'gone.run.tar was not imported' })).toHaveCount(1)
  await expect(said(lab).filter({ hasText: 'passwd' })).toHaveCount(0)
  expect(lab.faults).toEqual([])
  await lab.close()
})

test.describe('an app that is open', () => {
  test.use({ launch: { folder: apps.fakeEngine } })

  test('takes it from a second instance, and says of what is no run why it is none', async ({ lab }) => {
    const { page } = lab
    await expect(page.getByTestId('start')).toBeEnabled()
    expect(await second(lab, 'shared by Ana.run.tar')).toBe(0) // as it stands in the folder of the second
    await expectRuns(lab, 1)
    await second(lab, 'forged.run.tar', 'a folder.run.tar', 'gone.run.tar', '\\\\server\\share\\x.run.tar')
    const toasts = said(lab)
    for (const name of ['forged.run.tar', 'a folder.run.tar', 'gone.run.tar'])
      await expect(toasts.filter({ hasText: `${name} was not imported` })).toBeVisible()
    await expect(toasts.filter({ hasText: 'server' })).toHaveCount(0)
    await expectRuns(lab, 1)
    expect(await lab.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  test('takes it from a hand that drops it, on any view, and from no page that pretends to be one', async ({ lab }) => {
    const { page } = lab
    await expect(page.getByTestId('start')).toBeEnabled()
    // The file is one that its user has chosen, for something else: it has a path.
    await page.evaluate(() => document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'chosen' })))
    await page.setInputFiles('#chosen', join(folder, 'forged.run.tar'))
    await page.evaluate(() => {
      const [file] = document.querySelector<HTMLInputElement>('#chosen')?.files ?? []
      if (!file) throw new Error('no file was chosen')
      const data = new DataTransfer()
      data.items.add(file)
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
    })
    for (const view of ['train', 'explore', 'settings']) {
      await page.getByTestId(`nav-${view}`).click()
      await drop(page, { files: [exported] })
      await expect(page.getByTestId('nav-runs')).toHaveAttribute('aria-current', 'page')
    }
    await expectRuns(lab, 3)
    await expect(said(lab).filter({ hasText: /forged|cannot be used/ })).toHaveCount(0)
    await drop(page, { files: [join(folder, 'forged.run.tar')] })
    await expect(said(lab).filter({ hasText: 'forged.run.tar was not imported' })).toBeVisible()
    expect(lab.faults).toEqual([])
  })
})

const said = ({ page }: Lab) => page.getByTestId('messages').locator('li')

async function expectRuns({ page, userData }: Lab, count: number) {
  await expect(page.getByTestId('runs-count')).toContainText(String(count))
  expect(readdirSync(join(userData, 'runs')).filter(name => !name.startsWith('.'))).toHaveLength(count)
}

/** Started in the folder of the files. */
function second({ userData }: Lab, ...names: readonly string[]): Promise<number | null> {
  return secondInstance(userData, names, { cwd: folder })
}
