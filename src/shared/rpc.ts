/**
 * Typed calls and events over a message port, validated at both doors.
 *
 * On the wire: `{ id, call, input }`, `{ id, ok: true, output }` or `{ id, ok: false, error }`, and `{ event, payload }`.
 * Data crosses by structured clone: between processes Electron loses what stands in a transfer list (electron#34905).
 */
import { LabError, fromWire, toWire } from './errors'
import type { WireError } from './errors'
import { parse, z } from './schema'

export interface Call<I extends z.ZodMiniType = z.ZodMiniType, O extends z.ZodMiniType = z.ZodMiniType> {
  readonly input: I
  readonly output: O
}

export interface Contract {
  readonly calls: Readonly<Record<string, Call>>
  readonly events: Readonly<Record<string, z.ZodMiniType>>
}

export function call<I extends z.ZodMiniType, O extends z.ZodMiniType>(input: I, output: O): Call<I, O> {
  return { input, output }
}

export function defineContract<C extends Contract>(contract: C): C {
  return contract
}

type Calls<C extends Contract> = C['calls']
type Events<C extends Contract> = C['events']
type Input<C extends Contract, K extends keyof Calls<C>> = z.input<Calls<C>[K]['input']>
type Output<C extends Contract, K extends keyof Calls<C>> = z.output<Calls<C>[K]['output']>
/** What a handler returns, at once or later; nothing at all where nothing is asked. */
type Answer<T> = undefined extends T ? void | Promise<void> : T | Promise<T>

export type Handlers<C extends Contract> = {
  readonly [K in keyof Calls<C>]: (input: z.output<Calls<C>[K]['input']>) => Answer<z.input<Calls<C>[K]['output']>>
}

export type Client<C extends Contract> = {
  readonly [K in keyof Calls<C>]: undefined extends Input<C, K>
    ? () => Promise<Output<C, K>>
    : (input: Input<C, K>) => Promise<Output<C, K>>
}

export type Announce<C extends Contract> = <K extends keyof Events<C>>(event: K, payload: z.input<Events<C>[K]>) => void
type Listener<C extends Contract, K extends keyof Events<C>> = (payload: z.output<Events<C>[K]>) => void
export type Listen<C extends Contract> = <K extends keyof Events<C>>(event: K, listener: Listener<C, K>) => () => void

/** What every kind of message port has, once adapted: see ports.ts. */
export interface Port {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
  close(): void
}

const Request = z.strictObject({ id: z.int(), call: z.string(), input: z.optional(z.unknown()) })
const Reply = z.union([
  z.strictObject({ id: z.int(), ok: z.literal(true), output: z.optional(z.unknown()) }),
  z.strictObject({ id: z.int(), ok: z.literal(false), error: z.custom<WireError>(e => typeof e === 'object' && e !== null) }),
])
const Event = z.strictObject({ event: z.string(), payload: z.unknown() })

/** Called with what was dropped, for the log; a message of unknown shape must not stop the loop. */
export type OnDropped = (reason: unknown) => void

/** Answers calls with `handlers`; returns the function that announces events to the other side. */
export function serve<C extends Contract>(
  port: Port, contract: C, handlers: Handlers<C>, onDropped: OnDropped = () => undefined,
): Announce<C> {
  let open = true
  port.onClose(() => {
    open = false
  })
  function post(message: unknown) {
    if (open) port.post(message)
  }

  async function answer(request: z.infer<typeof Request>) {
    try {
      const output = await invoke(request.call, request.input)
      post({ id: request.id, ok: true, output })
    } catch (error) {
      if (!(error instanceof LabError)) onDropped(error)
      post({ id: request.id, ok: false, error: toWire(error) })
    }
  }

  async function invoke(name: string, raw: unknown): Promise<unknown> {
    const known = Object.hasOwn(contract.calls, name) ? contract.calls[name] : undefined
    if (!known) throw new LabError('E_IPC_SCHEMA', `There is no call named ${JSON.stringify(name.slice(0, 60))}.`)
    const input = parse(known.input, raw, 'E_IPC_SCHEMA', name)
    const handler = handlers[name as keyof Calls<C>] as (input: unknown) => unknown
    return handler(input)
  }

  port.onMessage((message) => {
    const request = Request.safeParse(message)
    if (request.success) void answer(request.data)
    else onDropped(request.error)
  })
  return (event, payload) => post({ event, payload })
}

export interface Connection<C extends Contract> {
  readonly calls: Client<C>
  /** Listens to an event; the result undoes it. */
  readonly on: Listen<C>
  /** Rejects every pending and later call with `reason`. */
  close(reason?: LabError): void
}

/** The other end of `serve`. Inputs are parsed before they leave (so what crosses is plain), outputs and events when they arrive. */
export function connect<C extends Contract>(port: Port, contract: C, onDropped: OnDropped = () => undefined): Connection<C> {
  const pending = new Map<number, { name: string, resolve: (output: unknown) => void, reject: (error: unknown) => void }>()
  const listeners = new Map<string, Set<(payload: never) => void>>()
  let gone: LabError | undefined
  let lastId = 0

  function close(reason = new LabError('E_ENGINE_DIED', 'The connection was closed before the answer came. Try again.')) {
    if (gone) return
    gone = reason
    for (const { reject } of pending.values()) reject(reason)
    pending.clear()
    port.close()
  }

  function send(name: string, raw: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (gone) throw gone
      const known = contract.calls[name]
      if (!known) throw new LabError('E_INTERNAL', `There is no call named ${name}.`)
      const input = parse(known.input, raw, 'E_IPC_SCHEMA', name)
      const id = ++lastId
      pending.set(id, { name, resolve, reject })
      try {
        port.post({ id, call: name, input })
      } catch (error) {
        pending.delete(id)
        throw new LabError('E_IPC_SCHEMA', `${name}: this cannot be sent to another process.`, { cause: error })
      }
    })
  }

  function receive(message: unknown) {
    // Events are many, and to try them as replies first would cost more than the rest of it.
    if (typeof message === 'object' && message !== null && 'event' in message) {
      const event = Event.safeParse(message)
      return event.success ? deliver(event.data) : onDropped(event.error)
    }
    const reply = Reply.safeParse(message)
    return reply.success ? settle(reply.data) : onDropped(reply.error)
  }

  function settle(reply: z.infer<typeof Reply>) {
    const waiting = pending.get(reply.id)
    pending.delete(reply.id)
    if (!waiting) return onDropped(new Error(`an answer to no question: ${reply.id}`))
    if (!reply.ok) return waiting.reject(fromWire(reply.error))
    const known = contract.calls[waiting.name]
    try {
      waiting.resolve(known ? parse(known.output, reply.output, 'E_IPC_SCHEMA', `the answer of ${waiting.name}`) : undefined)
    } catch (error) {
      waiting.reject(error)
    }
  }

  function deliver({ event, payload }: z.infer<typeof Event>) {
    const schema = Object.hasOwn(contract.events, event) ? contract.events[event] : undefined
    const parsed = schema?.safeParse(payload)
    if (!parsed?.success) return onDropped(parsed?.error ?? new Error(`an event of no contract: ${event}`))
    for (const listener of listeners.get(event) ?? []) listener(parsed.data as never)
  }

  port.onMessage(receive)
  port.onClose(() => close())
  const calls = Object.fromEntries(Object.keys(contract.calls).map(name => [name, (input?: unknown) => send(name, input)]))
  return {
    calls: calls as Client<C>,
    on(event, listener) {
      const set = listeners.get(event as string) ?? new Set()
      listeners.set(event as string, set)
      set.add(listener as (payload: never) => void)
      return () => void set.delete(listener as (payload: never) => void)
    },
    close,
  }
}
