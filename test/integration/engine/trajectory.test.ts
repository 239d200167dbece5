/** 300 steps that PyTorch took, taken again from its initial weights on its batches. */
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { compare, readTrajectory, replay } from '../../../src/main/cli/trajectory'
import type { Trajectory } from '../../../src/main/cli/trajectory'
import type { CompiledLearner } from '../../../src/main/engine/model/compiledLearner'
import type { Learner } from '../../../src/main/engine/model/learner'
import { aCompiledLearner, aLearner, compiledExecutors, fashionMnist } from '../../support/engine'

const folder = fileURLToPath(new URL('../../fixtures/seed-trajectory', import.meta.url))

let trajectory: Trajectory
let compiled: CompiledLearner
beforeAll(async () => {
  trajectory = await readTrajectory(folder)
  compiled = await aCompiledLearner(trajectory.config, await fashionMnist())
})
afterAll(() => compiled.dispose())

// Training amplifies rounding: PyTorch in float32 and in float64 are 4 % apart after 200 steps, so the end is compared by its mean.
function expectPyTorchsLosses(learner: Learner | CompiledLearner): void {
  const { first20, first50, last50Mean } = compare(replay(trajectory, learner), trajectory.losses)
  expect(trajectory.losses).toHaveLength(300)
  expect(first20).toBeLessThan(1e-4)
  expect(first50).toBeLessThan(1e-2)
  expect(last50Mean).toBeLessThan(0.03)
}

it.each(compiledExecutors)('%s repeats PyTorch\'s losses', (executor) => {
  compiled.executor = executor
  expectPyTorchsLosses(compiled)
})

it('op by op repeats them', async () => {
  const learner = await aLearner(trajectory.config, await fashionMnist(), 'eager')
  expectPyTorchsLosses(learner)
  learner.dispose()
})

it('notices weights that are one per cent off', () => {
  const weights = trajectory.weights.map(array => ({ ...array, values: array.values.map(w => 1.01 * w) }))
  const losses = trajectory.losses.slice(0, 20)
  expect(compare(replay({ ...trajectory, weights, losses }, compiled), losses).first20).toBeGreaterThan(1e-4)
})
