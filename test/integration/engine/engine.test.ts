/** The engine over real message ports, on the real data: a run from its start to its end, and what can be asked of it. Tests build on each other. */
import { MessageChannel } from 'node:worker_threads'
import * as tf from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engineContract } from '@shared/contract/engine'
import type { EngineContract } from '@shared/contract/engine'
import type { BatchReport, EpochReport, Floors, LogEntry, RunState } from '@shared/domain/run'
import type { RunConfig } from '@shared/domain/runConfig'
import { webPort } from '@shared/ports'
import { connect, serve } from '@shared/rpc'
import type { Announce, Connection } from '@shared/rpc'
import { engineRuntime } from '../../../src/main/cli/runtime'
import type { NativeBackend } from '../../../src/main/engine/backend'
import { startEngine } from '../../../src/main/engine/engine'
import type { Engine } from '../../../src/main/engine/engine'
import { buildAutoencoder } from '../../../src/main/engine/model/autoencoder'
import { aConfig, fashionMnist, mean, relativeDistance } from '../../support/engine'
import { eventually } from '../../support/processes'

const config = aConfig({ network: { hidden: [16] }, batchSize: 1024, epochs: 2 })

let engine: Engine
let window: Window
let toWindow: Announce<EngineContract> | null = null

/** What a window hears. */
interface Heard {
  readonly states: RunState[]
  readonly batches: BatchReport[]
  readonly epochs: EpochReport[]
  readonly log: LogEntry[]
  readonly rates: { totalSteps: number, learningRate: number }[]
  floors: Floors | null
  executor: string | null
}

interface Window {
  readonly calls: Connection<EngineContract>['calls']
  readonly heard: Heard
  forget(): void
  close(): void
}

/** Opens a window: from now on it hears the engine, and the one before hears nothing more. */
function openWindow(): Window {
  const { port1, port2 } = new MessageChannel()
  toWindow = serve(webPort(port1 as never), engineContract, engine.handlers)
  const { calls, on, close } = connect(webPort(port2 as never), engineContract)
  const nothing = (): Heard => ({ states: [], batches: [], epochs: [], log: [], rates: [], floors: null, executor: null })
  let heard = nothing()
  on('state', ({ state }) => heard.states.push(state))
  on('batch', report => heard.batches.push(report))
  on('epoch', ({ report }) => heard.epochs.push(report))
  on('log', ({ entry }) => heard.log.push(entry))
  on('rate', ({ runId: _, ...change }) => heard.rates.push(change))
  on('floors', ({ floors }) => heard.floors = floors)
  on('executor', ({ executor }) => heard.executor = executor)
  return {
    calls,
    get heard() { return heard },
    forget: () => { heard = nothing() },
    close: () => close(),
  }
}

/** Starts a run; everything heard from here on is about it. */
async function begin(settings: RunConfig): Promise<string> {
  window.forget()
  return (await window.calls.startRun(settings)).runId
}

const state = () => window.heard.states.at(-1)
const isOver = () => state()?.kind === 'ended'
const codeOf = (promise: Promise<unknown>) => promise.then(() => 'answered', (error: { code: string }) => error.code)

beforeAll(async () => {
  engine = await startEngine({ ...engineRuntime(), announce: (event, payload) => toWindow?.(event, payload), executor: 'graph' })
  window = openWindow()
})
afterAll(() => engine.stop())

describe('before any run', () => {
  it('tells on what it computes, and knows of no run', async () => {
    const { engine: info, run } = await window.calls.snapshot()
    expect(info.library).toMatch(/^TensorFlow 2\./)
    expect(info.threads).toBeGreaterThan(0)
    expect(run).toBeNull()
  })

  it('shows images and labels of both splits', async () => {
    const data = await fashionMnist()
    const indices = Int32Array.of(9999, 0, 5)
    const { pixels } = await window.calls.images({ split: 'test', indices })
    const expected = (index: number) => data.pixels.subarray(784 * (60_000 + index), 784 * (60_001 + index))
    indices.forEach((index, i) => expect(pixels.subarray(784 * i, 784 * (i + 1))).toEqual(expected(index)))
    expect((await window.calls.labels({ split: 'train' })).labels).toEqual(data.labels.train)
  })

  it('refuses numbers of images that are not there', async () => {
    for (const index of [-1, 10_000]) expect(await codeOf(window.calls.images({ split: 'test', indices: Int32Array.of(index) }))).toBe('E_IPC_SCHEMA')
  })
})

describe('a run', () => {
  let runId: string

  it('tells its way in order, every epoch of it, and ends finished', async () => {
    runId = await begin(config)
    await eventually('the run ends', isOver, 60_000)
    const { states, epochs, batches, log, executor } = window.heard
    const kinds = states.map(({ kind }) => kind)
    expect(kinds.filter((kind, i) => kind !== kinds[i - 1])).toEqual(
      ['compiling', 'preparing', 'training', 'evaluating', 'training', 'evaluating', 'training', 'ended'])
    expect(state()).toMatchObject({ reason: 'finished' })
    expect(executor).toBe('graph')
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2])
    for (const report of epochs) for (const value of Object.values(report)) expect(value === null || Number.isFinite(value)).toBe(true)
    expect(epochs[1]?.trainLoss).toBeLessThan(epochs[0]?.trainLoss ?? 0)
    expect(batches.at(-1)).toMatchObject({ epoch: 2, step: 59, steps: 59, totalSteps: 118 })
    expect(batches.map(batch => batch.totalSteps)).toEqual(batches.map(batch => batch.totalSteps).sort((a, b) => a - b))
    expect(log.map(({ text }) => text).join('\n')).toMatch(/Run started.*\n.*graph executor.*\n.*Epoch 1 of 2.*\n.*Epoch 2 of 2.*\nFinished/s)
  })

  it('has the floors that were published for these data', () => {
    const { meanImageMse = 0, pca } = window.heard.floors ?? {}
    expect(meanImageMse).toBeCloseTo(0.0866, 4)
    expect(pca?.components).toBe(3)
    expect(pca?.testMse).toBeCloseTo(0.0409, 4)
    expect(pca?.knnAccuracy).toBeCloseTo(0.639, 3)
  })

  it('is whole again in a window that has just been loaded', async () => {
    const { heard } = window
    window.close()
    window = openWindow()
    const { run } = await window.calls.snapshot()
    expect(run).toMatchObject({ runId, config, state: { kind: 'ended', reason: 'finished' }, executor: 'graph' })
    expect(run).toMatchObject({ epochs: heard.epochs, batches: heard.batches, log: heard.log, floors: heard.floors, rateChanges: [] })
  })

  it('is unknown under any other name', async () => {
    const other = { runId: 'another-run' }
    const { calls } = window
    const at = { ...other, epoch: 1 }
    const point = new Float32Array(3)
    for (const ask of [
      calls.pauseRun(other), calls.resumeRun(other), calls.stopRun(other), calls.stepRun(other),
      calls.setLearningRate({ ...other, learningRate: 0.1 }),
      calls.latents({ ...at, split: 'test' }), calls.decode({ ...at, points: point }), calls.encode({ ...at, pixels: new Uint8Array(784) }),
      calls.reconstruct({ ...at, split: 'test', indices: Int32Array.of(0) }), calls.trust({ ...at, point }), calls.projection(at),
      calls.neighbours({ ...at, point, k: 1, metric: 'euclidean', split: null }), calls.surroundings({ ...at, first: 0, count: 1 }),
    ]) expect(await codeOf(ask)).toBe('E_NO_RUN')
    expect(await codeOf(calls.latents({ runId, epoch: 3, split: 'test' }))).toBe('E_NO_RUN')
  })

  describe('once it has learned', () => {
    const at = () => ({ runId, epoch: 2 })
    let latents: { readonly train: Float32Array, readonly test: Float32Array }
    let all: Float32Array

    /** The network of an epoch op by op: what every answer is compared with. */
    async function look(epoch: number, pixels: Uint8Array): Promise<{ latents: Float32Array, pictures: number[], errors: number[] }> {
      const net = buildAutoencoder(config.network, await engine.session?.archive.weights(epoch) ?? [], null)
      const [z, xHat] = tf.tidy(() => {
        const { mean: code } = net.encode(tf.div(tf.tensor2d(pixels, [pixels.length / 784, 784], 'int32'), 255) as tf.Tensor2D)
        return [code.dataSync().slice() as Float32Array, net.decode(code).dataSync().slice() as Float32Array] as never
      }) as unknown as [Float32Array, Float32Array]
      net.dispose()
      const errors = Array.from({ length: pixels.length / 784 }, (_, i) =>
        mean(Array.from(xHat.subarray(784 * i, 784 * (i + 1)), (value, p) => (value - (pixels[784 * i + p] ?? 0) / 255) ** 2)))
      return { latents: z, pictures: Array.from(xHat, value => 255 * value), errors }
    }

    it('gives the latents and errors of every image', async () => {
      const data = await fashionMnist()
      const [train, test] = await Promise.all([window.calls.latents({ ...at(), split: 'train' }), window.calls.latents({ ...at(), split: 'test' })])
      latents = { train: train.values, test: test.values }
      all = Float32Array.from([...train.values, ...test.values])
      expect([train.dimension, train.values.length, test.errors.length]).toEqual([3, 180_000, 10_000])
      const expected = await look(2, data.pixels.subarray(784 * 60_000, 784 * 60_100))
      expect(relativeDistance(test.values.subarray(0, 300), expected.latents)).toBeLessThan(1e-5)
      expect(relativeDistance(test.errors.subarray(0, 100), expected.errors)).toBeLessThan(1e-4)
      expect(mean([...test.errors])).toBeCloseTo((await window.calls.snapshot()).run?.epochs[1]?.testMse ?? NaN, 6)
    })

    it('reconstructs, encodes and decodes as the network op by op does, blocks and single pictures alike', async () => {
      const data = await fashionMnist()
      for (const count of [1, 64, 65, 130]) {
        const indices = Int32Array.from({ length: count }, (_, i) => 3 * i)
        const { pixels: originals } = await window.calls.images({ split: 'test', indices })
        const expected = await look(2, originals)
        const [seen, encoded] = await Promise.all([
          window.calls.reconstruct({ ...at(), split: 'test', indices }), window.calls.encode({ ...at(), pixels: originals }),
        ])
        expect(encoded).toEqual(seen)
        expect(relativeDistance(seen.latents, expected.latents)).toBeLessThan(1e-5)
        expect(relativeDistance(seen.errors, expected.errors)).toBeLessThan(1e-4)
        const { pixels: decoded } = await window.calls.decode({ ...at(), points: seen.latents })
        for (const bytes of [seen.pixels, decoded]) {
          expect(bytes).toHaveLength(784 * count)
          expect(Math.max(...Array.from(bytes, (byte, i) => Math.abs(byte - (expected.pictures[i] ?? NaN))))).toBeLessThan(0.51) // rounded
        }
      }
      expect(data.sizes.test).toBe(10_000)
    })

    it('answers each of several questions at once by the epoch that was asked for', async () => {
      const data = await fashionMnist()
      const pixels = data.pixels.subarray(0, 784 * 3)
      const expected = [await look(1, pixels), await look(2, pixels)]
      const { encode } = engine.handlers // without a port between, which would bring them one after another
      const epochs = [1, 2, 2, 1, 2]
      const answers = await Promise.all(epochs.map(epoch => encode({ runId, epoch, pixels })))
      expect(relativeDistance(expected[0]?.latents ?? [], expected[1]?.latents ?? [])).toBeGreaterThan(0.01)
      answers.forEach(({ latents: z }, i) => {
        expect(relativeDistance(z, expected[(epochs[i] ?? 0) - 1]?.latents ?? [])).toBeLessThan(1e-5)
      })
    })

    it.each(['euclidean', 'manhattan', 'cosine'] as const)('finds the nearest images by brute force\'s measure: %s', async (metric) => {
      const point = Float32Array.from(latents.test.subarray(0, 3), value => value + 0.01)
      for (const split of [null, 'train', 'test'] as const) {
        const { indices, distances } = await window.calls.neighbours({ ...at(), point, k: 25, metric, split })
        const all = byDistance(point, metric, split)
        expect(new Set(indices).size).toBe(25)
        indices.forEach((index, i) => {
          expect(distances[i]).toBeCloseTo(all[i]?.distance ?? NaN, 4)
          expect(measure(metric, point, latentOf(index))).toBeCloseTo(all[i]?.distance ?? NaN, 4)
          if (split) expect(index < 60_000 ? 'train' : 'test').toBe(split)
        })
      }
    })

    function latentOf(number: number): Float32Array {
      return all.subarray(3 * number, 3 * number + 3)
    }

    function measure(metric: 'euclidean' | 'manhattan' | 'cosine', a: Float32Array, b: Float32Array): number {
      const difference = [...a].map((value, i) => value - (b[i] ?? 0))
      const dot = (x: ArrayLike<number>, y: ArrayLike<number>) => Array.from(x).reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0)
      if (metric === 'euclidean') return Math.sqrt(dot(difference, difference))
      if (metric === 'manhattan') return difference.reduce((sum, value) => sum + Math.abs(value), 0)
      return 1 - dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
    }

    function distanceToOthers(number: number): number {
      let least = Infinity
      for (let i = 0; i < 70_000; i++) {
        let square = 0
        for (let axis = 0; axis < 3; axis++) square += ((all[3 * i + axis] ?? 0) - (all[3 * number + axis] ?? 0)) ** 2
        if (i !== number && square < least) least = square
      }
      return Math.sqrt(least)
    }

    function byDistance(point: Float32Array, metric: 'euclidean' | 'manhattan' | 'cosine', split: 'train' | 'test' | null) {
      const [from, to] = [split === 'test' ? 60_000 : 0, split === 'train' ? 60_000 : 70_000]
      return Array.from({ length: to - from }, (_, i) => ({ index: from + i, distance: measure(metric, point, latentOf(from + i)) }))
        .sort((a, b) => a.distance - b.distance).slice(0, 30)
    }

    it('trusts a point by its distance to the images, in units of their usual spacing', async () => {
      // The spacing that the contract names, estimated from every 350th image: its distance to the nearest other one.
      const nearestOther = Array.from({ length: 200 }, (_, i) => distanceToOthers(350 * i))
      const spacing = nearestOther.sort((a, b) => a - b)[100] ?? NaN
      const trusts = []
      for (const offset of [0, 0.5, 3, 50]) {
        const point = latentOf(7).map(value => value + offset)
        const trust = await window.calls.trust({ ...at(), point })
        const nearest = byDistance(point, 'euclidean', null)[0]?.distance ?? NaN
        const cycled = (await window.calls.encode({ ...at(), pixels: (await window.calls.decode({ ...at(), points: point })).pixels })).latents
        // The median of 200 distances is known to about a tenth.
        if (nearest > 0) expect(Math.abs(Math.log(trust.relativeDistance / (nearest / spacing)))).toBeLessThan(0.35)
        if (nearest > 0) expect(trust.cycleError / trust.relativeDistance).toBeCloseTo(measure('euclidean', point, cycled) / nearest, 1)
        trusts.push(trust)
      }
      expect(trusts[0]?.relativeDistance).toBe(0)
      // 200 distances know what 99 of 100 stay within only roughly; all but a few of them do.
      const bound = trusts[0]?.distanceBound ?? NaN
      expect(nearestOther.filter(distance => distance / spacing > bound).length).toBeLessThan(8)
      expect(bound).toBeLessThan(2 * (nearestOther.at(-1) ?? NaN) / spacing)
      expect(trusts[0]?.cycleError).toBeLessThan(3 * (trusts[0]?.cycleBound ?? NaN))
      expect(trusts.at(-1)?.cycleBound).toBe(trusts[0]?.cycleBound)
      const ranks = trusts.map(trust => trust.densityRank)
      expect(ranks).toEqual([...ranks].sort((a, b) => b - a))
      expect(trusts.at(-1)?.densityRank).toBe(0)
    })

    it('knows of each image the 10th nearest other one in latent space, and how many of the 10 are of another class', async () => {
      const data = await fashionMnist()
      const labelOf = (number: number) => number < 60_000 ? data.labels.train[number] : data.labels.test[number - 60_000]
      for (const first of [0, 31_000, 59_990]) {
        const { spacing, disagreement } = await window.calls.surroundings({ ...at(), first, count: 20 })
        expect(spacing).toHaveLength(20)
        spacing.forEach((value, i) => {
          const nearest = byDistance(latentOf(first + i), 'euclidean', null).filter(({ index }) => index !== first + i).slice(0, 10)
          expect(value).toBeCloseTo(nearest.at(-1)?.distance ?? NaN, 5)
          expect(disagreement[i]).toBeCloseTo(nearest.filter(({ index }) => labelOf(index) !== labelOf(first + i)).length / 10, 6)
        })
      }
      expect((await window.calls.surroundings({ ...at(), first: 69_999, count: 50 })).spacing, 'as many as there are').toHaveLength(1)
      for (const wrong of [{ first: -1, count: 1 }, { first: 70_000, count: 1 }, { first: 0, count: 4097 }])
        expect(await codeOf(window.calls.surroundings({ ...at(), ...wrong }))).toBe('E_IPC_SCHEMA')
    })

    it('answers other questions while it looks at the surroundings of thousands of images', async () => {
      const answered: string[] = []
      await Promise.all([
        window.calls.surroundings({ ...at(), first: 0, count: 4096 }).then(() => answered.push('surroundings')),
        ...['one', 'two'].map(name => window.calls.images({ split: 'test', indices: Int32Array.of(0) }).then(() => answered.push(name))),
      ])
      expect(answered).toEqual(['one', 'two', 'surroundings'])
    })

    it('projects along axes that hold all the variance of three dimensions', async () => {
      const { mean: centre, basis, explained } = await window.calls.projection(at())
      const column = (axis: number) => Array.from({ length: 60_000 }, (_, i) => latents.train[3 * i + axis] ?? 0)
      centre.forEach((value, axis) => expect(value).toBeCloseTo(mean(column(axis)), 2))
      const along = [0, 1, 2].map(k => Array.from({ length: 60_000 }, (_, i) =>
        [0, 1, 2].reduce((sum, axis) => sum + (basis[3 * k + axis] ?? 0) * ((latents.train[3 * i + axis] ?? 0) - (centre[axis] ?? 0)), 0)))
      const variances = along.map(values => mean(values.map(value => value * value)))
      const total = variances.reduce((a, b) => a + b)
      explained.forEach((share, k) => expect(share).toBeCloseTo((variances[k] ?? 0) / total, 3))
      expect(explained[0]).toBeGreaterThan(explained[1] ?? 1)
    })

    it('refuses points that are no points of its latent space', async () => {
      const { calls } = window
      const wrong = [new Float32Array(2), Float32Array.of(NaN, 0, 0), Float32Array.of(Infinity, 0, 0), new Float32Array(6)]
      for (const point of wrong) {
        expect(await codeOf(calls.trust({ ...at(), point }))).toBe('E_IPC_SCHEMA')
        expect(await codeOf(calls.neighbours({ ...at(), point, k: 1, metric: 'euclidean', split: null }))).toBe('E_IPC_SCHEMA')
      }
      for (const points of [...wrong.slice(0, 3), new Float32Array(3 * 4097)]) expect(await codeOf(calls.decode({ ...at(), points }))).toBe('E_IPC_SCHEMA')
      for (const k of [0, 101, 1.5, NaN])
        expect(await codeOf(calls.neighbours({ ...at(), point: new Float32Array(3), k, metric: 'euclidean', split: null }))).toBe('E_IPC_SCHEMA')
      expect(await codeOf(calls.encode({ ...at(), pixels: new Uint8Array(783) }))).toBe('E_IPC_SCHEMA')
      expect(await codeOf(calls.reconstruct({ ...at(), split: 'test', indices: Int32Array.of(10_000) }))).toBe('E_IPC_SCHEMA')
    })
  })
})

describe('a run that is steered', () => {
  const long = { ...config, epochs: 1000 }

  it('pauses, steps by single steps, goes on, and is alone until it has ended', async () => {
    const { calls } = window
    const runId = await begin(long)
    expect(await codeOf(calls.startRun(config))).toBe('E_BUSY')
    await eventually('it trains', () => window.heard.batches.length > 2, 60_000)
    expect(await codeOf(calls.stepRun({ runId }))).toBe('E_BUSY')
    await calls.pauseRun({ runId })
    await eventually('the pause is told', () => state()?.kind === 'paused', 60_000)
    const { totalSteps = 0 } = window.heard.batches.at(-1) ?? {}
    for (let step = 1; step <= 3; step++) {
      await calls.stepRun({ runId })
      await eventually('the step is told', () => window.heard.batches.at(-1)?.totalSteps === totalSteps + step, 60_000)
    }
    expect((await calls.snapshot()).run?.batches.at(-1)?.totalSteps).toBe(totalSteps + 3)

    await calls.setLearningRate({ runId, learningRate: 0.001 })
    await eventually('the rate is told', () => window.heard.rates.length === 1)
    expect(window.heard.rates).toEqual([{ totalSteps: totalSteps + 3, learningRate: 0.001 }])
    await calls.resumeRun({ runId })
    await eventually('it trains at the new rate', () => window.heard.batches.at(-1)?.learningRate === 0.001, 60_000)
    expect(state()?.kind).not.toBe('paused')
    expect(window.heard.log.some(({ text }) => text.startsWith(`Learning rate changed from 0.005 to 0.001 after ${totalSteps + 3} steps`))).toBe(true)
    await calls.stopRun({ runId })
    expect(state()).toMatchObject({ kind: 'ended', reason: 'stopped' })
    expect(await codeOf(calls.setLearningRate({ runId, learningRate: 0.1 }))).toBe('E_BUSY')
    expect(await codeOf(calls.stopRun({ runId })), 'stopping twice is no fault').toBe('answered')
  })

  it('answers a stop within 250 ms, whatever it is doing', async () => {
    const times: number[] = []
    for (const phase of ['training', 'evaluating', 'training', 'evaluating', 'paused']) {
      const runId = await begin({ ...long, network: { ...long.network, latent: 3 } })
      await eventually('it trains', () => state()?.kind === 'training', 60_000)
      if (phase === 'paused') await window.calls.pauseRun({ runId })
      await eventually(phase, () => state()?.kind === phase, 60_000)
      const before = performance.now()
      await window.calls.stopRun({ runId })
      times.push(performance.now() - before)
    }
    expect(times.sort((a, b) => a - b)[2]).toBeLessThan(250) // the middle one: this machine may be busy with other things
  })

  it('tells what to do when its loss is no number, and keeps the epochs before', async () => {
    const steep = aConfig({
      network: { hidden: [], output: 'linear' }, optimizer: { kind: 'sgd', momentum: 0.9 }, learningRate: 0.01, batchSize: 1024, epochs: 50,
    })
    const runId = await begin(steep)
    await eventually('an epoch', () => window.heard.epochs.length >= 1, 60_000)
    await window.calls.setLearningRate({ runId, learningRate: 10 })
    await eventually('the run ends', isOver, 60_000)
    const kept = window.heard.epochs.length
    expect(state()).toMatchObject({ kind: 'ended', reason: 'diverged' })
    const { message } = state() as { message: string }
    expect(message).toMatch(new RegExp(`in epoch ${kept + 1} \\(step \\d+\\) at learning rate 10\\. The weights of epoch ${kept} are kept\\.`))
    expect(message).toContain('Try a learning rate of 1.')
    const { values } = await window.calls.latents({ runId, epoch: kept, split: 'test' })
    expect(values.every(Number.isFinite)).toBe(true)
    const { pixels } = await window.calls.decode({ runId, epoch: kept, points: values.subarray(0, 3) })
    expect(pixels.some(byte => byte > 0)).toBe(true)
    expect(window.heard.epochs.every(({ testMse }) => Number.isFinite(testMse))).toBe(true)
  })

  it('survives ten thousand starts and stops in a row with at most one run', async () => {
    let runId = (await window.calls.snapshot()).run?.runId ?? ''
    const codes: string[] = []
    for (let wave = 0; wave < 50; wave++) {
      const starts = Array.from({ length: 100 }, () => window.calls.startRun(long).then((started) => {
        runId = started.runId
        return 'answered'
      }, (error: { code: string }) => error.code))
      const stops = Array.from({ length: 100 }, () => codeOf(window.calls.stopRun({ runId })))
      codes.push(...await Promise.all([...starts, ...stops]))
    }
    expect(codes).toHaveLength(10_000)
    expect(new Set(codes)).toEqual(new Set(['answered', 'E_BUSY', 'E_NO_RUN'].filter(code => codes.includes(code))))
    await codeOf(window.calls.stopRun({ runId }))
    expect((await window.calls.snapshot()).run).toMatchObject({ runId, state: { kind: 'ended' } })
    const last = await begin(config)
    await eventually('a run as ever', isOver, 60_000)
    expect((await window.calls.snapshot()).run).toMatchObject({ runId: last, state: { reason: 'finished' } })
  })
})

it('leaves nothing on the device when it is stopped', async () => {
  const { binding } = tf.backend() as unknown as NativeBackend
  await window.calls.projection({ runId: engine.session?.runId ?? '', epoch: 1 })
  expect(binding.getNumOfSavedModels()).toBeGreaterThan(0)
  await engine.stop()
  expect(binding.getNumOfSavedModels()).toBe(0)
})
