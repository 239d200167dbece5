/** Item 4 of the checklist: the window's process is locked in by the kernel, also when a flag says otherwise; and the app works so, for anybody. */
import { readFileSync, readlinkSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { apps, expect, launchLab, test } from '../support/lab'
import type { Lab } from '../support/lab'
import { trainAndDecode } from '../support/journey'
import { asOrdinaryUser } from '../support/ordinaryUser'
import { openPort } from '../support/pagePort'

test.skip(process.platform !== 'linux', 'Seen through /proc.')

for (const flag of [undefined, '--no-sandbox']) {
  test(`the page runs in a sandbox${flag ? `, ${flag} notwithstanding` : ''}`, async () => {
    const { options, cleanUp } = asOrdinaryUser()
    const lab = await launchLab({ ...options, args: flag ? [flag] : [] })
    const page = await expectFiltered(lab)
    // Namespaces are decided before the app's first line, so against the flag the filter alone is left.
    if (!flag) expect(readlinkSync(`/proc/${page}/ns/user`)).not.toBe(readlinkSync(`/proc/${lab.pid}/ns/user`))
    // What it may do it does: its ports work.
    for (const name of ['main', 'engine'] as const) expect((await (await openPort(lab.page, name)).ask(name === 'main' ? 'appInfo' : 'snapshot')).ok).toBe(true)
    expect(await lab.close()).toEqual([])
    cleanUp()
  })
}

test('in it, an ordinary user trains an epoch of the real app and decodes a place', async () => {
  test.setTimeout(240_000)
  const { options, cleanUp } = asOrdinaryUser(apps.whole)
  const lab = await launchLab({ ...options, settings: null, env: { ...options.env, LANG: 'en_US.UTF-8', LC_ALL: '', LANGUAGE: '' } })
  await expectFiltered(lab)
  expect(statSync(`/proc/${lab.pid}`).uid).not.toBe(0)
  await trainAndDecode(lab.page)
  expect(readdirSync(join(options.userData, 'runs')).filter(name => /^\d{8}-/.test(name))).toHaveLength(1)
  expect(lab.faults).toEqual([])
  expect(await lab.sent()).toEqual([])
  expect(await lab.close()).toEqual([])
  cleanUp()
})

/** The number of the process that shows the page, when the kernel says that its system calls are filtered. */
async function expectFiltered({ app }: Lab): Promise<number> {
  const page = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0)
  const status = readFileSync(`/proc/${page}/status`, 'utf8')
  expect(status).toMatch(/^NoNewPrivs:\s+1$/m)
  expect(status).toMatch(/^Seccomp:\s+2$/m)
  return page
}
