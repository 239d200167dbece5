import { presetIds, presets } from '@shared/domain/presets'
import { describe, expect, it } from 'vitest'
import { useForm } from '../../../../src/renderer/stores/form'
import { openWindow, useFreshStores } from '../window'

describe('the form', () => {
  useFreshStores()

  it('begins with the seed, ready to start once there is an engine', async () => {
    const form = useForm()
    expect(form.config).toEqual(presets.seed.config)
    expect(form.problem).toBe('The engine is not ready yet')
    await openWindow()
    expect(form.problem).toBeNull()
  })

  it('says what is wrong, with the bounds, and counts it', async () => {
    await openWindow()
    const form = useForm()
    form.draft.numbers.epochs = 'ten'
    expect(form.errorAt('epochs')).toBe('This is not a number. Enter a whole number from 1 to 1,000.')
    form.draft.numbers.learningRate = '0,005'
    expect(form.errorAt('learningRate')).toBe('Write it without a comma: 0.005')
    expect(form.problem).toBe('2 settings need attention')
    expect(form.config).toBeNull()
  })

  it('warns of a bold rate and allows it', async () => {
    await openWindow()
    const form = useForm()
    form.draft.numbers.learningRate = '5'
    expect(form.rateWarning).toContain('Rates above 0.1')
    expect(form.problem).toBeNull()
  })

  it('refuses a network that the device cannot hold', async () => {
    await openWindow({ info: { memory: 100e6 } })
    expect(useForm().problem).toContain('the device has 100 MB')
  })

  it('knows when it differs from its preset, and goes back', () => {
    const form = useForm()
    form.choose('variational')
    expect(form.isChanged).toBe(false)
    form.draft.numbers['objective.beta'] = '4'
    expect(form.isChanged).toBe(true)
    form.reset()
    expect(form.config).toEqual(presets.variational.config)
  })

  it.each(presetIds)('knows %s unchanged, and a change of nothing but its epochs', (id) => {
    const form = useForm()
    form.choose(id)
    expect(form.isChanged).toBe(false)
    form.draft.numbers.epochs = '99'
    expect([form.preset, form.isChanged]).toEqual([id, true])
  })

  it('knows whether the optimizer of a branch goes on or begins afresh', () => {
    const form = useForm()
    const { config } = presets.seed
    const from = { runId: 'a-parent', epoch: 3, name: 'a run' }
    form.branchFrom({ ...from, optimizer: 'adam' }, config)
    expect(form.beginsAfresh).toBe(false)
    form.branchFrom({ ...from, optimizer: 'adam' }, { ...config, optimizer: { kind: 'rmsprop', decay: 0.9, momentum: 0, epsilon: 1e-6 } })
    expect(form.beginsAfresh).toBe(true)
    form.branchFrom({ ...from, optimizer: null }, config)
    expect(form.beginsAfresh).toBe(true)
    form.branchFrom({ ...from, optimizer: null }, { ...config, optimizer: { kind: 'sgd', momentum: 0 } })
    expect(form.beginsAfresh).toBe(false)
    form.endBranch()
    expect(form.beginsAfresh).toBe(false)
  })

  it('throws a seed that is allowed', () => {
    const form = useForm()
    for (let i = 0; i < 20; i++) {
      form.throwDice()
      expect(form.errorAt('seed')).toBeNull()
    }
  })
})
