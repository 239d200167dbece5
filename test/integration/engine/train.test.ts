/** A run as a stream of facts: what is trained when, and how it is steered. The learner is a stand-in: none of this depends on mathematics. */
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { RunConfig } from '@shared/domain/runConfig'
import type { DataSet } from '../../../src/main/engine/data/fashionMnist'
import { Control } from '../../../src/main/engine/model/control'
import type { Learner } from '../../../src/main/engine/model/learner'
import { scheduleFactor } from '../../../src/main/engine/model/schedule'
import { train } from '../../../src/main/engine/model/train'
import type { TrainingFact } from '../../../src/main/engine/model/train'
import { aConfig, aLearner, someImages, weightsOf } from '../../support/engine'
import { eventually } from '../../support/processes'

const images = 300
const stepsPerEpoch = 10 // nine batches of 32, and one of 12
const config = aConfig({ epochs: 3 })

let data: DataSet
beforeAll(async () => {
  data = await someImages({ train: images, test: 40 })
})

interface Call {
  readonly indices: Int32Array
  readonly rates: Float32Array
  readonly first: number
}

/** Notes what it is asked, and answers with the loss that is wanted of each step. */
class FakeLearner implements Learner {
  readonly executor = 'eager'
  readonly reason = ''
  readonly capacity = 4
  readonly calls: Call[] = []
  error = 0.1

  constructor(private readonly lossOf: (step: number) => number = () => 0.5) {}

  begin() { /* it has no state */ }

  train(indices: Int32Array, rates: Float32Array, first: number) {
    this.calls.push({ indices: indices.slice(), rates: rates.slice(), first })
    let [sum, done] = [0, 0]
    while (done < rates.length && Number.isFinite(sum)) sum += this.lossOf(first + done++)
    return { sum, done }
  }

  embed({ length }: Int32Array) {
    const zeros = new Float32Array(length)
    return { latents: new Float32Array(3 * length), errors: zeros.map(() => this.error), losses: zeros, kl: zeros }
  }

  weights() { return [] }
  slots() { return [] }
  dispose() { /* nothing to free */ }
}

const afresh = { epoch: 0, totalSteps: 0, weights: [], slots: [] }

/** Follows a run while it goes on; `ended` resolves when it is over. */
function follow(settings: RunConfig, learner: Learner, control = new Control(settings.learningRate)) {
  const facts: TrainingFact[] = []
  const ended = (async () => {
    for await (const fact of train({ config: settings, data, learner, control, from: afresh })) facts.push(fact)
  })()
  const last = () => facts.at(-1)?.kind
  return { facts, control, ended, last }
}

async function whole(settings: RunConfig, learner: Learner = new FakeLearner()): Promise<TrainingFact[]> {
  const { facts, ended } = follow(settings, learner)
  await ended
  return facts
}

function only<K extends TrainingFact['kind']>(facts: readonly TrainingFact[], kind: K) {
  return facts.filter((fact): fact is Extract<TrainingFact, { kind: K }> => fact.kind === kind)
}

/** The images of each epoch in the order in which they were trained. */
function ordersOf({ calls }: FakeLearner): number[][] {
  const all = calls.flatMap(({ indices }) => [...indices])
  return Array.from({ length: all.length / images }, (_, epoch) => all.slice(epoch * images, (epoch + 1) * images))
}

const longRun = { ...config, epochs: 1000 }

describe('an epoch', () => {
  it('takes every image once, the partial batch last and by itself', async () => {
    const learner = new FakeLearner()
    await whole(config, learner)
    const numbers = Array.from({ length: images }, (_, i) => i)
    for (const order of ordersOf(learner)) expect(order.toSorted((a, b) => a - b)).toEqual(numbers)
    expect(ordersOf(learner)).toHaveLength(config.epochs)
    for (const { indices, rates } of learner.calls) expect([32 * rates.length, 12]).toContain(indices.length)
    expect(learner.calls.filter(({ indices }) => indices.length === 12)).toHaveLength(config.epochs)
  })

  it('has an order of its own, which the seed decides', async () => {
    const [first, again, other] = [new FakeLearner(), new FakeLearner(), new FakeLearner()]
    await whole(config, first)
    await whole(config, again)
    await whole({ ...config, seed: config.seed + 1 }, other)
    expect(ordersOf(again)).toEqual(ordersOf(first))
    expect(new Set([...ordersOf(first), ...ordersOf(other)].map(String)).size).toBe(2 * config.epochs)
  })

  it('begins with a chunk as long as its full batches allow, however slow the partial batch was', async () => {
    let clock = 0
    vi.spyOn(performance, 'now').mockImplementation(() => clock)
    const learner = new FakeLearner()
    const train = learner.train.bind(learner)
    learner.train = (indices, rates, first) => {
      clock += indices.length < 32 ? 500 : 5 * rates.length // ms
      return train(indices, rates, first)
    }
    await whole(config, learner)
    vi.restoreAllMocks()
    const chunks = learner.calls.map(({ rates }) => rates.length)
    expect(chunks).toEqual([1, 4, 4, 1, 4, 4, 1, 1, 4, 4, 1, 1]) // at first nobody knows how long a step takes
  })

  it('is told as batches, their evaluation, and what came of it', async () => {
    const facts = await whole(config)
    const letters = { batch: 'b', evaluating: 'v', epoch: 'e', paused: 'p', going: 'g', diverged: 'd' }
    expect(facts.map(({ kind }) => letters[kind]).join('')).toMatch(/^(b+ve){3}$/)
    expect(only(facts, 'epoch').map(({ record }) => [record.report.epoch, record.totalSteps])).toEqual([[1, 10], [2, 20], [3, 30]])
    let total = 0
    for (const batch of only(facts, 'batch')) {
      total += batch.steps
      const [epoch, step] = [Math.ceil(total / stepsPerEpoch), (total - 1) % stepsPerEpoch + 1]
      expect(batch).toMatchObject({ totalSteps: total, stepsPerEpoch, epoch, step })
    }
    expect(total).toBe(config.epochs * stepsPerEpoch)
  })

  it('has the mean loss of its images, to which the partial batch adds less', async () => {
    const facts = await whole({ ...config, epochs: 1 }, new FakeLearner(step => step))
    const [{ record } = { record: null }] = only(facts, 'epoch')
    const expected = (32 * (0 + 1 + 2 + 3 + 4 + 5 + 6 + 7 + 8) + 12 * 9) / images
    expect(record?.report.trainLoss).toBeCloseTo(expected, 10)
  })

  it.each([[1], [images], [images + 1], [8192]])('can be made of batches of %i', async (batchSize) => {
    const learner = new FakeLearner()
    await whole({ ...config, batchSize, epochs: 1 }, learner)
    expect(ordersOf(learner)[0]?.toSorted((a, b) => a - b)).toEqual(Array.from({ length: images }, (_, i) => i))
    expect(learner.calls.every(({ indices, rates }) => indices.length === rates.length * Math.min(batchSize, images))).toBe(true)
  })
})

describe('the learning rate', () => {
  it('of every step is the schedule\'s', async () => {
    const cosine: RunConfig = { ...config, schedule: { kind: 'cosine', final: 0.01 } }
    const learner = new FakeLearner()
    await whole(cosine, learner)
    const rates = learner.calls.flatMap(call => [...call.rates])
    expect(rates).toHaveLength(config.epochs * stepsPerEpoch)
    rates.forEach((rate, step) => expect(rate).toBeCloseTo(config.learningRate * scheduleFactor(cosine, step, stepsPerEpoch), 8))
  })

  it('can be changed while the run goes on, and the schedule goes on with it', async () => {
    const step: RunConfig = { ...config, schedule: { kind: 'step', every: 1, factor: 0.5 } }
    const control = new Control(step.learningRate)
    const learner = new FakeLearner((at) => {
      if (at === 14) control.learningRate = 1
      return 0.5
    })
    const { facts, ended } = follow(step, learner, control)
    await ended
    const rates = learner.calls.flatMap(call => [...call.rates])
    expect(rates.slice(0, 15)).toEqual([...Array<number>(10).fill(Math.fround(0.005)), ...Array<number>(5).fill(Math.fround(0.0025))])
    expect(rates.slice(18, 20)).toEqual([0.5, 0.5])
    expect(rates.slice(20)).toEqual(Array<number>(10).fill(0.25))
    expect(only(facts, 'epoch').map(({ record }) => record.report.learningRate)).toEqual([0.005, 0.5, 0.25])
  })
})

describe('a run that is steered', () => {
  it('says that it has paused, trains nothing, and goes on', async () => {
    const learner = new FakeLearner()
    const { facts, control, ended, last } = follow(longRun, learner)
    await eventually('some steps', () => learner.calls.length > 5)
    control.pause()
    await eventually('the pause is told', () => last() === 'paused')
    const calls = learner.calls.length
    await new Promise(resolve => setTimeout(resolve, 50))
    expect(learner.calls).toHaveLength(calls)
    control.resume()
    await eventually('it goes on', () => learner.calls.length > calls)
    expect(facts.map(({ kind }) => kind).filter(kind => kind === 'paused' || kind === 'going')).toEqual(['paused', 'going'])
    control.stop()
    await ended
  })

  it('takes one step at a time while paused, past the end of an epoch too', async () => {
    const learner = new FakeLearner()
    const control = new Control(longRun.learningRate)
    control.pause()
    const { facts, ended, last } = follow(longRun, learner, control)
    for (let steps = 1; steps <= stepsPerEpoch + 2; steps++) {
      await eventually('it waits', () => last() === 'paused')
      control.step()
      await eventually('the step was taken', () => learner.calls.length === steps && last() === 'paused')
      expect(learner.calls.at(-1)?.rates).toHaveLength(1)
    }
    expect(only(facts, 'epoch')).toHaveLength(1)
    control.stop()
    await ended
  })

  it('ends without the epoch that it had begun when it is stopped', async () => {
    const learner = new FakeLearner()
    const { facts, control, ended, last } = follow(longRun, learner)
    await eventually('an epoch and a half', () => learner.calls.length > 5)
    control.stop()
    await ended
    const whole = Math.floor((only(facts, 'batch').at(-1)?.totalSteps ?? 0) / stepsPerEpoch)
    expect(only(facts, 'epoch')).toHaveLength(last() === 'evaluating' ? whole - 1 : whole)
  })

  it('ends when it is stopped while it pauses, and before it has begun', async () => {
    const paused = follow(longRun, new FakeLearner())
    paused.control.pause()
    await eventually('the pause is told', () => paused.last() === 'paused')
    paused.control.stop()
    await paused.ended
    const control = new Control(0.1)
    control.stop()
    expect(await follow(longRun, new FakeLearner(), control).ended).toBeUndefined()
  })

  it('does not finish an evaluation that nobody waits for', async () => {
    const learner = new FakeLearner()
    let looks = 0
    const control = new Control(0.1)
    const embed = learner.embed.bind(learner)
    learner.embed = (indices) => {
      looks++
      control.stop()
      return embed(indices)
    }
    const { facts, ended } = follow(longRun, learner, control)
    await ended
    expect(looks).toBe(1)
    expect(only(facts, 'epoch')).toHaveLength(0)
  })

  it('passes on a fault of the evaluation that no stop explains', async () => {
    const learner = new FakeLearner()
    learner.embed = () => {
      throw new Error('out of order')
    }
    await expect(whole(config, learner)).rejects.toThrow('out of order')
  })
})

describe('a loss that is not a number', () => {
  it.each([[NaN], [Infinity]])('(%d) ends the run at its step, the epochs before it kept', async (wrong) => {
    const facts = await whole(config, new FakeLearner(step => step === 16 ? wrong : 0.5))
    expect(facts.at(-1)).toMatchObject({ kind: 'diverged', epoch: 2, step: 7 })
    expect(only(facts, 'epoch').map(({ record }) => record.report.epoch)).toEqual([1])
  })

  it('is found in the evaluation where the last step spoilt the weights', async () => {
    const learner = new FakeLearner()
    learner.error = NaN
    const facts = await whole(config, learner)
    expect(facts.at(-1)).toMatchObject({ kind: 'diverged', epoch: 1, step: stepsPerEpoch })
    expect(only(facts, 'epoch')).toHaveLength(0)
  })

  it.each(['graph', 'eager'] as const)('comes of a rate that is far too high, on %s', async (executor) => {
    const steep = aConfig({ network: { output: 'linear', hidden: [] }, optimizer: { kind: 'sgd', momentum: 0.9 }, learningRate: 10, epochs: 50 })
    const learner = await aLearner(steep, data, executor)
    const facts: TrainingFact[] = []
    const from = { ...afresh, weights: weightsOf(steep) }
    for await (const fact of train({ config: steep, data, learner, control: new Control(10), from })) facts.push(fact)
    expect(facts.at(-1)).toMatchObject({ kind: 'diverged', learningRate: 10 })
    expect(only(facts, 'batch').every(({ loss }) => Number.isFinite(loss))).toBe(true)
    learner.dispose()
  })
})
