/** Going on from an epoch that is kept: by a branch, or by the run itself. Weights are compared to the bit. */
import { beforeAll, expect, it } from 'vitest'
import type { RunSnapshot } from '@shared/domain/run'
import type { RunConfig } from '@shared/domain/runConfig'
import { engineRuntime } from '../../../src/main/cli/runtime'
import { startEngine } from '../../../src/main/engine/engine'
import type { Engine } from '../../../src/main/engine/engine'
import { aConfig } from '../../support/engine'
import { eventually } from '../../support/processes'
import { aSharedFolder } from '../../support/storage/folders'

const config = aConfig({ network: { hidden: [16] }, batchSize: 2048, epochs: 4 })
const afresh = 'the optimiser begins afresh'

let engine: Engine
beforeAll(async () => {
  engine = await startEngine({ ...engineRuntime(), runsFolder: aSharedFolder(), announce: () => undefined, executor: 'graph' })
  return () => engine.stop()
})

async function trained(begun: Promise<{ runId: string }> | { runId: string }) {
  const { runId } = await begun
  await engine.session?.ended
  const { state, log } = engine.session?.snapshot as RunSnapshot
  expect(state, JSON.stringify(state)).toMatchObject({ reason: 'finished' })
  return { runId, weights: await engine.session?.archive.weights(4), told: log.map(({ text }) => text).join('\n') }
}
const train = (settings: RunConfig) => trained(engine.handlers.startRun(settings))
const branch = (runId: string, epoch: number, settings: RunConfig) => trained(engine.handlers.branchRun({ runId, epoch, config: settings }))

it('a branch of the newest epoch in which nothing changes is the longer run, right after its parent and later', async () => {
  const whole = await train(config)
  const { handlers } = engine
  const { runId } = await handlers.startRun({ ...config, epochs: 2 })
  await engine.session?.ended
  const atOnce = await branch(runId, 2, config)
  expect(atOnce.weights).toEqual(whole.weights)
  const later = await branch(runId, 2, config) // its parent is not the run trained last
  expect(later.weights).toEqual(whole.weights)
  expect(atOnce.told + later.told).not.toContain(afresh)
})

it('a branch of an epoch whose optimizer is not kept says so', async () => {
  const { runId } = await train(config)
  expect((await branch(runId, 3, config)).told).not.toContain(afresh) // the newest two are kept
  expect((await branch(runId, 2, config)).told).toContain(afresh)
})

it.each([
  { kind: 'rmsprop', decay: 0.9, momentum: 0, epsilon: 1e-8 }, { kind: 'sgd', momentum: 0.9 },
] as const)('a branch that goes on by another optimizer, $kind, begins it afresh', async (optimizer) => {
  const { runId } = await train(config)
  expect((await branch(runId, 3, { ...config, optimizer })).told).toContain(afresh)
})

it('plain descent has nothing to begin afresh', async () => {
  const { runId } = await train(config)
  expect((await branch(runId, 3, { ...config, optimizer: { kind: 'sgd', momentum: 0 } })).told).not.toContain(afresh)
})

it('a run that goes on from an epoch has the learning rate of then, not one that was set in the epoch it lost', async () => {
  const { handlers } = engine
  const running = () => engine.session?.snapshot as RunSnapshot
  const { runId } = await handlers.startRun({ ...config, epochs: 400 })
  await eventually('an epoch', () => running().epochs.length >= 1, 60_000)
  await handlers.setLearningRate({ runId, learningRate: 0.002 })
  const changed = running().epochs.length
  await eventually('a later epoch', () => running().epochs.length > changed, 60_000)
  await handlers.pauseRun({ runId })
  await eventually('the pause', () => running().state.kind === 'paused', 60_000)
  await handlers.setLearningRate({ runId, learningRate: 0.004 })
  await handlers.stopRun({ runId })
  expect(running().rateChanges.map(({ learningRate }) => learningRate)).toEqual([0.002, 0.004])

  await handlers.continueRun({ runId })
  expect(running().rateChanges.map(({ learningRate }) => learningRate)).toEqual([0.002])
  await eventually('it trains', () => engine.session?.control.learningRate === 0.002 && running().state.kind === 'training', 60_000)
  await handlers.stopRun({ runId })
})
