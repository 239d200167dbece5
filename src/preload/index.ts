/** The page's one door: it asks for ports and hands them on. It does not grow when the contracts grow. */
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { bridgeChannels } from '@shared/contract/bridge'
import type { LabBridge, PortMessage, PortName } from '@shared/contract/bridge'

/** The page's window, as far as this file needs it: preloads are compiled without the web's types. */
declare const window: { postMessage(message: PortMessage, origin: string, ports: readonly unknown[]): void }
declare const location: { readonly origin: string }
interface Drop {
  readonly isTrusted: boolean
  readonly dataTransfer: { readonly files: Iterable<Parameters<typeof webUtils.getPathForFile>[0]> } | null
}
declare const document: { addEventListener(type: 'drop', listen: (event: Drop) => void, capture: true): void }

ipcRenderer.on(bridgeChannels.port, (event, name: PortName) =>
  window.postMessage({ kind: 'lab:port', name }, location.origin, event.ports))

/** A hand that drops files grants them: main hears where they lie, the page does not, and what a page makes up itself is not trusted. */
document.addEventListener('drop', ({ isTrusted, dataTransfer }) => {
  if (isTrusted && dataTransfer) ipcRenderer.send(bridgeChannels.dropped, [...dataTransfer.files].map(file => webUtils.getPathForFile(file)))
}, true)

const lab: LabBridge = {
  connect: name => ipcRenderer.invoke(bridgeChannels.connect, name),
}
contextBridge.exposeInMainWorld('lab', lab)
