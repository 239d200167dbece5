/** The application's menu. Its accelerators all carry Ctrl or are function keys: plain keys belong to the page. */
import { Menu } from 'electron'
import type { BrowserWindow, MenuItemConstructorOptions } from 'electron'
import type { MainContract } from '@shared/contract/main'
import type { z } from '@shared/schema'
import { texts } from './texts'

export type Command = z.infer<MainContract['events']['command']>

export interface MenuOptions {
  readonly window: BrowserWindow
  readonly isPackaged: boolean
  readonly openLogs: () => void
  /** What the window does. */
  readonly command: (command: Command) => void
}

/** In the language that main speaks now: install it again when that changes. */
export function installMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)))
}

export function menuTemplate({ window, isPackaged, openLogs, command }: MenuOptions): MenuItemConstructorOptions[] {
  const { menu } = texts()
  const isMac = process.platform === 'darwin'
  return [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    // Not the role `quit`: closing the window asks first while a run is trained.
    { label: menu.file, submenu: [{ label: menu.quit, accelerator: 'CommandOrControl+Q', click: () => window.close() }] },
    { label: menu.edit, submenu: editMenu() },
    { label: menu.view, submenu: viewMenu(isPackaged) },
    { label: menu.window, submenu: [item('minimize'), item('zoom')] },
    { label: menu.help, role: 'help', submenu: helpMenu(command, openLogs) },
  ]
}

function helpMenu(command: MenuOptions['command'], openLogs: () => void): MenuItemConstructorOptions[] {
  const { menu } = texts()
  return [
    { label: menu.contents, accelerator: 'F1', registerAccelerator: false, click: () => command('help') }, // the page hears the key itself
    { label: menu.tour, click: () => command('tour') },
    { label: menu.shortcuts, click: () => command('shortcuts') },
    { type: 'separator' },
    { label: menu.logs, click: openLogs },
    ...(process.platform === 'darwin' ? [] : [item('about')]),
  ]
}

function editMenu(): MenuItemConstructorOptions[] {
  return [
    item('undo'), item('redo'), { type: 'separator' },
    item('cut'), item('copy'), item('paste'), item('delete'), { type: 'separator' }, item('selectAll'),
  ]
}

function viewMenu(isPackaged: boolean): MenuItemConstructorOptions[] {
  return [
    item('reload'), // the engine does not notice; the page asks for the whole picture again
    ...(isPackaged ? [] : [item('toggleDevTools')]),
    { type: 'separator' },
    item('resetZoom'),
    item('zoomIn'),
    { role: 'zoomIn', accelerator: 'CommandOrControl+=', visible: false },
    item('zoomOut'),
    { type: 'separator' },
    item('togglefullscreen'),
  ]
}

type Role = Extract<keyof ReturnType<typeof texts>['menu'], MenuItemConstructorOptions['role']>

/** What Electron does by itself, under our own label: its labels are English alone. */
function item(role: Role): MenuItemConstructorOptions {
  return { role, label: texts().menu[role] }
}
