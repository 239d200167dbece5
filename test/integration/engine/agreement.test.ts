/** The same steps compiled by XLA, in the graph executor, and op by op, which is the reference. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunConfig } from '@shared/domain/runConfig'
import type { NamedArray } from '../../../src/main/engine/archive'
import type { DataSet } from '../../../src/main/engine/data/fashionMnist'
import type { CompiledLearner } from '../../../src/main/engine/model/compiledLearner'
import type { Learner } from '../../../src/main/engine/model/learner'
import { aCompiledLearner, aConfig, aLearner, compiledExecutors, greatestDistance, someImages, weightsOf } from '../../support/engine'

/** Every kind of network, noise, optimiser, loss, penalty, activation and output stands in at least one of these. */
const cases: readonly (readonly [string, RunConfig])[] = [
  ['dense; Adam, squared error, ReLU', aConfig()],
  ['convolutional; SGD with momentum, l2 penalty, sigmoid activation', aConfig({
    network: { kind: 'convolutional', filters: [3, 4], hidden: [], activation: 'sigmoid', initialisation: 'glorot' },
    objective: { l2: 0.001 }, optimizer: { kind: 'sgd', momentum: 0.9 }, learningRate: 0.1,
  })],
  ['variational; RMSprop, cross-entropy, l1 penalty, SiLU', aConfig({
    network: { variational: true, activation: 'silu' }, objective: { loss: 'bce', beta: 1, l1: 0.01 },
    optimizer: { kind: 'rmsprop', decay: 0.99, momentum: 0, epsilon: 1e-8 }, learningRate: 0.001,
  })],
  ['Gaussian noise; RMSprop with momentum, sparsity penalty, leaky ReLU', aConfig({
    network: { activation: 'leaky-relu' }, objective: { sparsity: 0.01 }, noise: { kind: 'gaussian', sigma: 0.3 },
    optimizer: { kind: 'rmsprop', decay: 0.99, momentum: 0.9, epsilon: 1e-8 }, learningRate: 1e-4,
  })],
  ['masking noise; SGD without momentum, cross-entropy, ELU', aConfig({
    network: { activation: 'elu' }, objective: { loss: 'bce' }, noise: { kind: 'masking', rate: 0.3 },
    optimizer: { kind: 'sgd', momentum: 0 }, learningRate: 0.5,
  })],
  ['variational convolutional; Adam without a first moment, linear output, tanh', aConfig({
    network: { kind: 'convolutional', filters: [3], hidden: [12], activation: 'tanh', output: 'linear', variational: true },
    objective: { beta: 1 }, optimizer: { kind: 'adam', beta1: 0, beta2: 0.999, epsilon: 1e-8 }, learningRate: 0.001,
  })],
]

/** Of a loss, and of each weight array by its norm. */
const oneStepTolerance = 1e-5
const fiftyStepsTolerance = 1e-2

describe.each(cases)('%s', (_, config) => {
  let data: DataSet
  let eager: Learner
  let compiled: CompiledLearner
  beforeAll(async () => {
    data = await someImages()
    eager = await aLearner(config, data, 'eager')
    compiled = await aCompiledLearner(config, data)
  })
  afterAll(() => {
    eager.dispose()
    compiled.dispose()
  })

  /** Weights and slots after some steps: moments that are zero everywhere would hide mistakes. */
  function stateAfter(steps: number): [NamedArray[], NamedArray[]] {
    eager.begin(3, weightsOf(config))
    for (let i = 0; i < steps; i++) step(eager, i)
    return [eager.weights(), eager.slots()]
  }

  /** Trains on full batch number `index`, going round the data; returns the loss. */
  function step(learner: Learner | CompiledLearner, index: number): number {
    const at = index % Math.floor(data.sizes.train / config.batchSize) * config.batchSize
    return learner.train(numbers(at, at + config.batchSize), Float32Array.of(config.learningRate), index).sum
  }

  function partialStep(learner: Learner | CompiledLearner, index: number): number {
    const start = data.sizes.train - data.sizes.train % config.batchSize
    return learner.train(numbers(start, data.sizes.train), Float32Array.of(config.learningRate), index).sum
  }

  it.each(compiledExecutors)('one step of %s moves weights as op by op', (executor) => {
    compiled.executor = executor
    for (const [before, take] of [[0, step], [6, step], [6, partialStep]] as const) {
      const state = stateAfter(before)
      compiled.begin(3, ...state)
      const expected = take(eager, before)
      const loss = take(compiled, before)
      expect(Math.abs(loss / expected - 1)).toBeLessThan(oneStepTolerance)
      expect(greatestDistance(compiled.weights(), eager.weights())).toBeLessThan(oneStepTolerance)
      expect(greatestDistance(compiled.slots(), eager.slots())).toBeLessThan(oneStepTolerance)
      expect(greatestDistance(eager.weights(), state[0]), 'the step moved something').toBeGreaterThan(oneStepTolerance)
    }
  })

  it('fifty steps of each keep to one curve', () => {
    const curve = (learner: Learner | CompiledLearner) => {
      learner.begin(3, weightsOf(config))
      return Array.from({ length: 50 }, (_, i) => step(learner, i))
    }
    const expected = curve(eager)
    for (const executor of compiledExecutors) {
      compiled.executor = executor
      const apart = curve(compiled).map((loss, i) => Math.abs(loss / (expected[i] ?? NaN) - 1))
      expect(Math.max(...apart), executor).toBeLessThan(fiftyStepsTolerance)
    }
  })

  it('looks at images alike', () => {
    const state = stateAfter(3)
    compiled.begin(3, ...state)
    const rows = numbers(data.sizes.train, data.sizes.train + data.sizes.test)
    const [seen, expected] = [compiled.embed(rows), eager.embed(rows)]
    for (const key of ['latents', 'errors', 'losses', 'kl'] as const)
      expect(greatestDistance([{ name: key, shape: [], values: seen[key] }], [{ name: key, shape: [], values: expected[key] }]), key)
        .toBeLessThan(oneStepTolerance)
  })
})

function numbers(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, i) => from + i)
}
