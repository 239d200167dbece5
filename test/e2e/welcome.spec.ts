/** The first start, the tour, help and languages. */
import { readFileSync } from 'node:fs'
import { homedir, hostname } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { bundledPackages } from '../../scripts/package/bundled.mjs'
import { apps, expect, root, test } from '../support/lab'
import type { Lab } from '../support/lab'

test.describe('a true first start', () => {
  test.describe.configure({ timeout: 150_000 })
  test.use({ launch: { settings: null, env: { LANG: 'ko_KR.UTF-8', LC_ALL: '', LANGUAGE: '' } } })

  test('speaks the computer\'s language, lets another be chosen, and trains with one key', async ({ lab }) => {
    const { page } = lab
    const welcome = page.getByTestId('welcome')
    await expect(welcome).toBeVisible({ timeout: 30_000 })
    await expect(page.getByRole('dialog')).toContainText('환영합니다')
    await expect(page.getByTestId('welcome-train')).toBeFocused()
    await page.getByRole('radio', { name: 'English' }).click()
    await expect(page.getByRole('dialog')).toContainText('Welcome to Latent Lab')
    await page.getByTestId('welcome-train').press('Enter')
    await expect(welcome).toBeHidden()
    await expect(page.getByTestId('run-facts')).toContainText('128 → 64 → 12', { timeout: 90_000 })
    await page.getByTestId('stop').click()
    await expect(page.getByTestId('start')).toBeVisible({ timeout: 60_000 })

    expect(JSON.parse(readFileSync(join(lab.userData, 'settings.json'), 'utf8'))).toMatchObject({ welcomed: true, language: 'en' })
    await page.reload()
    await expect(page.getByTestId('start')).toBeVisible()
    await expect(welcome).toBeHidden()
    await expectQuiet(lab)
  })
})

test.describe('with a start behind it', () => {
  test.use({ launch: { folder: apps.fakeEngine } })

  test('the tour goes by keyboard through the real controls, and leaves everything as it was', async ({ lab }) => {
    const { page } = lab
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.getByTestId('field-epochs').focus()
    await page.keyboard.press('F1') // also where one writes
    await expect(page.getByTestId('help')).toBeVisible()
    await page.getByTestId('help-tour').focus()
    await page.keyboard.press('Enter')
    const tour = page.getByTestId('tour')
    const seen: string[] = []
    for (let n = 0; n < 10; n++) {
      await expect(tour).toContainText(`${n + 1} of 10`)
      await expect(page.getByTestId('tour-next')).toBeFocused()
      seen.push(await tour.getAttribute('data-step') ?? '')
      await expectRingAndCardInside(page)
      await expect(tour.getByText('this is empty')).toBeVisible({ visible: ['chart', 'timeline', 'stage', 'point'].includes(seen.at(-1) ?? '') })
      await page.keyboard.press(n % 2 === 0 ? 'Enter' : 'ArrowRight')
    }
    expect(new Set(seen).size).toBe(10)
    await expect(tour).toBeHidden()
    await expect(page.getByTestId('nav-runs')).toBeFocused() // Help, where it began, is not shown any more

    await page.keyboard.press('F1')
    await page.getByTestId('help-tour').press('Enter')
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowLeft')
    await expect(tour).toContainText('1 of 10')
    await page.getByTestId('field-epochs').fill('3') // what it points to can be used
    await page.keyboard.press('Escape')
    await expect(tour).toBeHidden()
    await expect(page.getByTestId('field-epochs')).toHaveValue('3')
    await expectQuiet(lab)
  })

  test('the welcome comes again from Help, and Esc sends it away', async ({ lab }) => {
    const { page } = lab
    await expect(page.getByTestId('welcome')).toBeHidden()
    await page.getByTestId('nav-help').click()
    await page.getByTestId('help-welcome').click()
    await expect(page.getByTestId('welcome')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByTestId('welcome')).toBeHidden()
    await chooseInMenu(lab, 'Guided Tour')
    await expect(page.getByTestId('tour')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByTestId('tour')).toBeHidden()
    await expectQuiet(lab)
  })

  test('the language changes at once, in the window and the menu, and stays', async ({ lab }) => {
    const { page } = lab
    await page.getByTestId('field-learningRate').fill('0,5')
    await page.getByTestId('nav-settings').click()
    await page.getByTestId('language').getByRole('radio', { name: '한국어' }).click()
    await expect(page.getByTestId('nav-train')).toHaveText('훈련')
    await expect(page.locator('html')).toHaveAttribute('lang', 'ko')
    await expect.poll(() => menuLabels(lab)).toContain('도움말(&H)')
    await page.getByTestId('nav-train').click()
    await expect(page.getByText('쉼표 없이 입력하십시오: 0.5')).toBeVisible() // a number is written alike in both
    await page.getByTestId('field-learningRate').fill('0.5')
    await expect(page.getByTestId('start')).toBeEnabled()
    await page.reload()
    await expect(page.getByTestId('nav-train')).toHaveText('훈련')
    await expectQuiet(lab)
  })

  test('the diagnostics on the clipboard tell of the app and not of the person', async ({ lab }) => {
    const { page } = lab
    await expect(page.getByTestId('engine-state')).toHaveText('Ready')
    await page.getByTestId('nav-help').click()
    await page.getByTestId('copy-diagnostics').click()
    await expect(page.getByTestId('messages')).toContainText('clipboard')
    const text = await lab.app.evaluate(({ clipboard }) => clipboard.readText())
    expect(text).toContain('A device of the tests')
    for (const secret of [homedir(), lab.userData, hostname()]) expect(text).not.toContain(secret)
    await expectQuiet(lab)
  })
})

test.describe('Help and Settings', () => {
  test.use({ launch: { folder: apps.fakeEngine } })

  test('open the folder of the logs and no other, show the words, the licences and what is sent to nobody', async ({ lab }) => {
    const { page } = lab
    await lab.app.evaluate(({ shell }) => {
      const opened: string[] = []
      Object.assign(globalThis, { opened })
      shell.openPath = path => Promise.resolve(opened.push(path) > 1 ? 'no program opens folders' : '')
    })
    await page.getByTestId('nav-help').click()
    await page.getByTestId('open-logs').click()
    const opened = () => lab.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
    await expect.poll(opened).toEqual([join(lab.userData, 'logs')])
    await page.getByTestId('open-logs').click() // where nothing can open it, it is told where they are
    await expect(page.getByTestId('messages')).toContainText(`The logs could not be shown (no program opens folders). They are in ${join(lab.userData, 'logs')}.`)
    await expect(page.getByTestId('glossary')).toContainText('One pass over all 60,000 training pictures.')
    await expect(page.getByTestId('licences')).toContainText('free software under the MIT licence')
    const licences = page.getByTestId('licences')
    const bundled = await bundledPackages(root)
    expect(bundled.map(({ name }) => name)).toEqual(expect.arrayContaining(['@vue/runtime-core', 'zod', '@tensorflow/tfjs', 'google-protobuf'])) // of main and window, ours and theirs
    await expect(licences.getByRole('listitem')).toHaveText(['Electron MIT', 'TensorFlow Apache-2.0', ...bundled.map(({ name, licence }) => `${name} ${licence}`)])
    await page.getByTestId('nav-settings').click()
    await expect(page.getByTestId('compute')).toContainText('None: nothing is measured, nothing is sent.')
    await expectQuiet(lab)
  })
})

async function expectRingAndCardInside(page: Page) {
  await expect(page.getByTestId('tour-ring')).toBeVisible()
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }))
  for (const part of ['tour-ring', 'tour']) {
    await expect.poll(async () => {
      const box = await page.getByTestId(part).boundingBox()
      return box !== null && box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height
    }, { message: `${part} lies within the window` }).toBe(true)
  }
}

function menuLabels({ app }: Lab): Promise<string[]> {
  return app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label) ?? [])
}

function chooseInMenu({ app }: Lab, label: string): Promise<void> {
  return app.evaluate(({ Menu }, label) => {
    const all = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? []
    all.find(item => item.label.replaceAll('&', '') === label)?.click()
  }, label)
}

async function expectQuiet({ faults, sent }: Lab) {
  expect(faults).toEqual([])
  expect(await sent()).toEqual([])
}
