// @vitest-environment happy-dom
import { presets } from '@shared/domain/presets'
import type { RunState } from '@shared/domain/run'
import { mount } from '@vue/test-utils'
import { TooltipProvider } from 'reka-ui'
import { describe, expect, it } from 'vitest'
import { h } from 'vue'
import RunBar from '../../../../src/renderer/components/train/RunBar.vue'
import { progressOf } from '../../../../src/renderer/stores/progress'
import { i18n } from '../../../../src/renderer/texts'
import { aBatch, aReport } from '../builders'

function show(state: RunState | null, epochs = 0, step = 0) {
  const reports = Array.from({ length: epochs }, (_, i) => aReport(i + 1))
  const batch = step > 0 ? aBatch(epochs + 1, step, 938) : null
  const progress = state && progressOf(presets.seed.config, state, reports, batch)
  return mount(() => h(TooltipProvider, () => h(RunBar, { state, progress, epochs: reports, pending: null })), { global: { plugins: [i18n] } })
}
const title = (...args: Parameters<typeof show>) => show(...args).get('[data-testid="run-title"]').text()

describe('the bar of a run', () => {
  it('says in a sentence what goes on', () => {
    expect(title(null)).toBe('Nothing trained yet')
    expect(title({ kind: 'compiling' })).toBe('Compiling the training step (about 2 s, once)')
    expect(title({ kind: 'training' }, 3, 100)).toBe('Epoch 4 of 10')
    expect(title({ kind: 'paused' }, 3, 100)).toBe('Paused in epoch 4 of 10')
    expect(title({ kind: 'ended', reason: 'finished', message: '' }, 10)).toBe('Finished: 10 epochs')
    expect(title({ kind: 'ended', reason: 'stopped', message: '' }, 1)).toBe('Stopped after 1 epoch')
    expect(title({ kind: 'ended', reason: 'stopped', message: '' }, 0)).toBe('Stopped after 0 epochs')
  })

  it('tells the time left and the speed', () => {
    expect(show({ kind: 'training' }, 3, 469).text()).toContain('about 7 s left')
    expect(show({ kind: 'training' }, 3, 469).text()).toContain('100,000 images/s')
    expect(show({ kind: 'paused' }, 3, 469).text()).not.toContain('images/s')
  })

  it('offers what can be done now', () => {
    const offered = (state: RunState | null) =>
      show(state, 1, 10).findAll('button').filter(b => !b.attributes('disabled') && b.attributes('disabled') !== '').map(b => b.attributes('data-testid'))
    expect(offered(null)).toEqual([])
    expect(offered({ kind: 'compiling' })).toEqual(['stop'])
    expect(offered({ kind: 'training' })).toEqual(['pause', 'stop'])
    expect(offered({ kind: 'paused' })).toEqual(['resume', 'step', 'stop'])
    expect(offered({ kind: 'ended', reason: 'stopped', message: '' })).toEqual([])
  })

  it('has no number on its bar while nothing can be counted', () => {
    const bar = (state: RunState) => show(state, 1, 469).get('[data-testid="progress"]')
    expect(bar({ kind: 'compiling' }).attributes('aria-valuenow')).toBeUndefined()
    expect(bar({ kind: 'training' }).attributes('aria-valuenow')).toBe('15')
  })
})
