/** A port of the door, held by a page that has no clients of its own (the bare app). */
import type { Page } from '@playwright/test'
import type { PortName } from '../../src/shared/contract/bridge'

export interface PagePort {
  /** The raw reply. Rejects after five seconds. */
  ask(call: string, input?: unknown): Promise<Reply>
  /** All events so far, oldest first. */
  events(): Promise<readonly { event: string, payload: { kind?: string, message?: string, restarting?: boolean } }[]>
  isClosed(): Promise<boolean>
}

interface Reply {
  readonly ok: boolean
  readonly output?: unknown
  readonly error?: { readonly code: string, readonly message: string }
}

/** Asks the page's bridge for a port; throws what main refuses with. */
export async function openPort(page: Page, name: PortName): Promise<PagePort> {
  const handle = await page.evaluateHandle(openInPage, name)
  return {
    ask: (call, input) => handle.evaluate((port, [call, input]) => port.ask(call, input), [call, input] as const) as Promise<Reply>,
    events: () => handle.evaluate(port => port.events) as ReturnType<PagePort['events']>,
    isClosed: () => handle.evaluate(port => port.closed()),
  }
}

/** Runs in the page. */
async function openInPage(name: PortName) {
  const arrived = new Promise<MessagePort>((resolve) => {
    window.addEventListener('message', function receive({ data, ports }: MessageEvent<{ kind?: string, name?: string }>) {
      if (data.kind !== 'lab:port' || data.name !== name || !ports[0]) return
      window.removeEventListener('message', receive)
      resolve(ports[0])
    })
  })
  const refusal = await window.lab.connect(name)
  if (refusal) throw new Error(`${refusal.code} ${refusal.message}`)
  const port = await arrived

  let isClosed = false
  let lastId = 0
  const events: unknown[] = []
  const waiting = new Map<number, (reply: unknown) => void>()
  port.addEventListener('close', () => {
    isClosed = true
  })
  port.addEventListener('message', ({ data }: MessageEvent<{ id?: number }>) => {
    if (data.id === undefined) events.push(data)
    else waiting.get(data.id)?.(data)
  })
  port.start()
  return {
    events,
    closed: () => isClosed,
    ask: (call: string, input: unknown) => new Promise((resolve, reject) => {
      const id = ++lastId
      waiting.set(id, resolve)
      port.postMessage({ id, call, input })
      setTimeout(() => reject(new Error(`no answer to ${call}`)), 5000)
    }),
  }
}
