import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserWindow } from 'electron'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createWindow, webPreferences, whenStanding } from '../../../src/main/window'

const electron = vi.hoisted(() => ({ options: {} as Record<string, unknown>, displays: [] as { workArea: object }[] }))

vi.mock('electron', () => ({
  BrowserWindow: class {
    constructor(options: Record<string, unknown>) {
      electron.options = options
    }

    once() { /* never shown */ }
    on() { /* never closed */ }
    maximize() { /* seen by nobody */ }
  },
  nativeTheme: {},
  screen: { getAllDisplays: () => electron.displays },
}))

it('has preferences that are strict throughout, and developer tools in a checkout only', () => {
  const strict = {
    preload: '/preload.cjs', sandbox: true, contextIsolation: true,
    nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
    webviewTag: false, navigateOnDragDrop: false, spellcheck: false, disableBlinkFeatures: 'Auxclick', v8CacheOptions: 'bypassHeatCheck',
  }
  expect(webPreferences('/preload.cjs', true)).toEqual({ ...strict, devTools: false })
  expect(webPreferences('/preload.cjs', false)).toEqual({ ...strict, devTools: true })
})

describe('where it opens', () => {
  const folder = mkdtempSync(join(tmpdir(), 'window-'))
  afterEach(() => rmSync(join(folder, 'window.json'), { force: true }))

  function opened(place: unknown) {
    writeFileSync(join(folder, 'window.json'), JSON.stringify(place))
    createWindow({ folder, isPackaged: true, log: { write: vi.fn(), append: vi.fn() } as never })
    const { x, y, width, height } = electron.options
    return { x, y, width, height }
  }

  beforeEach(() => {
    electron.displays = [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }, { workArea: { x: 1920, y: 0, width: 1280, height: 1024 } }]
  })

  it('is where it was, also on the second display', () => {
    expect(opened({ x: 2000, y: 50, width: 1100, height: 700, maximized: false })).toEqual({ x: 2000, y: 50, width: 1100, height: 700 })
  })

  it('is wherever the system puts it when its display is no longer there', () => {
    electron.displays = electron.displays.slice(0, 1)
    expect(opened({ x: 2000, y: 50, width: 1100, height: 700, maximized: false })).toEqual({ x: undefined, y: undefined, width: 1100, height: 700 })
  })

  it('is so as well when only a sliver of it would be seen', () => {
    expect(opened({ x: 100, y: 1060, width: 1100, height: 700, maximized: false }).y).toBeUndefined()
    expect(opened({ x: -1090, y: 100, width: 1100, height: 700, maximized: false }).x).toBeUndefined()
  })

  it('is never smaller than it may be made by hand', () => {
    expect(opened({ x: 10, y: 10, width: 1, height: 1, maximized: false })).toEqual({ x: 10, y: 10, width: 1024, height: 640 })
  })
})

it('lets what is heavy begin when the page has been there for a moment, once', () => {
  vi.useFakeTimers()
  const webContents = new EventEmitter()
  const begin = vi.fn()
  whenStanding({ webContents } as unknown as BrowserWindow, begin)
  vi.advanceTimersByTime(60_000)
  expect(begin).not.toHaveBeenCalled()
  webContents.emit('did-stop-loading')
  expect(begin).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1000)
  webContents.emit('did-stop-loading') // a reload
  vi.advanceTimersByTime(1000)
  expect(begin).toHaveBeenCalledTimes(1)
  vi.useRealTimers()
})
