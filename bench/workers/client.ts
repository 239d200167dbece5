/** Thread of latency.ts: does what a window does while the engine trains, and takes the time of each answer, in ms. */
import { parentPort, workerData } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { engineContract } from '@shared/contract/engine'
import { presets } from '@shared/domain/presets'
import type { RunState } from '@shared/domain/run'
import { webPort } from '@shared/ports'
import { connect } from '@shared/rpc'

const { port, probes } = workerData as { port: MessagePort, probes: number }
const { calls, on } = connect(webPort(port as never), engineContract)

let state: RunState['kind'] = 'preparing'
let evaluations = 0
on('state', (payload) => {
  state = payload.state.kind
  if (state === 'evaluating') evaluations++
})

const patience = 60_000 // ms
const config = { ...presets.seed.config, epochs: 1000 }
const pause = (from: number, to: number) => new Promise(resolve => setTimeout(resolve, from + Math.random() * (to - from)))

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now()
  await work()
  return performance.now() - before
}

function reach(kind: RunState['kind']): Promise<void> {
  if (state === kind) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`The run was not ${kind} within ${patience / 1000} s; it is ${state}.`)), patience)
    const undo = on('state', (payload) => {
      if (payload.state.kind !== kind) return
      clearTimeout(timer)
      undo()
      resolve()
    })
  })
}

interface Times {
  readonly training: number[]
  /** Where an evaluation was going on, or began before the answer. */
  readonly evaluating: number[]
}

async function take({ training, evaluating }: Times, work: () => Promise<unknown>): Promise<void> {
  const before = { state, evaluations }
  const time = await timed(work)
  const list = before.state === 'training' && before.evaluations === evaluations ? training : evaluating
  list.push(time)
}

async function decodes(runId: string): Promise<Times> {
  const times: Times = { training: [], evaluating: [] }
  while (times.training.length < probes) {
    await pause(20, 80)
    const points = Float32Array.from({ length: config.network.latent }, () => 4 * Math.random() - 2)
    await take(times, () => calls.decode({ runId, epoch: 1, points }))
  }
  return times
}

/** Until the loop stands still, not only until the call is answered. */
async function pauses(runId: string): Promise<Times> {
  const times: Times = { training: [], evaluating: [] }
  while (times.training.length < probes) {
    await reach('training')
    await pause(40, 120)
    await take(times, () => calls.pauseRun({ runId }).then(() => reach('paused')))
    await calls.resumeRun({ runId })
    await pause(10, 20)
  }
  return times
}

async function stops(runId: string): Promise<Times> {
  const times: Times = { training: [], evaluating: [] }
  let current = runId
  while (times.training.length < probes) {
    await reach('training')
    await pause(40, 120)
    await take(times, () => calls.stopRun({ runId: current }))
    state = 'preparing'
    current = (await calls.startRun(config)).runId
  }
  await calls.stopRun({ runId: current })
  return times
}

const { runId } = await calls.startRun(config)
await new Promise<void>(resolve => on('epoch', () => resolve()))
parentPort?.postMessage({ decode: await decodes(runId), pause: await pauses(runId), stop: await stops(runId) })
