/**
 * The one door by which a page reaches anything: it asks for a port by name, and only the window's own page gets one. The preload also tells here
 * which files were dropped on it.
 */
import { MessageChannelMain, ipcMain } from 'electron'
import type { BrowserWindow, MessagePortMain, WebContents } from 'electron'
import { bridgeChannels, portNames } from '@shared/contract/bridge'
import type { PortName } from '@shared/contract/bridge'
import { LabError, toWire } from '@shared/errors'
import type { WireError } from '@shared/errors'
import { parse, z } from '@shared/schema'
import type { Log } from './log'
import type { Page } from './page'

/** Where ports of one name lead. A new `connect` replaces the old. */
export interface Broker {
  connect(port: MessagePortMain): void
  disconnect(): void
}

/** The sender of a message, in so far as it matters. */
export interface Caller {
  readonly sender: WebContents
  readonly senderFrame: { readonly parent: unknown, readonly url: string } | null
}

const Asked = z.enum(portNames)
/** Paths; a drop of more is heard as far as that. */
const Dropped = z.pipe(z.array(z.string()), z.transform(paths => paths.slice(0, 1000)))

type OnDropped = (paths: readonly string[]) => void

/** It opens before there is anybody behind it: who asks meanwhile waits for the brokers. */
export function openDoor(
  window: BrowserWindow, page: Page, brokers: Promise<Readonly<Record<PortName, Broker>>>, onDropped: OnDropped, log: Log,
): void {
  const { webContents } = window
  ipcMain.handle(bridgeChannels.connect, async (event, asked: unknown): Promise<WireError | null> => {
    try {
      const name = parse(Asked, asked, 'E_IPC_SCHEMA', 'connect')
      const { [name]: broker } = await brokers
      requireOwnPage(event, webContents, page) // only now: who has asked may meanwhile be another page
      const { port1, port2 } = new MessageChannelMain()
      broker.connect(port1)
      event.senderFrame?.postMessage(bridgeChannels.port, name, [port2])
      return null
    } catch (error) {
      log.write('a port was refused', error)
      return toWire(error)
    }
  })
  ipcMain.on(bridgeChannels.dropped, (event, paths: unknown) => {
    try {
      requireOwnPage(event, webContents, page)
      onDropped(parse(Dropped, paths, 'E_IPC_SCHEMA', 'dropped'))
    } catch (error) {
      log.write('dropped files were refused', error)
    }
  })
  // A port outlives neither its page nor the process that showed it.
  function disconnect() {
    void brokers.then(all => Object.values(all).forEach(broker => broker.disconnect()))
  }
  webContents.on('did-navigate', disconnect)
  webContents.on('render-process-gone', disconnect)
  webContents.on('destroyed', disconnect)
}

/** E_IPC_SENDER unless the message comes from the top frame of the window's own page; in doubt it does not. */
export function requireOwnPage(caller: Caller, contents: WebContents, page: Page): void {
  const frame = caller.senderFrame
  const isOwn = caller.sender === contents && frame !== null && frame.parent === null && page.owns(frame.url)
  if (!isOwn) throw new LabError('E_IPC_SENDER', 'Only the lab\'s own window may ask for this.')
}
