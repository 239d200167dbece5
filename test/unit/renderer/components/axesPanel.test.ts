// @vitest-environment happy-dom
import { imagePixels } from '@shared/domain/image'
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import AxesPanel from '../../../../src/renderer/components/explore/AxesPanel.vue'
import { i18n } from '../../../../src/renderer/texts'

it.each([[3, 3, null], [20, 16, '16']])('of %i axes %i have pictures, and that others have none is told', (axes, pictured, told) => {
  const panel = mount(AxesPanel, {
    global: { plugins: [i18n] },
    props: {
      ranges: Array.from({ length: axes }, () => ({ low: -1, high: 1 })), origin: new Float32Array(axes),
      strips: new Uint8Array(pictured * 2 * imagePixels), stripLength: 2, decoded: null, flat: false, axisNames: [], sheet: false, count: 5, plane: 'xy', depth: 0,
    },
  })
  expect(panel.findAll('.strip')).toHaveLength(pictured)
  const note = panel.find('[data-testid=no-strips]')
  expect(note.exists()).toBe(told !== null)
  if (told !== null) expect(note.text()).toContain(told)
})
