/** Worker: the engine as its process serves it, asked from another thread while it trains. */
import { MessageChannel, Worker } from 'node:worker_threads'
import { engineContract } from '@shared/contract/engine'
import { webPort } from '@shared/ports'
import { serve } from '@shared/rpc'
import { engineRuntime } from '../../src/main/cli/runtime'
import { startEngine } from '../../src/main/engine/engine'
import { answer } from './answer'

const { port1, port2 } = new MessageChannel()
const engine = await startEngine({ ...engineRuntime(), announce: (event, payload) => announce(event, payload) })
const announce = serve(webPort(port1 as never), engineContract, engine.handlers)
const probes = Number(process.argv[2] ?? 40)

await answer({
  latency: () => new Promise((resolve, reject) => {
    const module = new URL('./client.ts', import.meta.url).href
    const client = new Worker(new URL('./thread.mjs', import.meta.url), { workerData: { module, port: port2, probes }, transferList: [port2] })
    client.on('message', resolve)
    client.on('error', reject)
  }),
})
