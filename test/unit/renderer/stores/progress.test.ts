import { presets } from '@shared/domain/presets'
import { describe, expect, it } from 'vitest'
import { progressOf } from '../../../../src/renderer/stores/progress'
import { aBatch, aReport } from '../builders'

const config = presets.seed.config // 10 epochs

describe('progress', () => {
  it('begins at nothing and tells no time that was not measured', () => {
    expect(progressOf(config, { kind: 'compiling' }, [], null)).toEqual({ epoch: 1, epochs: 10, share: 0, imagesPerSecond: null, secondsLeft: null })
  })

  it('counts the steps within an epoch', () => {
    const progress = progressOf(config, { kind: 'training' }, [aReport(1), aReport(2)], aBatch(3, 469, 938))
    expect(progress).toMatchObject({ epoch: 3, share: 0.25 })
  })

  it('adds the evaluations to the time left', () => {
    // 7.5 epochs of 0.6 s, and 8 evaluations of 0.4 s.
    const progress = progressOf(config, { kind: 'training' }, [aReport(1), aReport(2)], aBatch(3, 469, 938))
    expect(progress.secondsLeft).toBeCloseTo(7.5 * 0.6 + 8 * 0.4)
  })

  it('is whole at the end, and has no time left', () => {
    const epochs = Array.from({ length: 10 }, (_, i) => aReport(i + 1))
    const end = progressOf(config, { kind: 'ended', reason: 'finished', message: '' }, epochs, aBatch(10, 938, 938))
    expect(end).toMatchObject({ epoch: 10, share: 1, secondsLeft: null })
  })

  it('does not run on while paused', () => {
    expect(progressOf(config, { kind: 'paused' }, [aReport(1)], aBatch(2, 100, 938)).secondsLeft).toBeNull()
  })

  it('ignores a batch report of an epoch that is done', () => {
    expect(progressOf(config, { kind: 'training' }, [aReport(1)], aBatch(1, 900, 938)).share).toBeCloseTo(0.1)
  })
})
