/** How long the installed app keeps its user waiting, beside an empty one: until the window answers to input. The engine may come later. */
import type { Page } from '@playwright/test'
import { compareLaunches } from '../launches'
import { lacksPackage, makeEmptyPackage, secondsUntil } from '../packagedApps'
import type { Part } from '../part'
import { packaged as apps } from '../../test/support/packaged'

export const packaged: Part = {
  name: 'packaged',
  title: 'The packaged app: launch to a window that answers, beside an empty packaged app',
  async measure(context) {
    const reason = lacksPackage()
    if (reason) return [{ name: 'Packaged launch', reason }]
    const emptyPackage = makeEmptyPackage()
    try {
      return await compareLaunches({
        name: 'Packaged launch', beside: 'Longer than an empty packaged app', goal: { atMost: 1.5 },
        lab: home => secondsUntil(apps.forTests, home, editForm),
        empty: home => secondsUntil(emptyPackage.executable, home, pressButton),
      }, context)
    } finally {
      emptyPackage.remove()
    }
  },
}

async function editForm(page: Page) {
  await page.getByTestId('field-epochs').fill('7')
}

async function pressButton(page: Page) {
  await page.getByTestId('start').click()
}
