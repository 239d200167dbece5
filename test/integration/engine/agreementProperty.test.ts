/**
 * Any small experiment: one step compiled, by XLA and by the graph executor, is one step op by op. The named cases stand in agreement.test.ts;
 * here combinations that nobody thought of. AGREEMENT=long searches through more; AGREEMENT_SEED and AGREEMENT_RUNS choose others.
 */
import { array, assert, asyncProperty, boolean, constant, constantFrom, integer, nat, oneof, record } from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { expect, it } from 'vitest'
import { imagePixels } from '@shared/domain/image'
import { activations, RunConfig } from '@shared/domain/runConfig'
import type { NoiseConfig, ObjectiveConfig, OptimizerConfig } from '@shared/domain/runConfig'
import { presets } from '@shared/domain/presets'
import type { NamedArray } from '../../../src/main/engine/archive'
import type { DataSet } from '../../../src/main/engine/data/fashionMnist'
import type { CompiledLearner } from '../../../src/main/engine/model/compiledLearner'
import type { Learner } from '../../../src/main/engine/model/learner'
import { seededRandom } from '../../../src/main/engine/model/random'
import { aCompiledLearner, aLearner, compiledExecutors, greatestDistance, relativeDistance, someImages, weightsOf } from '../../support/engine'

const seed = Number(process.env['AGREEMENT_SEED'] ?? 20)
const numRuns = Number(process.env['AGREEMENT_RUNS'] ?? (process.env['AGREEMENT'] === 'long' ? 200 : 15))
/** A prime: no batch size but 1 and itself divides it, so that epochs end in partial batches. */
const images = 61
/** Of the loss, and of each array of weights and slots by its norm, where a step is well conditioned. */
const tolerance = 1e-5
/**
 * Where it is not (a gradient that is the small rest of a large sum, divided by its own size), a step op by op from weights that are rounded
 * otherwise ends elsewhere, too: so many times as far the compiled one may be.
 */
const slack = 10
/**
 * A convolution's gradient is a sum over every place of every picture, which XLA adds one after another and TensorFlow's kernels in blocks:
 * about √n roundings of 2⁻²⁴ apart, twice that in second moments, more where the sum is smaller than its parts.
 */
const roundingOf = ({ network, batchSize }: RunConfig) => network.kind === 'convolutional' ? 16 * 2 ** -24 * Math.sqrt(batchSize * imagePixels) : 0
/** However badly conditioned a step is; a mistake is far larger. */
const mostTolerance = 1e-2

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

interface Outcome {
  readonly loss: number
  readonly weights: readonly NamedArray[]
  readonly slots: readonly NamedArray[]
}

type State = Pick<Outcome, 'weights' | 'slots'>

function outcomeOf(learner: Learner | CompiledLearner, config: RunConfig, { weights, slots }: State, index: number): Outcome {
  learner.begin(config.seed, weights, slots)
  const loss = step(learner, config, index)
  return { loss, weights: learner.weights(), slots: learner.slots() }
}

/** How far two outcomes are apart: the loss, and every array of weights and slots. */
function distances(a: Outcome, b: Outcome): Readonly<Record<string, number>> {
  const arrays = [...b.weights, ...b.slots]
  return {
    loss: Math.abs(a.loss / b.loss - 1),
    ...Object.fromEntries([...a.weights, ...a.slots].map((array, i) => [array.name, relativeDistance(array.values, arrays[i]?.values ?? [])])),
  }
}

/** The weights as they might have been rounded: each a unit in the last place up or down, or as it is. */
function roundedOtherwise(arrays: readonly NamedArray[], seedOfIt: number): NamedArray[] {
  const random = seededRandom(seedOfIt, 77)
  return arrays.map(array => ({ ...array, values: array.values.map(value => value * (1 + (Math.floor(3 * random()) - 1) * 2 ** -23)) }))
}

/** From the state that `before` steps op by op lead to. */
function expectAgreement(compiled: CompiledLearner, eager: Learner, config: RunConfig, before: number, index: number): void {
  eager.begin(config.seed, weightsOf(config))
  for (let i = 0; i < before; i++) step(eager, config, i)
  const state = { weights: eager.weights(), slots: eager.slots() }
  const expected = outcomeOf(eager, config, state, index)
  const others = [1, 2, 3].map(i => distances(outcomeOf(eager, config, { ...state, weights: roundedOtherwise(state.weights, i) }, index), expected))
  for (const executor of compiledExecutors) {
    compiled.executor = executor
    for (const [name, distance] of Object.entries(distances(outcomeOf(compiled, config, state, index), expected))) {
      const own = Math.max(...others.map(other => other[name] ?? NaN))
      expect(distance, `${name} by ${executor}, step ${before}`).toBeLessThan(Math.min(mostTolerance, Math.max(tolerance, slack * own, roundingOf(config))))
    }
  }
  expect(greatestDistance(expected.weights, state.weights), 'the step moved something').toBeGreaterThan(0)
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
}, 60_000 * numRuns)
