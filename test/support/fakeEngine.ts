/**
 * Stands in for the engine where its process is what is tested: it speaks both protocols, computes nothing and starts at once.
 * On SIGUSR2 it does what the file named by LATENT_LAB_FAULT says.
 */
import { readFileSync } from 'node:fs'
import { engineContract } from '../../src/shared/contract/engine'
import type { EngineSnapshot } from '../../src/shared/contract/engine'
import { ToEngine } from '../../src/shared/contract/host'
import type { FromEngine } from '../../src/shared/contract/host'
import { LabError } from '../../src/shared/errors'
import { mainPort } from '../../src/shared/ports'
import { serve } from '../../src/shared/rpc'
import type { Handlers } from '../../src/shared/rpc'

interface PortLike {
  postMessage(message: unknown): void
  start(): void
  close(): void
  on(type: 'message', listener: (event: { data: unknown }) => void): unknown
  on(type: 'close', listener: () => void): unknown
}
const parent = (process as unknown as { parentPort: {
  postMessage(message: FromEngine): void
  on(type: 'message', listener: (event: { data: unknown, ports: PortLike[] }) => void): void
} }).parentPort

const engine: EngineSnapshot['engine'] = {
  backend: 'tensorflow-cpu', device: 'A device of the tests', library: 'None', threads: 1, memory: 1e9, notice: null,
}
let training = false
let port: PortLike | undefined

function unsupported(): never {
  throw new LabError('E_UNSUPPORTED', 'The engine of the tests has no network.')
}

const handlers: Handlers<typeof engineContract> = {
  ...Object.fromEntries(Object.keys(engineContract.calls).map(name => [name, unsupported])) as unknown as Handlers<typeof engineContract>,
  snapshot: () => ({ engine, run: null }),
  /** The environment and pid come out by the only door there is: the names of classes are bytes too. */
  labels: () => ({ labels: new TextEncoder().encode(JSON.stringify({ pid: process.pid, env: process.env })) }),
}

const faults: Readonly<Record<string, () => void>> = {
  'exit 0': () => process.exit(0),
  'exit 3': () => process.exit(3),
  'goodbye 0': () => leave(0),
  'goodbye 5': () => leave(5),
  'throw': () => { throw new Error('a fault on purpose') },
  'abort': () => process.abort(),
  'garble': () => parent.postMessage({ kind: 'nonsense' } as unknown as FromEngine),
  'train': () => { training = true; beat() },
  'stubborn': () => { isStubborn = true },
}
let isStubborn = false

function leave(code: number) {
  parent.postMessage({ kind: 'goodbye', code })
  setTimeout(() => process.exit(code), 50)
}

function beat() {
  parent.postMessage({ kind: 'heartbeat', rss: process.memoryUsage.rss(), training })
}

parent.on('message', ({ data, ports }) => {
  const message = ToEngine.parse(data)
  if (message.kind === 'shutdown') return isStubborn ? undefined : leave(0)
  port?.close()
  port = message.kind === 'connect' ? ports[0] : undefined
  if (port) serve(mainPort(port), engineContract, handlers)
})
process.on('SIGUSR2', () => faults[readFileSync(process.env['LATENT_LAB_FAULT'] ?? '', 'utf8').trim()]?.())
setInterval(beat, 1000)
parent.postMessage({ kind: 'ready' })
