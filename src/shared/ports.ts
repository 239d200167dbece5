/** The three kinds of message port as one: the web's, Node's, and Electron's main-side one. */
import type { Port } from './rpc'

interface WebPort {
  postMessage(message: unknown): void
  close(): void
  start(): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'close', listener: () => void): void
}

interface MainPort {
  postMessage(message: unknown): void
  close(): void
  start(): void
  on(type: 'message', listener: (event: { data: unknown }) => void): unknown
  on(type: 'close', listener: () => void): unknown
}

/** A `MessagePort` of a page, or of Node's worker_threads. */
export function webPort(port: WebPort): Port {
  return {
    post: message => port.postMessage(message),
    onMessage(listener) {
      port.addEventListener('message', event => listener(event.data))
      port.start()
    },
    onClose: listener => port.addEventListener('close', listener),
    close: () => port.close(),
  }
}

/** A `MessagePortMain` of Electron's main process or of a utility process. */
export function mainPort(port: MainPort): Port {
  return {
    post: message => port.postMessage(message),
    onMessage(listener) {
      port.on('message', event => listener(event.data))
      port.start()
    },
    onClose: (listener) => { port.on('close', listener) },
    close: () => port.close(),
  }
}
