import { presets } from '@shared/domain/presets'
import { LabError } from '@shared/errors'
import { describe, expect, it } from 'vitest'
import { engine } from '../../../../src/renderer/clients/engine'
import { useForm } from '../../../../src/renderer/stores/form'
import { useMessages } from '../../../../src/renderer/stores/messages'
import { useShown } from '../../../../src/renderer/stores/shown'
import { useTimeline } from '../../../../src/renderer/stores/timeline'
import { useTraining } from '../../../../src/renderer/stores/training'
import { createFakeEngine } from '../../../support/window/fakeEngine'
import { aKeptRun, aReport, createFakeRuns, snapshotOf } from '../../../support/window/fakeRuns'
import { attachEngine, openWindow, until, useFreshStores } from '../window'

const config = { ...presets.seed.config, epochs: 3 }
const kept = createFakeRuns([aKeptRun(0), aKeptRun(1), aKeptRun(2, { parent: { id: aKeptRun(0).id, epoch: 4 } })])
const [plain, other, branched] = kept.runs.map(({ id }) => id) as [string, string, string]
const find = (runId: string) => snapshotOf(kept.find(runId))

describe('the shown run', () => {
  useFreshStores()

  it('is the engine\'s own until another is opened, and again afterwards', async () => {
    await openWindow({ find })
    const [training, shown, timeline] = [useTraining(), useShown(), useTimeline()]
    await training.start(config)
    await until(() => training.state?.kind === 'ended')
    expect([shown.isOpened, shown.runId, timeline.last]).toEqual([false, training.runId, 3])
    expect(await shown.open(plain)).toBe(true)
    expect([shown.isOpened, shown.runId, timeline.last]).toEqual([true, plain, 10])
    expect([shown.floors, shown.run?.config, shown.canResume]).toEqual([find(plain).floors, find(plain).config, false])
    shown.close()
    expect([shown.isOpened, shown.runId, timeline.last]).toEqual([false, training.runId, 3])
  })

  it('leaves the run that trains alone', async () => {
    await openWindow({ find, beat: 5, reportsPerEpoch: 50 })
    const [training, shown] = [useTraining(), useShown()]
    await training.start(config)
    await until(() => training.state?.kind === 'training')
    await shown.open(plain)
    const before = training.latestBatch?.totalSteps ?? 0
    await until(() => (training.latestBatch?.totalSteps ?? 0) > before)
    expect([shown.runId, shown.epochs.length, shown.batches]).toEqual([plain, 10, []])
    await training.stop()
    expect(training.state).toMatchObject({ kind: 'ended', reason: 'stopped' })
  })

  it('gives way to a run that begins', async () => {
    await openWindow({ find })
    await useShown().open(plain)
    await useTraining().start(config)
    await until(() => !useShown().isOpened)
    expect(useShown().runId).toBe(useTraining().runId)
    await until(() => useTraining().state?.kind === 'ended')
  })

  it('is the later one of two that were asked for', async () => {
    await openWindow({ find })
    const [first, second] = await Promise.all([useShown().open(plain), useShown().open(other)])
    expect([first, second, useShown().runId]).toEqual([false, true, other])
  })

  it('stays what it was where a run cannot be opened, and says why', async () => {
    await openWindow({ find: () => {
      throw new LabError('E_RUN_DAMAGED', 'run.json does not verify.')
    } })
    expect(await useShown().open(plain)).toBe(false)
    expect(useMessages().messages.map(({ text }) => text)).toEqual(['run.json does not verify.'])
    expect(useShown().runId).toBeNull()
  })

  it('has a timeline that begins where its run was branched off', async () => {
    await openWindow({ find })
    await useShown().open(branched)
    const timeline = useTimeline()
    expect([timeline.first, timeline.last]).toEqual([5, 20])
    timeline.scrub(1)
    expect(timeline.epoch).toBe(5)
  })
})

describe('going on', () => {
  useFreshStores()

  it('is offered for a run that the engine died on, whose successor finds it on the disk', async () => {
    await openWindow({ beat: 5, reportsPerEpoch: 4 })
    const [training, shown] = [useTraining(), useShown()]
    await training.start(config)
    await until(() => training.epochs.length > 0)
    const runId = training.runId ?? ''
    training.abandon('The engine stopped.')
    engine.detach(new LabError('E_ENGINE_DIED', 'The engine stopped.'))
    expect([shown.canResume, shown.isKept]).toEqual([true, false])
    const found = { ...snapshotOf(aKeptRun(0)), runId, config, epochs: [aReport(1)] }
    attachEngine(createFakeEngine({ beat: 1, compileTime: 1, reportsPerEpoch: 4, find: () => found }))
    await until(() => shown.isKept)
    expect(training.epochs.map(({ epoch }) => epoch)).toEqual([1])
    expect(await training.continueRun(runId)).toBe(true)
    await until(() => training.state?.kind === 'ended')
    expect([training.runId, training.epochs.map(({ epoch }) => epoch)]).toEqual([runId, [1, 2, 3]])
  })

  it('as a branch takes the settings of the form, and only after the epoch that it begins from', async () => {
    await openWindow({ find })
    const form = useForm()
    const { facts } = kept.find(plain)
    if (!facts) throw new Error('it has facts')
    form.branchFrom({ runId: plain, epoch: 10, name: 'a run', optimizer: 'adam' }, facts.config)
    expect([form.config?.epochs, form.problem]).toEqual([20, null])
    form.draft.numbers.epochs = '10'
    expect(form.problem).toBe('A branch from epoch 10 needs more than 10 epochs.')
    form.draft.numbers.epochs = '11'
    form.draft.numbers.learningRate = '0.001'
    await form.train()
    expect([form.parent, useTraining().run?.config.learningRate]).toEqual([null, 0.001])
    await useTraining().stop()
  })

  it('is no branch any more once a preset or another configuration is chosen', () => {
    const form = useForm()
    form.branchFrom({ runId: plain, epoch: 1, name: 'a run', optimizer: 'adam' }, config)
    form.choose('sharper')
    expect(form.parent).toBeNull()
    form.branchFrom({ runId: plain, epoch: 1, name: 'a run', optimizer: 'adam' }, config)
    form.load(config)
    expect(form.parent).toBeNull()
  })
})
