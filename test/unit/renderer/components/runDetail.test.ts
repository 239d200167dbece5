// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import RunDetail from '../../../../src/renderer/components/runs/RunDetail.vue'
import { i18n } from '../../../../src/renderer/texts'
import { aKeptRun } from '../../../support/window/fakeRuns'

function show(setAside: number) {
  const run = { ...aKeptRun(0), setAside }
  const props = { run, glimpse: null, parentName: null, busy: false, ready: true, canExplore: true, transferring: false }
  return mount(RunDetail, { props, global: { plugins: [i18n], stubs: ['CloudThumb', 'PixelCanvas'] } })
}

describe('the chosen run', () => {
  it('says how many of its epochs were set aside, and where they are', () => {
    expect(show(1).get('[data-testid="set-aside"]').text()).toMatch(/^One epoch was set aside.*"quarantine"\.$/)
    expect(show(1200).get('[data-testid="set-aside"]').text()).toMatch(/^1,200 epochs were set aside/)
    expect(show(0).find('[data-testid="set-aside"]').exists()).toBe(false)
  })
})
