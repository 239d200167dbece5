/**
 * Any small experiment: one step compiled, by XLA and by the graph executor, is one step op by op. The named cases stand in agreement.test.ts;
 * here combinations that nobody thought of. AGREEMENT_SEED and AGREEMENT_RUNS make other and longer searches.
 */
import { array, assert, asyncProperty, boolean, constant, constantFrom, integer, nat, oneof, record } from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { expect, it } from 'vitest'
import { activations, RunConfig } from '@shared/domain/runConfig'
import type { NoiseConfig, ObjectiveConfig, OptimizerConfig } from '@shared/domain/runConfig'
import { presets } from '@shared/domain/presets'
import type { NamedArray } from '../../../src/main/engine/archive'
import type { DataSet } from '../../../src/main/engine/data/fashionMnist'
import type { CompiledLearner } from '../../../src/main/engine/model/compiledLearner'
import type { Learner } from '../../../src/main/engine/model/learner'
import { aCompiledLearner, aLearner, compiledExecutors, greatestDistance, someImages, weightsOf } from '../../support/engine'

const seed = Number(process.env['AGREEMENT_SEED'] ?? 20)
const numRuns = Number(process.env['AGREEMENT_RUNS'] ?? 15)
/** A prime: no batch size but 1 and itself divides it, so that epochs end in partial batches. */
const images = 61
/** Of the loss, and of all weights and of all slots of a kind by their norm. */
const tolerance = 1e-5
/** Of each array by itself: a single bias' gradient may be a sum that cancels, and float32 leaves it few digits. A mistake is far larger. */
const arrayTolerance = 1e-3

const optimizers: Arbitrary<OptimizerConfig> = oneof(
  record({ kind: constant('adam'), beta1: constantFrom(0, 0.5, 0.9), beta2: constantFrom(0.9, 0.999), epsilon: constantFrom(1e-8, 1e-3) }),
  record({ kind: constant('sgd'), momentum: constantFrom(0, 0.9) }),
  record({ kind: constant('rmsprop'), decay: constantFrom(0.5, 0.99), momentum: constantFrom(0, 0.9), epsilon: constantFrom(1e-8, 1e-3) }),
)

const noises: Arbitrary<NoiseConfig> = oneof(
  constant({ kind: 'none' } as const),
  record({ kind: constant('gaussian'), sigma: constantFrom(0.05, 0.5) }),
  record({ kind: constant('masking'), rate: constantFrom(0.1, 0.8) }),
)

const penalty = oneof(constant(0), constantFrom(0.001, 0.1))
const objectives: Arbitrary<ObjectiveConfig> = record({
  loss: constantFrom('mse', 'bce'), beta: constantFrom(0, 1, 50), l1: penalty, l2: penalty, sparsity: penalty,
})

const widths = (most: number, length: number, least = 0) => array(integer({ min: 1, max: most }), { minLength: least, maxLength: length })

const networks = oneof(
  record({ kind: constant('dense' as const), filters: constant<number[]>([]), hidden: widths(20, 2) }),
  record({ kind: constant('convolutional' as const), filters: widths(4, 2, 1), hidden: widths(12, 1) }),
)

const experiments = record({
  network: networks, latent: integer({ min: 1, max: 6 }), activation: constantFrom(...activations), output: constantFrom('sigmoid', 'linear'),
  initialisation: constantFrom('pytorch', 'glorot'), variational: boolean(),
  objective: objectives, noise: noises, optimizer: optimizers, learningRate: constantFrom(1e-4, 1e-3, 1e-2), batchSize: integer({ min: 1, max: 40 }),
  seed: nat(2 ** 31 - 1),
}).map(({ network, latent, activation, output, initialisation, variational, ...rest }): RunConfig => RunConfig.parse({
  ...presets.seed.config, ...rest,
  network: { ...network, latent, activation, initialisation, variational, output: rest.objective.loss === 'bce' ? 'sigmoid' : output },
}))

/** The step on full batch `index`, or on what is left at the end of the epoch; its loss. */
function step(learner: Learner | CompiledLearner, { batchSize, learningRate }: RunConfig, index: number): number {
  const rows = Int32Array.from({ length: Math.min(batchSize, images - index * batchSize) }, (_, i) => index * batchSize + i)
  return learner.train(rows, Float32Array.of(learningRate), index).sum
}

/** From the state that `before` steps op by op lead to. */
function expectAgreement(compiled: CompiledLearner, eager: Learner, config: RunConfig, before: number, index: number): void {
  eager.begin(config.seed, weightsOf(config))
  for (let i = 0; i < before; i++) step(eager, config, i)
  const state = [eager.weights(), eager.slots()] as const
  const expected = step(eager, config, index)
  const after = [eager.weights(), eager.slots()] as const
  for (const executor of compiledExecutors) {
    compiled.executor = executor
    compiled.begin(config.seed, ...state)
    const loss = step(compiled, config, index)
    expect(Math.abs(loss / expected - 1), `loss by ${executor}`).toBeLessThan(tolerance)
    const found = [compiled.weights(), compiled.slots()] as const
    for (const [i, what] of ['weights', 'slots'].entries()) {
      expect(greatestDistance(byKind(found[i] ?? []), byKind(after[i] ?? [])), `${what} by ${executor}`).toBeLessThan(tolerance)
      expect(greatestDistance(found[i] ?? [], after[i] ?? []), `an array of ${what} by ${executor}`).toBeLessThan(arrayTolerance)
    }
  }
  expect(greatestDistance(after[0], state[0]), 'the step moved something').toBeGreaterThan(0)
}

/** All kernels and biases as one array; all first moments as one, and so on. */
function byKind(arrays: readonly NamedArray[]): NamedArray[] {
  const kindOf = ({ name }: NamedArray) => /(?:kernel|bias)(.*)$/.exec(name)?.[1] ?? ''
  return [...new Set(arrays.map(kindOf))].map((name) => {
    const values = arrays.filter(array => kindOf(array) === name).flatMap(array => [...array.values])
    return { name, shape: [values.length], values: Float32Array.from(values) }
  })
}

async function agrees(config: RunConfig, data: DataSet): Promise<void> {
  const eager = await aLearner(config, data, 'eager')
  const compiled = await aCompiledLearner(config, data)
  try {
    const full = Math.floor(images / config.batchSize)
    expectAgreement(compiled, eager, config, 0, 0)
    expectAgreement(compiled, eager, config, Math.min(2, full), Math.min(2, full - 1))
    if (images % config.batchSize > 0) expectAgreement(compiled, eager, config, 1, full)
  } finally {
    eager.dispose()
    compiled.dispose()
  }
}

it(`a step of any of ${numRuns} experiments (seed ${seed}) is the same compiled as op by op`, async () => {
  const data = await someImages({ train: images, test: 5 })
  await assert(asyncProperty(experiments, config => agrees(config, data)), { seed, numRuns, endOnFailure: true })
})
