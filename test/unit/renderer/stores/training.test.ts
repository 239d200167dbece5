import { presets } from '@shared/domain/presets'
import { LabError } from '@shared/errors'
import { describe, expect, it } from 'vitest'
import { engine } from '../../../../src/renderer/clients/engine'
import { useEngine } from '../../../../src/renderer/stores/engine'
import { useMessages } from '../../../../src/renderer/stores/messages'
import { useTraining } from '../../../../src/renderer/stores/training'
import { attachEngine, openWindow, until, useFreshStores } from '../window'
import { createFakeEngine } from '../../../support/window/fakeEngine'

const config = { ...presets.seed.config, epochs: 3 }

describe('the training store', () => {
  useFreshStores()

  it('follows a run from its start to its end', async () => {
    await openWindow()
    const training = useTraining()
    expect(await training.start(config)).toBe(true)
    await until(() => training.state?.kind === 'ended')
    expect(training.epochs.map(e => e.epoch)).toEqual([1, 2, 3])
    expect(training.progress).toMatchObject({ share: 1, epoch: 3 })
    expect(training.floors?.pca.components).toBe(3)
    expect(training.executor).toBe('xla')
    expect(training.executorReason).toMatch(/^A step took .* under XLA/)
    expect(training.log.at(-1)?.text).toBe('Finished.')
  })

  it('pauses, steps, resumes and stops', async () => {
    await openWindow({ beat: 5, reportsPerEpoch: 400 })
    const training = useTraining()
    await training.start(config)
    await until(() => training.state?.kind === 'training')
    await training.pause()
    await until(() => training.state?.kind === 'paused')
    const before = training.latestBatch?.totalSteps ?? 0
    await training.step()
    await until(() => training.latestBatch?.totalSteps === before + 1)
    await training.resume()
    await until(() => training.state?.kind === 'training')
    await training.stop()
    await until(() => training.state?.kind === 'ended')
    expect(training.isActive).toBe(false)
  })

  it('notes a learning rate that was set by hand', async () => {
    await openWindow({ beat: 5, reportsPerEpoch: 400 })
    const training = useTraining()
    await training.start(config)
    await until(() => training.state?.kind === 'training')
    await training.setLearningRate(0.0005)
    await until(() => training.learningRate === 0.0005)
    expect(training.rateChanges.map(r => r.learningRate)).toEqual([0.0005])
    await training.stop()
  })

  it('turns a refusal into a message, and is free for the next command', async () => {
    await openWindow({ beat: 5, reportsPerEpoch: 400 })
    const training = useTraining()
    await training.start(config)
    expect(await training.start(config)).toBe(false)
    expect(useMessages().messages.at(-1)).toMatchObject({ level: 'error', text: 'A run is under way. Stop it first.' })
    expect(training.pending).toBeNull()
    await training.stop()
  })

  it('shows the whole picture to a window that comes later', async () => {
    const { fakeEngine } = await openWindow()
    fakeEngine.handlers.startRun(config)
    const training = useTraining()
    await until(() => training.state?.kind === 'ended')
    training.$dispose()
    attachEngine(fakeEngine) // as after a reload: a new port, a new snapshot
    await until(() => useTraining().epochs.length === 3)
    expect(useTraining().run?.config).toEqual(config)
  })

  it('takes a snapshot when events tell of a run it does not know', async () => {
    const { fakeEngine } = await openWindow({ beat: 2 })
    fakeEngine.handlers.startRun(config)
    await until(() => useTraining().run?.runId === 'made-up-1')
    fakeEngine.end('stopped', 'Stopped.')
  })

  it('marks the run as failed when the engine dies, keeps its figures, and takes what a new engine says', async () => {
    const { fakeMain } = await openWindow({ beat: 5 })
    const training = useTraining()
    await training.start({ ...config, epochs: 50 })
    await until(() => training.epochs.length > 0)
    fakeMain.engineBecomes({ kind: 'gone', message: 'The engine stopped (out of memory).', restarting: true })
    engine.detach(new LabError('E_ENGINE_DIED', 'The engine stopped (out of memory).'))
    await until(() => training.state?.kind === 'ended')
    expect(training.state).toMatchObject({ reason: 'failed', message: 'The engine stopped (out of memory).' })
    expect(training.epochs.length).toBeGreaterThan(0)
    expect(training.isKept).toBe(false)
    attachEngine(createFakeEngine())
    await until(() => useEngine().isReady)
    expect(training.epochs.length).toBeGreaterThan(0)
  })
})
