/** Item 4 of the checklist: the window's process is locked in by the kernel, also when a flag says otherwise. */
import { readFileSync, readlinkSync } from 'node:fs'
import { expect, launchLab, test } from '../support/lab'
import { asOrdinaryUser } from '../support/ordinaryUser'
import { openPort } from '../support/pagePort'

test.skip(process.platform !== 'linux', 'Seen through /proc.')

for (const flag of [undefined, '--no-sandbox']) {
  test(`the page runs in a sandbox${flag ? `, ${flag} notwithstanding` : ''}`, async () => {
    const { options, cleanUp } = asOrdinaryUser()
    const lab = await launchLab({ ...options, args: flag ? [flag] : [] })
    const page = await lab.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0)
    const status = readFileSync(`/proc/${page}/status`, 'utf8')
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m)
    expect(status).toMatch(/^Seccomp:\s+2$/m) // a filter of system calls
    // Namespaces are decided before the app's first line, so against the flag the filter alone is left.
    if (!flag) expect(readlinkSync(`/proc/${page}/ns/user`)).not.toBe(readlinkSync(`/proc/${lab.pid}/ns/user`))
    // What it may do it does: its ports work.
    for (const name of ['main', 'engine'] as const) expect((await (await openPort(lab.page, name)).ask(name === 'main' ? 'appInfo' : 'snapshot')).ok).toBe(true)
    expect(await lab.close()).toEqual([])
    cleanUp()
  })
}
