/** The window's page may crash or freeze: it comes back by itself, unless it does so again and again. Training goes on meanwhile. */
import { app, dialog } from 'electron'
import type { BrowserWindow } from 'electron'
import type { Log } from './log'
import { showPage } from './window'
import type { Page } from './page'
import { texts } from './texts'

const most = 3
const within = 60_000

export function recoverPage(window: BrowserWindow, page: Page, log: Log): void {
  let crashes: readonly number[] = []
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.write(`the window's process ended: ${reason}, code ${exitCode}`)
    if (reason === 'clean-exit') return
    crashes = [...crashes.filter(time => performance.now() - time < within), performance.now()]
    if (crashes.length <= most) void showPage(window, page, log)
    else void askAfterCrashes(window, page, log)
  })
  window.on('unresponsive', () => void askAfterSilence(window, log))
}

async function askAfterCrashes(window: BrowserWindow, page: Page, log: Log) {
  const { message, detail, reload, quit } = texts().windowCrashed
  const { response } = await dialog.showMessageBox(window, { type: 'error', message, detail, buttons: [reload, quit], defaultId: 0, cancelId: 1 })
  if (response === 0) await showPage(window, page, log)
  else app.quit()
}

async function askAfterSilence(window: BrowserWindow, log: Log) {
  const { message, detail, reload, wait } = texts().windowSilent
  log.write('the window does not answer')
  const { response } = await dialog.showMessageBox(window, { type: 'warning', message, detail, buttons: [wait, reload], defaultId: 0, cancelId: 0 })
  // Its crash brings the page back: see above.
  if (response === 1 && !window.isDestroyed()) window.webContents.forcefullyCrashRenderer()
}
