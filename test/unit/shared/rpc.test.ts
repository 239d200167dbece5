import { MessageChannel } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { LabError } from '@shared/errors'
import { webPort } from '@shared/ports'
import { call, connect, defineContract, serve } from '@shared/rpc'
import { float32Array, nothing, z } from '@shared/schema'

const contract = defineContract({
  calls: {
    double: call(z.strictObject({ values: float32Array }), z.strictObject({ values: float32Array })),
    fail: call(nothing, nothing),
    fault: call(nothing, nothing),
    never: call(nothing, nothing),
    lie: call(nothing, z.strictObject({ count: z.int() })),
  },
  events: { tick: z.strictObject({ count: z.int() }) },
})

let cleanUp: () => void = () => undefined
afterEach(() => cleanUp())

function pair() {
  const { port1, port2 } = new MessageChannel()
  const dropped: unknown[] = []
  const announce = serve(webPort(port1 as never), contract, {
    double: ({ values }) => ({ values: values.map(v => 2 * v) }),
    fail: () => { throw new LabError('E_BUSY', 'Another run is training. Stop it first.') },
    fault: () => { throw new TypeError('secret detail') },
    never: () => new Promise(() => undefined),
    lie: () => ({ count: 'three' as never }),
  }, reason => dropped.push(reason))
  const client = connect(webPort(port2 as never), contract, reason => dropped.push(reason))
  cleanUp = () => port1.close()
  return { announce, client, dropped, raw: port2, server: port1 }
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(() => 'resolved', (error: unknown) => error instanceof LabError ? error.code : String(error))
}

describe('rpc', () => {
  it('carries typed arrays there and back, byte for byte', async () => {
    const { client } = pair()
    const { values } = await client.calls.double({ values: Float32Array.of(1, -0.5, 1e-30) })
    expect(values).toEqual(Float32Array.of(2, -1, 2e-30))
  })

  it('carries code and sentence of an error, and nothing else', async () => {
    const { client } = pair()
    await expect(client.calls.fail()).rejects.toMatchObject({ code: 'E_BUSY', message: 'Another run is training. Stop it first.' })
  })

  it('reports a fault that is no LabError to the log and names it internal', async () => {
    const { client, dropped } = pair()
    expect(await codeOf(client.calls.fault())).toBe('E_INTERNAL')
    expect(dropped).toHaveLength(1)
  })

  it('refuses wrong input before it leaves, naming the field', async () => {
    const { client } = pair()
    await expect(client.calls.double({ values: [1] as never })).rejects.toMatchObject({ code: 'E_IPC_SCHEMA', message: /values: must be a Float32Array/ })
  })

  it('refuses wrong input on arrival, whoever sent it', async () => {
    const { raw } = pair()
    const replies: { ok: boolean, error?: { code: string } }[] = []
    raw.on('message', (reply: (typeof replies)[number]) => replies.push(reply))
    raw.postMessage({ id: 901, call: 'double', input: { values: new Float32Array(1), extra: 1 } })
    raw.postMessage({ id: 902, call: '__proto__', input: undefined })
    raw.postMessage({ id: 903, call: 'toString' })
    await expect.poll(() => replies.map(r => r.error?.code)).toEqual(['E_IPC_SCHEMA', 'E_IPC_SCHEMA', 'E_IPC_SCHEMA'])
  })

  it('drops messages of unknown shape and lives on', async () => {
    const { raw, server, client, dropped } = pair()
    for (const junk of [null, 7, 'x', [], { id: 'a' }, { event: 3 }, { id: 1, ok: true }]) {
      raw.postMessage(junk)
      server.postMessage(junk)
    }
    await expect.poll(() => dropped.length).toBe(14)
    expect((await client.calls.double({ values: Float32Array.of(1) })).values).toEqual(Float32Array.of(2))
  })

  it('refuses an answer that breaks the contract', async () => {
    expect(await codeOf(pair().client.calls.lie())).toBe('E_IPC_SCHEMA')
  })

  it('rejects what cannot be cloned instead of closing the port', async () => {
    const { client } = pair()
    const poisoned = Object.assign(new Float32Array(1), { f: () => 1 })
    await client.calls.double({ values: poisoned }) // own properties of typed arrays are not cloned
    expect((await client.calls.double({ values: Float32Array.of(2) })).values).toEqual(Float32Array.of(4))
  })

  it('rejects pending and later calls when the other side closes', async () => {
    const { client, server } = pair()
    const waiting = codeOf(client.calls.never())
    server.close()
    expect(await waiting).toBe('E_ENGINE_DIED')
    expect(await codeOf(client.calls.fail())).toBe('E_ENGINE_DIED')
  })

  it('delivers events until undone, and drops those that break the contract', async () => {
    const { client, announce, dropped } = pair()
    const seen: number[] = []
    const off = client.on('tick', ({ count }) => seen.push(count))
    announce('tick', { count: 1 })
    announce('tick', { count: 1.5 })
    announce('tick', { count: 2 })
    await expect.poll(() => seen).toEqual([1, 2])
    expect(dropped).toHaveLength(1)
    off()
    announce('tick', { count: 3 })
    await client.calls.double({ values: new Float32Array(0) })
    expect(seen).toEqual([1, 2])
  })
})
