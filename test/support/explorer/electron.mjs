/** A bare window for the harness page: electron electron.mjs <page> <width> <height> */
import { app, BrowserWindow } from 'electron'

const [page, width, height] = process.argv.slice(-3)
// Not awaited: Electron becomes ready only after this module has run.
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: Number(width), height: Number(height), useContentSize: true })
  return window.loadURL(page)
})
