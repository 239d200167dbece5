/** The developer tools of a packaged app: no key, no menu and no call opens them. In a checkout the same trial sees them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, expect, test } from '@playwright/test'
import type { ElectronApplication } from '@playwright/test'
import { root } from '../support/apps'
import { electronPath, loader } from '../support/lab'
import { packaged, rootsFlags } from '../support/packaged'
import { eventually, processTree, survivors } from '../support/processes'

// Main is needed here, so Playwright's own way in is taken, which without its loader misses a launch now and then (see overCdp.ts).
test.describe.configure({ retries: 2 })

const keys = ['F12', 'Control+Shift+I', 'Control+Shift+J', 'Control+Shift+C']

test('open by nothing', async () => {
  expect(await trial(packaged.forTests, [])).toEqual({ byKeys: false, inMenu: false, byCall: false })
})

test('open in a checkout', async () => {
  expect(await trial(electronPath(), ['-r', loader, root])).toMatchObject({ inMenu: true, byCall: true })
})

async function trial(executablePath: string, args: readonly string[]) {
  const userData = mkdtempSync(join(tmpdir(), 'latent-lab-tools-'))
  const app = await _electron.launch({ executablePath, args: [...args, ...rootsFlags, `--user-data-dir=${userData}`], cwd: root, timeout: 60_000 })
  try {
    const page = await app.firstWindow({ timeout: 30_000 })
    await page.getByTestId('welcome-skip').click()
    for (const key of keys) await page.keyboard.press(key)
    await page.waitForTimeout(500)
    const byKeys = await areOpen(app)
    const inMenu = await app.evaluate(({ Menu }) =>
      (Menu.getApplicationMenu()?.items ?? []).flatMap(({ submenu }) => submenu?.items ?? []).some(({ role }) => role?.toLowerCase() === 'toggledevtools'))
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.openDevTools({ mode: 'detach' }))
    await page.waitForTimeout(2000)
    return { byKeys, inMenu, byCall: await areOpen(app) }
  } finally {
    const tree = processTree(app.process().pid ?? 0)
    await app.evaluate(({ app }) => app.exit()).catch(() => undefined) // it is gone before it can answer
    await eventually('it has ended', () => survivors(tree).length === 0)
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
  }
}

function areOpen(app: ElectronApplication): Promise<boolean> {
  return app.evaluate(({ webContents }) => webContents.getAllWebContents().some(contents => contents.isDevToolsOpened() || contents.getURL().startsWith('devtools:')))
}
