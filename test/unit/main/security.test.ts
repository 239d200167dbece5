import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Session } from 'electron'
import { isPermitted, lockContents, lockSession, mayRequest, sandboxAll } from '../../../src/main/security'
import { pageAt } from '../../../src/main/page'

const app = vi.hoisted(() => ({ on: vi.fn(), enableSandbox: vi.fn() }))
vi.mock('electron', () => ({ app }))

const page = pageAt('app://lab/')
beforeEach(() => void vi.clearAllMocks())

/** All that Electron documents for its permission handlers, and one that nobody has thought of yet. */
const permissions = [
  'clipboard-read', 'clipboard-sanitized-write', 'deprecated-sync-clipboard-read', 'display-capture', 'fileSystem', 'fullscreen', 'geolocation', 'hid',
  'idle-detection', 'keyboardLock', 'media', 'mediaKeySystem', 'midi', 'midiSysex', 'notifications', 'openExternal', 'pointerLock', 'serial',
  'speaker-selection', 'storage-access', 'top-level-storage-access', 'usb', 'window-management', 'unknown', 'telepathy',
]

describe('permissions', () => {
  it('are two, and the page\'s own', () => {
    expect(permissions.filter(name => isPermitted(name, 'app://lab/', page))).toEqual(['clipboard-sanitized-write', 'fullscreen'])
    expect(permissions.filter(name => isPermitted(name, 'app://evil/', page))).toEqual([])
    expect(permissions.filter(name => isPermitted(name, '', page))).toEqual([])
  })

  it('are asked of the same list by both handlers, and devices are never given', () => {
    const session = fakeSession()
    lockSession(session as unknown as Session, page)
    const answer = vi.fn()
    const [request] = session.setPermissionRequestHandler.mock.calls[0] ?? []
    for (const isMainFrame of [true, false]) request?.(null, 'fullscreen', answer, { requestingUrl: 'app://lab/', isMainFrame })
    request?.(null, 'media', answer, { requestingUrl: 'app://lab/', isMainFrame: true })
    expect(answer.mock.calls).toEqual([[true], [false], [false]])
    const [check] = session.setPermissionCheckHandler.mock.calls[0] ?? []
    expect(check?.(null, 'media', 'app://lab/')).toBe(false)
    expect(check?.(null, 'fullscreen', 'app://lab/')).toBe(true)
    expect(session.setDevicePermissionHandler.mock.calls[0]?.[0]?.()).toBe(false)
  })

  it('show no screen to anybody, and no download begins', () => {
    const session = fakeSession()
    lockSession(session as unknown as Session, page)
    const answer = vi.fn()
    session.setDisplayMediaRequestHandler.mock.calls[0]?.[0]?.({}, answer)
    expect(answer).toHaveBeenCalledWith({})
    const preventDefault = vi.fn()
    session.emit('will-download', { preventDefault })
    expect(preventDefault).toHaveBeenCalledOnce()
  })
})

describe('requests', () => {
  it.each(['app://lab/assets/a.js', 'blob:app://lab/3b1c', 'devtools://devtools/bundled/a.js'])('%s may be made', url => expect(mayRequest(url, page)).toBe(true))
  it.each(['https://example.com/', 'http://localhost:5173/', 'ws://localhost:5173/', 'file:///etc/hosts', 'app://evil/', 'blob:https://example.com/1', 'ftp://a/', ''])(
    '%s may not', url => expect(mayRequest(url, page)).toBe(false))
  it('go to the development server and its socket in a checkout', () => {
    const development = pageAt('http://localhost:5173')
    expect(mayRequest('http://localhost:5173/main.ts', development)).toBe(true)
    expect(mayRequest('ws://localhost:5173/?token=x', development)).toBe(true)
    expect(mayRequest('ws://localhost:5174/', development)).toBe(false)
    expect(mayRequest('http://localhost:5174/', development)).toBe(false)
  })
})

describe('all contents', () => {
  function contents() {
    const made = Object.assign(new EventEmitter(), { setWindowOpenHandler: vi.fn(), getURL: () => 'app://lab/' })
    lockContents(page)
    const [, listener] = app.on.mock.calls.find(([event]) => event === 'web-contents-created') ?? []
    listener({}, made)
    return made
  }
  function isStopped(event: string, details: object) {
    const preventDefault = vi.fn()
    contents().emit(event, { ...details, preventDefault })
    return preventDefault.mock.calls.length === 1
  }

  it('may load their own page anew and go nowhere else', () => {
    expect(isStopped('will-navigate', { url: 'app://lab/', isMainFrame: true })).toBe(false)
    for (const url of ['app://lab/other.html', 'app://evil/', 'https://example.com/', 'file:///', 'data:,x', 'javascript:1']) {
      expect(isStopped('will-navigate', { url, isMainFrame: true }), url).toBe(true)
      expect(isStopped('will-frame-navigate', { url, isMainFrame: false }), url).toBe(true)
    }
    expect(isStopped('will-frame-navigate', { url: 'app://lab/', isMainFrame: false })).toBe(true)
    expect(isStopped('will-redirect', { url: 'app://lab/', isMainFrame: true })).toBe(true)
  })

  it('have no webviews and open no windows', () => {
    expect(isStopped('will-attach-webview', {})).toBe(true)
    expect(contents().setWindowOpenHandler.mock.calls[0]?.[0]({ url: 'app://lab/' })).toEqual({ action: 'deny' })
  })
})

describe('the sandbox', () => {
  it('is for everybody but root', () => {
    const getuid = vi.spyOn(process as Required<typeof process>, 'getuid')
    getuid.mockReturnValue(0)
    sandboxAll()
    expect(app.enableSandbox).not.toHaveBeenCalled()
    getuid.mockReturnValue(1000)
    sandboxAll()
    expect(app.enableSandbox).toHaveBeenCalledOnce()
    getuid.mockRestore()
  })
})

function fakeSession() {
  return Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: vi.fn(), setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(), setDisplayMediaRequestHandler: vi.fn(),
    webRequest: { onBeforeRequest: vi.fn() },
  })
}
