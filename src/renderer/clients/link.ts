/**
 * A client that outlives its port: the process behind it may come and go, callers keep what they have.
 * Calls made before a port is there wait in a short queue; when a port closes, pending calls reject and listeners stay.
 */
import { LabError } from '@shared/errors'
import { connect } from '@shared/rpc'
import type { Client, Connection, Contract, Listen, Port } from '@shared/rpc'

export interface Link<C extends Contract> {
  readonly calls: Client<C>
  /** Listens across connections; the result undoes it. */
  readonly on: Listen<C>
  /** Runs with each new connection, and at once where there is one: the place to take a fresh snapshot. */
  onConnected(listener: () => void): () => void
  onDisconnected(listener: () => void): () => void
  isConnected(): boolean
  attach(port: Port): void
  /** Lets go of the port; pending and waiting calls reject with `reason`. */
  detach(reason?: LabError): void
}

interface Options {
  /** Who is behind the port, for the sentence of the error. */
  readonly name: string
  /** How long a call waits for a port, in ms, and how many may wait. */
  readonly patience?: number
  readonly capacity?: number
  readonly onDropped?: (reason: unknown) => void
}

interface Waiting {
  readonly send: () => void
  readonly reject: (reason: LabError) => void
  readonly timer: ReturnType<typeof setTimeout>
}

export function createLink<C extends Contract>(contract: C, options: Options): Link<C> {
  const { name, patience = 15_000, capacity = 64, onDropped } = options
  const listeners = new Map<string, Set<(payload: never) => void>>()
  const arrivals = new Set<() => void>()
  const departures = new Set<() => void>()
  let waiting: Waiting[] = []
  let connection: Connection<C> | undefined

  function attach(port: Port) {
    detach()
    const opened = connect(port, contract, onDropped)
    connection = opened
    for (const event of Object.keys(contract.events)) opened.on(event, payload => deliver(event, payload))
    port.onClose(() => {
      if (connection === opened) detach()
    })
    for (const { send, timer } of takeWaiting()) {
      clearTimeout(timer)
      send()
    }
    for (const arrived of arrivals) arrived()
  }

  function detach(reason?: LabError) {
    if (reason) for (const { reject, timer } of takeWaiting()) {
      clearTimeout(timer)
      reject(reason)
    }
    if (!connection) return
    const old = connection
    connection = undefined
    old.close(reason)
    for (const departed of departures) departed()
  }

  function takeWaiting() {
    const taken = waiting
    waiting = []
    return taken
  }

  function deliver(event: string, payload: unknown) {
    for (const listener of listeners.get(event) ?? []) listener(payload as never)
  }

  function send(call: string, input: unknown): Promise<unknown> {
    const ask = (c: Connection<C>) => (c.calls[call] as (input: unknown) => Promise<unknown>)(input)
    if (connection) return ask(connection)
    if (waiting.length >= capacity) return Promise.reject(new LabError('E_ENGINE_DIED', `${name} does not answer and too many requests wait for it.`))
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting = waiting.filter(w => w.timer !== timer)
        reject(new LabError('E_ENGINE_DIED', `${name} did not answer within ${patience / 1000} s. Wait until it is ready, then try again.`))
      }, patience)
      waiting.push({ timer, reject, send: () => void (connection ? ask(connection) : send(call, input)).then(resolve, reject) })
    })
  }

  return {
    calls: Object.fromEntries(Object.keys(contract.calls).map(c => [c, (input?: unknown) => send(c, input)])) as Client<C>,
    on(event, listener) {
      const set = listeners.get(event as string) ?? new Set()
      listeners.set(event as string, set.add(listener as (payload: never) => void))
      return () => void set.delete(listener as (payload: never) => void)
    },
    onConnected(listener) {
      arrivals.add(listener)
      if (connection) listener()
      return () => void arrivals.delete(listener)
    },
    onDisconnected(listener) {
      departures.add(listener)
      return () => void departures.delete(listener)
    },
    isConnected: () => connection !== undefined,
    attach,
    detach,
  }
}
