/** The one window: how it looks, what it may not do, where it stood last. */
import { join } from 'node:path'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { Rectangle, WebPreferences } from 'electron'
import { z } from '@shared/schema'
import { readJsonFile, writeJsonFile } from './jsonFile'
import type { Log } from './log'
import type { Page } from './page'
import { texts } from './texts'

const smallest = { width: 1024, height: 640 }
const usual = { width: 1280, height: 800 }
/** The window's colour until its page is painted: --ground of tokens.css in each theme, or it flashes. */
const background = { dark: '#141517', light: '#f4f4f6' }

const Place = z.strictObject({
  x: z.optional(z.int()), y: z.optional(z.int()),
  width: z.int(), height: z.int(),
  maximized: z.boolean(),
})
type Place = z.infer<typeof Place>

/** Every lock is spelt out, also where Electron's default is the same today. */
export function webPreferences(preload: string, isPackaged: boolean): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    disableBlinkFeatures: 'Auxclick', // a middle click is none
    spellcheck: false, // its dictionaries would come over the network
    devTools: !isPackaged,
    v8CacheOptions: 'bypassHeatCheck', // what the first start has compiled serves from the second on
  }
}

export interface WindowOptions {
  readonly folder: string
  readonly isPackaged: boolean
  readonly log: Log
}

/** Makes the window, hidden; it shows itself when its page is painted. */
export function createWindow({ folder, isPackaged, log }: WindowOptions): BrowserWindow {
  const file = join(folder, 'window.json')
  const place = readJsonFile(file, Place, { ...usual, maximized: false }, (keptAs, reason) =>
    log.write(`the window's place was damaged; the old file is kept as ${keptAs}`, reason))
  const window = new BrowserWindow({
    ...visible(place),
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: texts().appName,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: webPreferences(join(import.meta.dirname, '../preload/index.cjs'), isPackaged),
  })
  if (place.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => keepPlace(file, window, log))
  return window
}

/** Loads the page; a window whose page fails shows itself all the same, so that the app can be seen and closed. */
export async function showPage(window: BrowserWindow, page: Page, log: Log): Promise<void> {
  try {
    await window.loadURL(page.url)
  } catch (error) {
    log.write(`the page ${page.url} could not be loaded`, error)
    if (!window.isDestroyed()) window.show()
  }
}

/** In ms. */
const firstStrokes = 100

/**
 * Once the page has been loaded (or could not be) and its user has had a moment with it. What works behind the window begins here, and with it
 * hundreds of megabytes: before, it would take the processors from the window that somebody waits for. Never where it was closed meanwhile.
 */
export function whenStanding({ webContents }: BrowserWindow): Promise<void> {
  return new Promise(resolve => webContents.once('did-stop-loading', () => setTimeout(() => webContents.isDestroyed() || resolve(), firstStrokes)))
}

/** Shows and focuses it, wherever it is. */
export function bringForward(window: BrowserWindow): void {
  if (window.isDestroyed()) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function keepPlace(file: string, window: BrowserWindow, log: Log) {
  const place: Place = { ...window.getNormalBounds(), maximized: window.isMaximized() }
  try {
    writeJsonFile(file, place)
  } catch (error) {
    log.write('the window\'s place was not kept', error)
  }
}

/** The place without its position where no display shows it any more. */
function visible({ x, y, width, height }: Place): Partial<Rectangle> {
  const size = { width: Math.max(width, smallest.width), height: Math.max(height, smallest.height) }
  if (x === undefined || y === undefined) return size
  const isSeen = screen.getAllDisplays().some(({ workArea }) => overlap(workArea, { x, y, ...size }))
  return isSeen ? { x, y, ...size } : size
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  const margin = 50
  return b.x + margin < a.x + a.width && a.x + margin < b.x + b.width && b.y + margin < a.y + a.height && a.y + margin < b.y + b.height
}
