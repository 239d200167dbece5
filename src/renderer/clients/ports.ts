/**
 * Ports are asked for and arrive as messages of the window: listen first, then ask.
 * The engine's is asked for whenever main says that the engine is ready, so a restarted engine is connected by itself.
 */
import { LabError } from '@shared/errors'
import type { EngineState } from '@shared/contract/main'
import { webPort } from '@shared/ports'
import { engine } from './engine'
import { main } from './main'

/** How long to wait before asking whether the engine is back, in ms. */
const retryAfter = 1000

interface PortMessage {
  readonly kind: 'lab:port'
  readonly name: 'engine' | 'main'
}

/** Connects both clients and keeps them connected; returns its undo. */
export function openPorts(bridge: LabBridge, target: Window = window): () => void {
  function receive(event: MessageEvent) {
    const port = event.ports[0]
    if (event.source !== target || !port || !isPortMessage(event.data)) return
    if (event.data.name === 'engine') engine.attach(webPort(port))
    else main.attach(webPort(port))
  }

  function follow(state: EngineState) {
    if (state.kind === 'ready' && !engine.isConnected()) bridge.connect('engine')
    if (state.kind === 'gone') engine.detach(new LabError('E_ENGINE_DIED', state.message))
  }

  function askAgain() {
    main.calls.engineState().then(follow, () => undefined) // without main there is nothing to follow
  }

  target.addEventListener('message', receive)
  const undo = [
    main.onConnected(askAgain),
    main.on('engine', follow),
    engine.onDisconnected(() => setTimeout(askAgain, retryAfter)),
    main.onDisconnected(() => setTimeout(() => bridge.connect('main'), retryAfter)),
    () => target.removeEventListener('message', receive),
  ]
  bridge.connect('main')
  return () => undo.forEach(f => f())
}

function isPortMessage(data: unknown): data is PortMessage {
  return typeof data === 'object' && data !== null && (data as Partial<PortMessage>).kind === 'lab:port'
}
