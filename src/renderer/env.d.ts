/** What the preload script puts into the window: the one way to ask for a port. The reply is a message `{ kind: 'lab:port', name }`. */
interface LabBridge {
  connect(name: 'engine' | 'main'): void
}

interface Window {
  readonly lab?: LabBridge
}
