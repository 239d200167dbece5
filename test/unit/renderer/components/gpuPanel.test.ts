// @vitest-environment happy-dom
import type { GpuState } from '@shared/domain/compute'
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import GpuPanel from '../../../../src/renderer/components/settings/GpuPanel.vue'
import { i18n } from '../../../../src/renderer/texts'

const offer = { refusal: null, packages: 13, download: 3.38e9, installed: 5.67e9, free: 60e9, state: { kind: 'absent', done: 0, of: 0, reason: null } } as const

function show(kind: GpuState['kind'], isUsed: boolean | null = false, busy = false) {
  const panel = mount(GpuPanel, { props: { offer, state: { kind, done: 0, of: 0, reason: null }, isUsed, busy }, global: { plugins: [i18n] } })
  const offered = panel.findAll('button').filter(button => button.attributes('disabled') === undefined).map(button => button.attributes('data-testid'))
  return { panel, offered, standing: panel.get('[data-testid="gpu-state"]').text() }
}

describe('the panel of the GPU build', () => {
  it('offers to fetch it, to take it from a folder, and the list of what that needs', () => {
    expect(show('absent').offered).toEqual(['fetch-gpu', 'install-gpu', 'copy-wheels'])
  })

  it('offers a restart where it came into use beside a run, once the run has ended', async () => {
    expect(show('active').standing).toBe('In use from the engine\'s next start')
    expect(show('active').offered).toEqual(['restart-for-gpu', 'remove-gpu'])
    expect(show('active', false, true).offered).toEqual([])
    expect(show('active', true)).toMatchObject({ offered: ['remove-gpu'], standing: 'In use' })
    expect(show('active', null).offered, 'the engine starts just now').toEqual(['remove-gpu'])
    const { panel } = show('active')
    await panel.get('[data-testid="restart-for-gpu"]').trigger('click')
    expect(panel.emitted('restart')).toHaveLength(1)
  })

  it('can be stopped while its test waits for a run', () => {
    expect(show('waiting', false, true)).toMatchObject({ offered: ['pause-gpu'], standing: 'Installed; tested when nothing else computes…' })
  })
})
