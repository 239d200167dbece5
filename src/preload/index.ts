/** The page's one door: it asks for ports and hands them on. It does not grow when the contracts grow. */
import { contextBridge, ipcRenderer } from 'electron'
import { bridgeChannels } from '@shared/contract/bridge'
import type { LabBridge, PortMessage, PortName } from '@shared/contract/bridge'

/** The page's window, as far as this file needs it: preloads are compiled without the web's types. */
declare const window: { postMessage(message: PortMessage, origin: string, ports: readonly unknown[]): void }
declare const location: { readonly origin: string }

ipcRenderer.on(bridgeChannels.port, (event, name: PortName) =>
  window.postMessage({ kind: 'lab:port', name }, location.origin, event.ports))

const lab: LabBridge = {
  connect: name => ipcRenderer.invoke(bridgeChannels.connect, name),
}
contextBridge.exposeInMainWorld('lab', lab)
