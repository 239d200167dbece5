/** The application's menu. Its accelerators all carry Ctrl or are function keys: plain keys belong to the page. */
import { Menu } from 'electron'
import type { BrowserWindow, MenuItemConstructorOptions } from 'electron'
import { texts } from './texts'

export interface MenuOptions {
  readonly window: BrowserWindow
  readonly isPackaged: boolean
  readonly openLogs: () => void
}

export function installMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)))
}

export function menuTemplate({ window, isPackaged, openLogs }: MenuOptions): MenuItemConstructorOptions[] {
  const { menu } = texts
  const isMac = process.platform === 'darwin'
  return [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    // Not the role `quit`: closing the window asks first while a run is trained.
    { label: menu.file, submenu: [{ label: menu.quit, accelerator: 'CommandOrControl+Q', click: () => window.close() }] },
    { role: 'editMenu', label: menu.edit },
    { label: menu.view, submenu: viewMenu(isPackaged) },
    { label: menu.window, submenu: [{ role: 'minimize' }, { role: 'zoom' }] },
    { label: menu.help, role: 'help', submenu: [{ label: menu.logs, click: openLogs }, ...(isMac ? [] : [{ role: 'about' as const }])] },
  ]
}

function viewMenu(isPackaged: boolean): MenuItemConstructorOptions[] {
  return [
    { role: 'reload' }, // the engine does not notice; the page asks for the whole picture again
    ...(isPackaged ? [] : [{ role: 'toggleDevTools' as const }]),
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomIn', accelerator: 'CommandOrControl+=', visible: false },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ]
}
