/** At the smallest window, in both languages: every control can be reached by the hand, and none lies over another. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { languages } from '../../src/shared/domain/language'
import { apps, expect, launchLab, test } from '../support/lab'
import { makeRuns, runRows } from '../support/madeRuns'

const smallest = { width: 1024, height: 640 }
const views = ['train', 'gallery', 'explore', 'runs', 'settings', 'help'] as const

for (const language of languages) {
  test(`nothing lies over a control in ${language}`, async () => {
    const home = mkdtempSync(join(tmpdir(), 'latent-lab-small-'))
    const userData = join(home, 'lab')
    await makeRuns(userData, 4)
    const lab = await launchLab({ folder: apps.fakeEngine, userData, settings: { language, welcomed: true }, env: { HOME: home, XDG_DATA_HOME: join(home, 'share') } })
    const { page } = lab
    await lab.app.evaluate(({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height), smallest)
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(smallest.width)
    for (const view of views) {
      await page.getByTestId(`nav-${view}`).click()
      await expect.poll(() => covered(page), { message: view }).toEqual([])
    }

    await page.getByTestId('nav-runs').click()
    await runRows(page).first().click()
    await page.getByTestId('remove-run').click() // now there is more to be done than fits in a line
    await page.getByTestId('message-action').waitFor()
    await page.keyboard.press('Tab')
    for (const choose of await page.getByTestId('run-choose').all()) await choose.click()
    await expect(page.getByTestId('undo-delete')).toBeVisible()
    await expect.poll(() => covered(page)).toEqual([])
    await lab.close()
    rmSync(home, { recursive: true, force: true, maxRetries: 5 })
  })
}

/** The controls in whose middle lies something else, messages that go by themselves aside. What is scrolled out of view has no middle to see. */
function covered(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isSeen = (element: Element, x: number, y: number) => {
      for (let around = element.parentElement; around; around = around.parentElement) {
        if (getComputedStyle(around).overflow === 'visible') continue
        const { left, right, top, bottom } = around.getBoundingClientRect()
        if (x < left || x > right || y < top || y > bottom) return false
      }
      return true
    }
    return [...document.querySelectorAll('main :is(button, input, textarea)')].flatMap((element) => {
      const { x, y, width, height } = element.getBoundingClientRect()
      const [middleX, middleY] = [x + width / 2, y + height / 2]
      if (width === 0 || !isSeen(element, middleX, middleY)) return []
      const over = document.elementFromPoint(middleX, middleY)
      const isFree = over !== null && (element.contains(over) || over.contains(element) || over.closest('[data-testid=messages]') !== null)
      return isFree ? [] : [`${element.getAttribute('data-testid') ?? element.getAttribute('aria-label') ?? element.textContent}: ${over?.className ?? 'out of the window'}`]
    })
  })
}
