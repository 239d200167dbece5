/** A run is files: another process may go on with it while this engine has it open. */
import { expect, it, onTestFinished } from 'vitest'
import { engineRuntime } from '../../../src/main/cli/runtime'
import { startEngine } from '../../../src/main/engine/engine'
import { openRunStore } from '../../../src/main/storage/runStore'
import { aConfig } from '../../support/engine'
import { aFolder } from '../../support/storage/folders'

it('a run that another process trained further is seen as far as it has come, also by the engine that began it', async () => {
  const folder = aFolder()
  const engine = await startEngine({ ...engineRuntime(), runsFolder: folder, announce: () => undefined, executor: 'graph' })
  onTestFinished(() => engine.stop())
  const { runId } = await engine.handlers.startRun(aConfig({ network: { hidden: [16] }, batchSize: 1024, epochs: 2 }))
  await engine.session?.ended
  const latents = async (epoch: number) => engine.handlers.latents({ runId, epoch, split: 'test' })
  await expect(latents(3)).rejects.toMatchObject({ code: 'E_NO_RUN' })

  const elsewhere = await (await openRunStore(folder)).open(runId, 'write')
  const [report] = elsewhere.reports().slice(-1)
  if (!report) throw new Error('two epochs were trained')
  const embeddings = { train: await elsewhere.embedding(2, 'train'), test: await elsewhere.embedding(2, 'test') }
  await elsewhere.commit({ report: { ...report, epoch: 3 }, totalSteps: 177, weights: await elsewhere.weights(2), optimizer: [], embeddings })
  await elsewhere.close()

  expect((await latents(3)).values).toEqual(embeddings.test.latents)
  expect((await engine.handlers.openRun({ runId })).epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3])
  expect((await latents(1)).values).toHaveLength(30_000)
})
