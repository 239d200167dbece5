/** How long the installed app keeps its user waiting, beside an empty one: until the window answers to input. The engine may come later. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { interleave } from '../interleave'
import { lacksPackage, makeEmptyPackage, secondsUntil } from '../packagedApps'
import type { Part } from '../part'
import { median, ratios } from '../statistics'
import { packaged as apps } from '../../test/support/packaged'

export const packaged: Part = {
  name: 'packaged',
  title: 'The packaged app: launch to a window that answers, beside an empty packaged app',
  async measure({ options, tell }) {
    const reason = lacksPackage()
    if (reason) return [{ name: 'Packaged launch', reason }]
    const homes = mkdtempSync(join(tmpdir(), 'latent-lab-bench-'))
    const emptyPackage = makeEmptyPackage()
    const lab = () => secondsUntil(apps.forTests, join(homes, 'lab'), editForm)
    const empty = () => secondsUntil(emptyPackage.executable, join(homes, 'empty'), pressButton)
    try {
      await lab() // first launches read cold files and make their profile
      await empty()
      const measured = await interleave(options.pairs, { lab, empty }, tell)
      const found = ratios(measured.lab, measured.empty)
      return [
        { name: 'Packaged launch', value: Math.max(...measured.lab), unit: 's', median: median(measured.lab) },
        { name: 'Longer than an empty packaged app', value: Math.max(...found), unit: '×', goal: { atMost: 1.5 }, median: median(found), measured },
      ]
    } finally {
      emptyPackage.remove()
      rmSync(homes, { recursive: true, force: true })
    }
  },
}

async function editForm(page: Page) {
  await page.getByTestId('field-epochs').fill('7')
}

async function pressButton(page: Page) {
  await page.getByTestId('start').click()
}
