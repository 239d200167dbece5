import { EventEmitter } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserWindow } from 'electron'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createWindow, webPreferences, whenStanding } from '../../../src/main/window'

const electron = vi.hoisted(() => ({
  options: {} as Record<string, unknown>, displays: [] as { workArea: object }[], theme: { shouldUseDarkColors: false },
}))

vi.mock('electron', () => ({
  BrowserWindow: class {
    constructor(options: Record<string, unknown>) {
      electron.options = options
    }

    once() { /* never shown */ }
    on() { /* never closed */ }
    maximize() { /* seen by nobody */ }
  },
  nativeTheme: electron.theme,
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

describe.each(['dark', 'light'] as const)('in the %s theme', (theme) => {
  it('has the colour of its page before that is painted', () => {
    const css = readFileSync(new URL('../../../src/renderer/styles/tokens.css', import.meta.url), 'utf8')
    const ground = new RegExp(`\\[data-theme='${theme}'\\] \\{[^}]*--ground: (#[0-9a-f]{6})`).exec(css)?.[1]
    electron.theme.shouldUseDarkColors = theme === 'dark'
    createWindow({ folder: '/nowhere', isPackaged: true, log: { write: vi.fn(), append: vi.fn() } as never })
    expect(ground).toBeDefined()
    expect(electron.options['backgroundColor']).toBe(ground)
  })
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

describe('what is heavy', () => {
  async function beginning(isDestroyed: boolean) {
    vi.useFakeTimers()
    const webContents = Object.assign(new EventEmitter(), { isDestroyed: () => isDestroyed })
    const begin = vi.fn()
    void whenStanding({ webContents } as unknown as BrowserWindow).then(begin)
    await vi.advanceTimersByTimeAsync(60_000)
    const early = begin.mock.calls.length
    webContents.emit('did-stop-loading')
    await vi.advanceTimersByTimeAsync(0)
    const atOnce = begin.mock.calls.length
    await vi.advanceTimersByTimeAsync(1000)
    vi.useRealTimers()
    return { early, atOnce, later: begin.mock.calls.length }
  }

  it('begins when the page has been there for a moment', async () => {
    expect(await beginning(false)).toEqual({ early: 0, atOnce: 0, later: 1 })
  })

  it('does not begin behind a window that is closed by then', async () => {
    expect(await beginning(true)).toMatchObject({ later: 0 })
  })
})
