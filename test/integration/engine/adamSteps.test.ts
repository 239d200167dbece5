/** Adam counts the steps that its moments have seen: a branch without moments begins as gently as a new run does. */
import { cpSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { diskLibrary } from '../../../src/main/engine/library'
import { adamSteps } from '../../../src/main/engine/model/adamSteps'
import { aConfig, aLearner, executors, someImages, theBackend, weightsOf } from '../../support/engine'
import { aFolder } from '../../support/storage/folders'

const rate = 0.001
const batch = Int32Array.from({ length: 32 }, (_, i) => i)

it.each(executors)('the first step of a branch with empty slots moves no weight by more than the rate, on %s', async (executor) => {
  const config = aConfig({ network: { hidden: [] } })
  const learner = await aLearner(config, await someImages({ train: 70, test: 5 }), executor)
  const before = weightsOf(config)
  learner.begin(1, before)
  learner.train(batch, Float32Array.of(rate), 5 * 938)
  const moves = learner.weights().flatMap(({ values }, i) => Array.from(values, (value, j) => Math.abs(value - (before[i]?.values[j] ?? NaN))))
  expect(Math.max(...moves)).toBeLessThan(1.001 * rate)
  // Adam's first step is the sign of the gradient: one that is shorter has lost its correction the other way.
  expect(Math.max(...moves)).toBeGreaterThan(0.999 * rate)
  expect(learner.slots().find(({ name }) => name === adamSteps)?.values).toEqual(Float32Array.of(1))
  learner.dispose()
})

it('a run of before, whose moments have seen all its steps, opens with a count of them', async () => {
  const folder = aFolder()
  cpSync(fileURLToPath(new URL('../../fixtures/runs/1', import.meta.url)), folder, { recursive: true })
  const library = await diskLibrary(folder, (await theBackend()).info, '')
  const { from } = await library.read('20260214-120000-0f1x7e')
  expect(from?.slots.filter(({ name }) => name === adamSteps)).toEqual([{ name: adamSteps, shape: [], values: Float32Array.of(2814) }])
  expect(from?.slots).toHaveLength(1 + 2 * (from?.weights.length ?? NaN))
})
