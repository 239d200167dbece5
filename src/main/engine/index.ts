/** The engine's process, forked by main: says it is alive, loads TensorFlow, and serves the port of the window that main brokers. */
import { constants, setPriority } from 'node:os'
import { engineContract } from '@shared/contract/engine'
import type { EngineContract } from '@shared/contract/engine'
import { ToEngine } from '@shared/contract/host'
import type { FromEngine } from '@shared/contract/host'
import { messageOf } from '@shared/errors'
import { mainPort } from '@shared/ports'
import { serve } from '@shared/rpc'
import type { Announce, Port } from '@shared/rpc'
import { startEngine } from './engine'

/** The part of Electron's `process.parentPort` that is used. */
interface ParentPort {
  postMessage(message: FromEngine): void
  on(event: 'message', listener: (event: { data: unknown, ports: Parameters<typeof mainPort>[0][] }) => void): void
}
const parent = (process as unknown as { parentPort: ParentPort }).parentPort

const heartbeatInterval = 1000 // ms

// The window stays smooth on a small machine when the mathematics yields to it.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL)

let vitals = () => ({ training: false, unsaved: 0 })
let port: Port | null = null
let toWindow: Announce<EngineContract> | null = null
const fallback = process.env['LATENT_LAB_FALLBACK'] ?? ''
const starting = startEngine({
  binding: process.env['LATENT_LAB_BINDING'] ?? '',
  fallback,
  dataFolder: process.env['LATENT_LAB_DATA'] ?? '',
  runsFolder: process.env['LATENT_LAB_RUNS'] ?? '',
  announce(event, payload) {
    toWindow?.(event, payload)
    if (event === 'state' || event === 'trouble') queueMicrotask(heartbeat) // what is told comes a moment before what is so
  },
})
starting.then((engine) => {
  vitals = () => ({ training: engine.session?.isOver === false, unsaved: engine.unsaved })
  tell({ kind: 'ready', gpuFault: fallback ? engine.info.notice : null })
}, (error: unknown) => {
  log(error)
  void leave(1, messageOf(error))
})

setInterval(heartbeat, heartbeatInterval)

parent.on('message', ({ data, ports }) => {
  const message = ToEngine.safeParse(data)
  if (!message.success) return log(message.error)
  switch (message.data.kind) {
    case 'connect': return void connect(ports[0])
    case 'disconnect': return disconnect()
    case 'runs': return void moveRuns(message.data.folder).catch(log)
    case 'shutdown': return void shutDown()
  }
})

async function connect(raw: Parameters<typeof mainPort>[0] | undefined): Promise<void> {
  if (!raw) return
  disconnect()
  const mine = port = mainPort(raw)
  const { handlers } = await starting
  // Another page may have come while TensorFlow was loading.
  if (port === mine) toWindow = serve(mine, engineContract, handlers, log)
}

function disconnect(): void {
  toWindow = null
  port?.close()
  port = null
}

async function moveRuns(folder: string): Promise<void> {
  await (await starting).moveRuns(folder)
}

async function shutDown(): Promise<void> {
  await (await starting).stop()
  await leave(0)
}

function heartbeat(): void {
  tell({ kind: 'heartbeat', rss: process.memoryUsage.rss(), ...vitals() })
}

async function leave(code: number, reason?: string): Promise<void> {
  tell({ kind: 'goodbye', code, ...reason !== undefined && { reason } })
  // The message must be on its way before the process ends.
  await new Promise(resolve => setTimeout(resolve, 50))
  process.exit(code)
}

function tell(message: FromEngine): void {
  parent.postMessage(message)
}

/** Main keeps this process's standard error in a log file. */
function log(problem: unknown): void {
  const text = problem instanceof Error ? problem.stack ?? problem.message : messageOf(problem)
  process.stderr.write(`${new Date().toISOString()} ${text}\n`)
}
