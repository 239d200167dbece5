/** The door of the page: who is given a port, and for how long (items 17 of the checklist; T25, T26). */
import { bridgeChannels } from '../../src/shared/contract/bridge'
import { apps, bareTest as test, expect } from '../support/lab'
import type { Lab } from '../support/lab'
import { openPort } from '../support/pagePort'
import { eventually } from '../support/processes'

test.use({ launch: { folder: apps.bare } })

test.describe('17: who may ask for a port', () => {
  test('every channel is listed', async ({ bare }) => {
    const channels = await bare.app.evaluate(({ ipcMain }) => {
      const { _invokeHandlers: handlers } = ipcMain as unknown as { _invokeHandlers: Map<string, unknown> }
      return [...handlers.keys(), ...ipcMain.eventNames()].map(String)
    })
    expect(channels.filter(name => name !== 'error')).toEqual([bridgeChannels.connect, bridgeChannels.dropped])
  })

  const rogues: Readonly<Record<string, { url: string, inFrame?: boolean }>> = {
    'a second window with the same page': { url: 'app://lab/' },
    'a data: page': { url: 'data:text/html,x' },
    'about:blank': { url: 'about:blank' },
    'a frame': { url: 'data:text/html,<iframe srcdoc="x"></iframe>', inFrame: true },
  }
  for (const [name, { url, inFrame }] of Object.entries(rogues)) {
    test(`not ${name}`, async ({ bare }) => {
      const refusals = await bare.app.evaluate(async ({ BrowserWindow, app }, { url, inFrame }) => {
        const preload = `${app.getAppPath()}/out/preload/index.cjs`
        // Another session has none of the locks, so that the page comes to the point of asking.
        const partition = url.startsWith('data:') ? 'rogue' : ''
        const window = new BrowserWindow({ show: false, webPreferences: { preload, partition, sandbox: true, nodeIntegrationInSubFrames: true } })
        await window.loadURL(url)
        const { mainFrame } = window.webContents
        const frame = inFrame ? mainFrame.frames[0] : mainFrame
        const ask = (name: string) => frame?.executeJavaScript(`lab.connect('${name}')`) as Promise<{ code: string } | null>
        const refusals = await Promise.all(['engine', 'main'].map(ask))
        window.destroy()
        return refusals
      }, { url, inFrame })
      expect(refusals.map(refusal => refusal?.code)).toEqual(['E_IPC_SENDER', 'E_IPC_SENDER'])
    })
  }

  test('not the window itself when it shows something else', async ({ lab }) => {
    const refusal = await lab.app.evaluate(async ({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0]
      await window?.loadURL('about:blank')
      return await window?.webContents.executeJavaScript('lab.connect("main")') as { code: string }
    })
    expect(refusal.code).toBe('E_IPC_SENDER')
  })

  test('not a frame that is gone before it is answered', async ({ bare }) => {
    await bare.app.evaluate(async ({ BrowserWindow, app }) => {
      const window = new BrowserWindow({ show: false, webPreferences: { preload: `${app.getAppPath()}/out/preload/index.cjs`, sandbox: true } })
      await window.loadURL('app://lab/')
      void window.webContents.executeJavaScript('for (let i = 0; i < 50; i++) lab.connect("main"); 1').catch(() => undefined)
      window.destroy()
    })
    const port = await openPort(bare.page, 'main')
    expect((await port.ask('appInfo')).ok).toBe(true)
  })

  test('a frame within the page has no door at all', async ({ bare }) => {
    const kind = await bare.page.evaluate(() => {
      const frame = document.body.appendChild(document.createElement('iframe'))
      return typeof frame.contentWindow?.lab
    })
    expect(kind).toBe('undefined')
  })

  for (const name of ['engine', 'main'] as const) {
    test(`the ${name}'s port answers nothing once its page has gone`, async ({ lab }) => {
      const port = await stalePort(lab, name)
      await eventually('the port is answered while its page lives', async () => (await port.ask()).replies > 0)
      await lab.page.reload()
      const { replies } = await port.ask()
      expect(await port.ask()).toEqual({ replies, isClosed: true })
    })
  }
})

/** Keeps the page's end of a port in main, where it outlives the page; `ask` asks through it and tells what came of all asking. */
async function stalePort({ app, page }: Lab, name: 'engine' | 'main') {
  await app.evaluate(({ BrowserWindow }, call) => {
    const frame = Object.getPrototypeOf(BrowserWindow.getAllWindows()[0]?.webContents.mainFrame) as Electron.WebFrameMain
    const { postMessage } = frame
    const stale = { replies: 0, isClosed: false, ask() { /* set below */ } }
    Object.assign(globalThis, { stale })
    frame.postMessage = (_channel, _name, ports = []) => {
      frame.postMessage = postMessage
      const port = ports[0] as Electron.MessagePortMain
      port.on('message', ({ data }) => void (stale.replies += 'id' in data ? 1 : 0))
      port.on('close', () => void (stale.isClosed = true))
      port.start()
      stale.ask = () => port.postMessage({ id: 1, call, input: undefined })
    }
  }, name === 'engine' ? 'snapshot' : 'appInfo')
  await page.evaluate(name => window.lab.connect(name), name)
  return {
    ask: () => app.evaluate(async () => {
      const { stale } = globalThis as unknown as { stale: { replies: number, isClosed: boolean, ask(): void } }
      stale.ask()
      await new Promise(resolve => setTimeout(resolve, 200))
      return { replies: stale.replies, isClosed: stale.isClosed }
    }),
  }
}
