/**
 * Ports are asked for and arrive as messages of the window: listen first, then ask.
 * The engine's is asked for whenever main says that there is an engine, so a restarted one is connected by itself.
 */
import type { LabBridge, PortMessage, PortName } from '@shared/contract/bridge'
import type { EngineState } from '@shared/contract/main'
import { LabError, fromWire } from '@shared/errors'
import { webPort } from '@shared/ports'
import { engine } from './engine'
import { main } from './main'

/** How long to wait before asking again, in ms. */
const retryAfter = 1000

/** Connects both clients and keeps them connected; `report` hears of a door that stays shut. Returns its undo. */
export function openPorts(bridge: LabBridge, report: (error: unknown) => void, target: Window = window): () => void {
  const asked = new Set<PortName>()

  async function ask(name: PortName) {
    if (asked.has(name)) return
    asked.add(name)
    const refusal = await bridge.connect(name)
    if (!refusal) return
    asked.delete(name)
    report(fromWire(refusal))
  }

  function receive(event: MessageEvent) {
    const port = event.ports[0]
    if (event.source !== target || !port || !isPortMessage(event.data)) return
    asked.delete(event.data.name)
    if (event.data.name === 'engine') engine.attach(webPort(port))
    else main.attach(webPort(port))
  }

  function heed(state: EngineState) {
    if (state.kind !== 'gone') return void (engine.isConnected() || ask('engine'))
    asked.delete('engine')
    engine.detach(new LabError('E_ENGINE_DIED', state.message))
  }

  function askAgain() {
    main.calls.engineState().then(heed, () => undefined) // without main there is nothing to heed
  }

  target.addEventListener('message', receive)
  const undo = [
    main.onConnected(askAgain),
    main.on('engine', heed),
    engine.onDisconnected(() => setTimeout(askAgain, retryAfter)),
    main.onDisconnected(() => setTimeout(() => void ask('main'), retryAfter)),
    () => target.removeEventListener('message', receive),
  ]
  void ask('main')
  return () => undo.forEach(f => f())
}

function isPortMessage(data: unknown): data is PortMessage {
  return typeof data === 'object' && data !== null && (data as Partial<PortMessage>).kind === 'lab:port'
}
