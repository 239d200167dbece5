/** The seed decides every bit of what is learned, however the run was interrupted on its way. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunConfig } from '@shared/domain/runConfig'
import type { EpochRecord, NamedArray } from '../../../src/main/engine/archive'
import type { DataSet } from '../../../src/main/engine/data/fashionMnist'
import { adamSteps, countedSlots } from '../../../src/main/engine/model/adamSteps'
import type { CompiledLearner } from '../../../src/main/engine/model/compiledLearner'
import { Control } from '../../../src/main/engine/model/control'
import { train } from '../../../src/main/engine/model/train'
import type { Checkpoint } from '../../../src/main/engine/model/train'
import { aCompiledLearner, aConfig, someImages, weightsOf } from '../../support/engine'

/** Noise, a sampled latent and Adam: every kind of state that a run has. */
const dense = aConfig({
  network: { variational: true, hidden: [] }, objective: { beta: 1 }, noise: { kind: 'gaussian', sigma: 0.3 },
  schedule: { kind: 'cosine', final: 0.1 }, epochs: 3, seed: 7,
})
/** Filters enough that oneDNN takes the convolutions over, and divides them among threads. */
const convolutional = aConfig({ network: { kind: 'convolutional', filters: [16, 32], hidden: [] }, noise: { kind: 'masking', rate: 0.2 }, epochs: 3, seed: 7 })

const cases = [['dense', 'xla', dense], ['dense', 'graph', dense], ['convolutional, by oneDNN', 'graph', convolutional]] as const

let data: DataSet
beforeAll(async () => {
  data = await someImages({ train: 300, test: 30 })
})

interface Way {
  /** Steers; it is told each fact as it comes. */
  readonly hand?: (control: Control, fact: string) => void
  readonly from?: Checkpoint
  readonly on?: CompiledLearner
  readonly seed?: number
}

async function epochs(config: RunConfig, learner: CompiledLearner, { hand = () => undefined, from, on = learner, seed = config.seed }: Way = {}) {
  const control = new Control(config.learningRate)
  const settings = { ...config, seed }
  const records: EpochRecord[] = []
  hand(control, 'begin')
  for await (const fact of train({ config: settings, data, learner: on, control, from: from ?? beginning(settings) })) {
    if (fact.kind === 'epoch') records.push(fact.record)
    hand(control, fact.kind)
  }
  return records
}

function beginning(config: RunConfig): Checkpoint {
  return { epoch: 0, totalSteps: 0, weights: weightsOf(config), slots: [] }
}

/** All the bits of what an epoch learned. */
function bitsOf({ weights, optimizer, embeddings }: EpochRecord): string[] {
  const hex = (values: Float32Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64')
  const named = ({ name, values }: NamedArray) => `${name} ${hex(values)}`
  return [...weights.map(named), ...optimizer.map(named), hex(embeddings.train.latents), hex(embeddings.test.errors)]
}

describe.each(cases)('%s on %s', (_, executor, config) => {
  let learner: CompiledLearner
  let inOneGo: EpochRecord[]
  const epochsOf = (way?: Way) => epochs(config, learner, way)
  beforeAll(async () => {
    learner = await aCompiledLearner(config, data)
    learner.executor = executor
    inOneGo = await epochsOf()
  })
  afterAll(() => learner.dispose())

  it('the same seed gives the same bits, another seed others', async () => {
    expect(inOneGo).toHaveLength(3)
    expect((await epochsOf()).map(bitsOf)).toEqual(inOneGo.map(bitsOf))
    const other = await epochsOf({ seed: 8 })
    expect(bitsOf(other[2] as EpochRecord)).not.toEqual(bitsOf(inOneGo[2] as EpochRecord))
  })

  it('pauses change nothing', async () => {
    let pauses = 0
    const paused = await epochsOf({ hand(control, fact) {
      if (fact === 'batch') control.pause()
      if (fact !== 'paused') return
      pauses++
      setImmediate(() => control.resume())
    } })
    expect(pauses).toBeGreaterThan(5)
    expect(paused.map(bitsOf)).toEqual(inOneGo.map(bitsOf))
  })

  it('single steps change nothing', async () => {
    let steps = 0
    const stepped = await epochsOf({ hand(control, fact) {
      if (fact === 'begin') control.pause()
      if (fact === 'paused') control.step()
      if (fact === 'batch') steps++
    } })
    expect(steps).toBe(30)
    expect(stepped.map(bitsOf)).toEqual(inOneGo.map(bitsOf))
  })

  it.each([[1], [2]])('going on after epoch %i gives the epochs that were to come', async (epoch) => {
    const { weights, optimizer, totalSteps } = inOneGo[epoch - 1] as EpochRecord
    const resumed = await epochsOf({ from: { epoch, totalSteps, weights, slots: optimizer } })
    expect(resumed.map(bitsOf)).toEqual(inOneGo.slice(epoch).map(bitsOf))
  })

  it.each([[1], [2]])('going on after epoch %i as a version kept it that did not count for Adam gives them, too', async (epoch) => {
    const { weights, optimizer, totalSteps } = inOneGo[epoch - 1] as EpochRecord
    const kept = optimizer.filter(({ name }) => name !== adamSteps)
    expect(kept).toHaveLength(optimizer.length - 1)
    const resumed = await epochsOf({ from: { epoch, totalSteps, weights, slots: countedSlots(kept, config.optimizer, totalSteps) } })
    expect(resumed.map(bitsOf)).toEqual(inOneGo.slice(epoch).map(bitsOf))
  })

  it('a learner compiled anew gives the same bits', async () => {
    const another = await aCompiledLearner(config, data)
    another.executor = executor
    expect((await epochsOf({ on: another })).map(bitsOf)).toEqual(inOneGo.map(bitsOf))
    another.dispose()
  })
})
