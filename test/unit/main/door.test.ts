import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { BrowserWindow, WebContents } from 'electron'
import { openDoor, requireOwnPage } from '../../../src/main/door'
import type { Caller } from '../../../src/main/door'
import { pageAt } from '../../../src/main/page'

const ipcMain = vi.hoisted(() => ({ handle: vi.fn(), on: vi.fn() }))
vi.mock('electron', () => ({ ipcMain, MessageChannelMain: class { port1 = 'main\'s end'; port2 = 'the page\'s end' } }))

const page = pageAt('app://lab/')
const log = { write: vi.fn(), append: vi.fn() }
const contents = new EventEmitter() as unknown as WebContents
const own: Caller = { sender: contents, senderFrame: { parent: null, url: 'app://lab/' } }

describe('who may ask', () => {
  it('is the top frame of the window\'s own page', () => {
    expect(() => requireOwnPage(own, contents, page)).not.toThrow()
  })

  it.each<[string, Partial<Caller>]>([
    ['a frame within it', { senderFrame: { parent: {}, url: 'app://lab/' } }],
    ['a data: page', { senderFrame: { parent: null, url: 'data:text/html,x' } }],
    ['about:blank', { senderFrame: { parent: null, url: 'about:blank' } }],
    ['a page of another host', { senderFrame: { parent: null, url: 'app://evil/' } }],
    ['a page with no address', { senderFrame: { parent: null, url: '' } }],
    ['another window', { sender: new EventEmitter() as unknown as WebContents }],
    ['a frame that is gone', { senderFrame: null }],
  ])('is not %s', (_name, other) => {
    expect(() => requireOwnPage({ ...own, ...other }, contents, page)).toThrow(expect.objectContaining({ code: 'E_IPC_SENDER' }))
  })
})

describe('the door', () => {
  const brokers = { main: { connect: vi.fn(), disconnect: vi.fn() }, engine: { connect: vi.fn(), disconnect: vi.fn() } }
  const postMessage = vi.fn()
  const onDropped = vi.fn()
  beforeEach(() => {
    vi.clearAllMocks()
    contents.removeAllListeners()
    openDoor({ webContents: contents } as unknown as BrowserWindow, page, Promise.resolve(brokers), onDropped, log)
  })
  function ask(name: unknown, event: object = { ...own, senderFrame: { ...own.senderFrame, postMessage } }) {
    return ipcMain.handle.mock.calls[0]?.[1](event, name)
  }

  it('gives one end to whom it leads to and the other to the page', async () => {
    expect(await ask('engine')).toBeNull()
    expect(brokers.engine.connect).toHaveBeenCalledWith('main\'s end')
    expect(postMessage).toHaveBeenCalledWith('lab:port', 'engine', ['the page\'s end'])
    expect(brokers.main.connect).not.toHaveBeenCalled()
  })

  it.each(['', 'Engine', '__proto__', 'constructor', null, undefined, 1, {}, ['engine']])('knows no %j', async (name) => {
    expect(await ask(name)).toMatchObject({ code: 'E_IPC_SCHEMA' })
    expect(postMessage).not.toHaveBeenCalled()
  })

  it('stays shut for a frame that fails while it is asked for', async () => {
    const event = { sender: contents, get senderFrame() { throw new Error('Render frame was disposed') } }
    expect(await ask('engine', event)).toMatchObject({ code: 'E_INTERNAL' })
    expect(brokers.engine.connect).not.toHaveBeenCalled()
  })

  it('lets who asks early wait, and looks at them when there is somebody behind it', async () => {
    ipcMain.handle.mockClear()
    let arrive: (all: typeof brokers) => void = () => undefined
    openDoor({ webContents: contents } as unknown as BrowserWindow, page, new Promise(resolve => (arrive = resolve)), onDropped, log)
    const [staying, leaving] = [{ parent: null, url: 'app://lab/', postMessage }, { parent: null, url: 'app://lab/', postMessage }]
    const stays = ask('engine', { sender: contents, senderFrame: staying })
    const leaves = ask('main', { sender: contents, senderFrame: leaving })
    leaving.url = 'https://elsewhere/'
    await Promise.resolve()
    expect(brokers.engine.connect).not.toHaveBeenCalled()
    arrive(brokers)
    expect(await stays).toBeNull()
    expect(await leaves).toMatchObject({ code: 'E_IPC_SENDER' })
    expect(postMessage).toHaveBeenCalledOnce()
  })

  function drop(paths: unknown, event: object = own) {
    ipcMain.on.mock.calls[0]?.[1](event, paths)
    return onDropped
  }

  it('hands on which files were dropped on the page', () => {
    expect(ipcMain.on.mock.calls[0]?.[0]).toBe('lab:dropped')
    expect(drop(['/runs/a.run.tar', ''])).toHaveBeenCalledExactlyOnceWith(['/runs/a.run.tar', ''])
  })

  it.each<[string, unknown, object]>([
    ['by another frame', ['/a'], { ...own, senderFrame: { parent: {}, url: 'app://lab/' } }],
    ['by another page', ['/a'], { ...own, senderFrame: { parent: null, url: 'https://lab/' } }],
    ['as no list', '/a', own],
    ['as a list of something else', [{ path: '/a' }], own],
  ])('takes no files named %s', (_name, paths, event) => {
    expect(drop(paths, event)).not.toHaveBeenCalled()
    expect(log.write).toHaveBeenCalledWith('dropped files were refused', expect.anything())
  })

  it.each(['did-navigate', 'render-process-gone', 'destroyed'])('takes the ports back on %s', async (event) => {
    contents.removeAllListeners()
    openDoor({ webContents: contents } as unknown as BrowserWindow, page, Promise.resolve(brokers), onDropped, log)
    contents.emit(event as 'destroyed')
    await Promise.resolve()
    expect(brokers.main.disconnect).toHaveBeenCalledOnce()
    expect(brokers.engine.disconnect).toHaveBeenCalledOnce()
  })
})
