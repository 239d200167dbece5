// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { defineComponent } from 'vue'
import StatusBar from '../../../../src/renderer/components/shell/StatusBar.vue'
import { i18n } from '../../../../src/renderer/texts'

/** A tip that is open. */
const Tip = defineComponent({ setup: (_, { slots }) => () => [slots['default']?.(), slots['content']?.()] })

function show(executorReason: string | null) {
  return mount(StatusBar, {
    props: { process: { kind: 'ready' }, connected: true, info: null, memory: null, runState: null, executor: 'graph', executorReason, progress: null },
    global: { plugins: [i18n], stubs: { Tip } },
  })
}

it('the badge of the executor says what it is, and why it was taken where that is known', () => {
  const told = show('XLA cannot compile it: unsupported op.')
  expect(told.text()).toContain('The training loop runs as a TensorFlow graph.')
  expect(told.get('[data-testid="executor-reason"]').text()).toBe('XLA cannot compile it: unsupported op.')
  expect(show(null).find('[data-testid="executor-reason"]').exists()).toBe(false)
})
