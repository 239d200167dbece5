import { EventEmitter } from 'node:events'
import type { BrowserWindow, MessageBoxOptions } from 'electron'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { pageAt } from '../../../src/main/page'
import { recoverPage } from '../../../src/main/recovery'
import en from '../../../src/main/texts/en'

const electron = vi.hoisted(() => ({ quit: vi.fn(), ask: vi.fn<(window: unknown, question: MessageBoxOptions) => Promise<unknown>>() }))

vi.mock('electron', () => ({
  app: { quit: electron.quit },
  dialog: { showMessageBox: electron.ask },
  BrowserWindow: {},
  nativeTheme: {},
  screen: {},
}))

/** Whoever is asked presses the button of this text. */
function answer(button: string) {
  electron.ask.mockImplementation(async (_window, { buttons }) => ({ response: buttons?.indexOf(button) }))
}

function aWindow() {
  const contents = Object.assign(new EventEmitter(), { forcefullyCrashRenderer: vi.fn(() => void crash()) })
  const window = Object.assign(new EventEmitter(), {
    webContents: contents, loadURL: vi.fn(async () => undefined), isDestroyed: vi.fn(() => false), show: vi.fn(),
  })
  const crash = (reason = 'crashed') => contents.emit('render-process-gone', {}, { reason, exitCode: 5 })
  recoverPage(window as unknown as BrowserWindow, pageAt('app://lab/'), { write: vi.fn(), append: vi.fn() })
  return { window, contents, crash, fallSilent: () => window.emit('unresponsive') }
}

const asked = () => electron.ask.mock.calls.map(([, { message }]) => message)

beforeEach(() => {
  electron.quit.mockClear()
  electron.ask.mockReset()
})

describe('a window that does not answer', () => {
  it('is asked about, and left alone where the user waits', async () => {
    answer(en.windowSilent.wait)
    const { window, contents, fallSilent } = aWindow()
    fallSilent()
    await vi.waitFor(() => expect(asked()).toEqual([en.windowSilent.message]))
    await new Promise(resolve => setTimeout(resolve, 5))
    expect(contents.forcefullyCrashRenderer).not.toHaveBeenCalled()
    expect(window.loadURL).not.toHaveBeenCalled()
  })

  it('waits by default, so that a key pressed too soon loses nothing', async () => {
    answer(en.windowSilent.wait)
    aWindow().fallSilent()
    await vi.waitFor(() => expect(asked()).toHaveLength(1))
    const { buttons, defaultId, cancelId } = electron.ask.mock.calls[0]?.[1] ?? { buttons: [] }
    expect([buttons?.[defaultId ?? -1], buttons?.[cancelId ?? -1]]).toEqual([en.windowSilent.wait, en.windowSilent.wait])
  })

  it('is ended and loaded anew where the user asks for it', async () => {
    answer(en.windowSilent.reload)
    const { window, contents, fallSilent } = aWindow()
    fallSilent()
    await vi.waitFor(() => expect(window.loadURL).toHaveBeenCalledExactlyOnceWith('app://lab/'))
    expect(contents.forcefullyCrashRenderer).toHaveBeenCalledOnce()
    expect(asked()).toEqual([en.windowSilent.message]) // its end is no crash to ask about
  })

  it('is not touched where it was closed meanwhile', async () => {
    answer(en.windowSilent.reload)
    const { window, contents, fallSilent } = aWindow()
    window.isDestroyed.mockReturnValue(true)
    fallSilent()
    await vi.waitFor(() => expect(asked()).toHaveLength(1))
    await new Promise(resolve => setTimeout(resolve, 5))
    expect(contents.forcefullyCrashRenderer).not.toHaveBeenCalled()
  })
})

describe('a window that crashes', () => {
  it('is loaded again three times in a minute; then it asks whether to go on', async () => {
    answer(en.windowCrashed.reload)
    const { window, crash } = aWindow()
    for (let n = 0; n < 3; n++) crash()
    expect(window.loadURL).toHaveBeenCalledTimes(3)
    expect(asked()).toEqual([])
    crash()
    await vi.waitFor(() => expect(window.loadURL).toHaveBeenCalledTimes(4))
    expect(asked()).toEqual([en.windowCrashed.message])
    answer(en.windowCrashed.quit)
    crash()
    await vi.waitFor(() => expect(electron.quit).toHaveBeenCalledOnce())
    expect(window.loadURL).toHaveBeenCalledTimes(4)
  })

  it('is not loaded again where it has ended as it should', () => {
    const { window, crash } = aWindow()
    crash('clean-exit')
    expect(window.loadURL).not.toHaveBeenCalled()
  })
})
