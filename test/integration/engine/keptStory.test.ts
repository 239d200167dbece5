/** What a run told while it trained, told again by an engine that never saw it train. */
import { expect, it, onTestFinished } from 'vitest'
import type { RunSnapshot } from '@shared/domain/run'
import type { RunConfig } from '@shared/domain/runConfig'
import { engineRuntime } from '../../../src/main/cli/runtime'
import { startEngine } from '../../../src/main/engine/engine'
import { aConfig } from '../../support/engine'
import { eventually } from '../../support/processes'
import { aFolder } from '../../support/storage/folders'

const config = aConfig({ network: { hidden: [16] }, batchSize: 1024, epochs: 2 })

async function anEngine(runsFolder: string) {
  const engine = await startEngine({ ...engineRuntime(), runsFolder, announce: () => undefined, executor: 'graph' })
  onTestFinished(() => engine.stop())
  const { handlers } = engine
  const running = async () => (await handlers.snapshot(undefined)).run as RunSnapshot
  return {
    ...engine, running, handlers,
    open: (runId: string) => handlers.openRun({ runId }),
    async train(settings: RunConfig) {
      const { runId } = await handlers.startRun(settings)
      await eventually('the run ends', async () => (await running()).state.kind === 'ended', 60_000)
      return runId
    },
  }
}

// One engine trains and another one only looks: two that compute do not fit into one process.
it('the loss within epochs and the log are those of the training itself, and steps that were trained twice are told once', async () => {
  const folder = aFolder()
  const engine = await anEngine(folder)
  const whole = await engine.train(config)
  const wholeLived = await engine.running()
  expect(wholeLived.batches.length).toBeGreaterThan(4)

  const { runId } = await engine.handlers.startRun({ ...config, epochs: 40 })
  await eventually('a step of the second epoch is told', async () => (await engine.running()).batches.some(({ epoch, step }) => epoch === 2 && step > 5), 60_000)
  await engine.handlers.stopRun({ runId })
  const stopped = await engine.running()
  const lastStep = stopped.batches.at(-1)?.totalSteps ?? 0
  expect(lastStep).toBeGreaterThan(stopped.epochs.length * Math.ceil(60_000 / 1024))

  await engine.handlers.continueRun({ runId })
  await eventually('it is past where it was', async () => ((await engine.running()).batches.at(-1)?.totalSteps ?? 0) > lastStep, 60_000)
  await engine.handlers.stopRun({ runId })
  const lived = await engine.running()
  const steps = lived.batches.map(({ totalSteps }) => totalSteps)
  expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b))
  expect(steps[0]).toBe(stopped.batches[0]?.totalSteps)
  expect(lived.log.filter(({ text }) => text.startsWith('Run started'))).toHaveLength(1)
  expect(lived.log.filter(({ text }) => text.startsWith('Run goes on'))).toHaveLength(1)
  await engine.stop()

  const another = await anEngine(folder)
  for (const [id, { batches, log, executorReason }] of [[whole, wholeLived], [runId, lived]] as const) {
    expect(executorReason).toMatch(/./)
    expect(await another.open(id)).toMatchObject({ batches, log, executorReason })
  }
})
