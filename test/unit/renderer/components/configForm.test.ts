// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { TooltipProvider } from 'reka-ui'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { h, nextTick } from 'vue'
import ConfigForm from '../../../../src/renderer/components/train/ConfigForm.vue'
import { useForm } from '../../../../src/renderer/stores/form'
import { i18n } from '../../../../src/renderer/texts'

function mountForm() {
  const form = useForm()
  const wrapper = mount((_: object, { attrs }: { attrs: object }) => h(TooltipProvider, { delayDuration: 0 }, () => h(ConfigForm, attrs as never)), {
    props: { 'modelValue': form.draft, 'errorAt': form.errorAt, 'rateWarning': form.rateWarning, 'onUpdate:modelValue': () => undefined } as object,
    global: { plugins: [i18n] },
    attachTo: document.body,
  })
  /** The parent's part: what the store says after a change. */
  async function type(testId: string, text: string) {
    await wrapper.get(`[data-testid="${testId}"]`).setValue(text)
    await wrapper.setProps({ errorAt: (place: Parameters<typeof form.errorAt>[0]) => form.errorAt(place), rateWarning: form.rateWarning })
  }
  return { form, wrapper, type }
}

describe('the form on the screen', () => {
  beforeEach(() => {
    setActivePinia(createPinia())
    document.body.replaceChildren()
  })

  it('says beside the field what is wrong, and ties the sentence to it', async () => {
    const { wrapper, type } = mountForm()
    await type('field-epochs', '1.5')
    const input = wrapper.get('[data-testid="field-epochs"]')
    expect(input.attributes('aria-invalid')).toBe('true')
    const note = document.getElementById(input.attributes('aria-describedby') ?? '')
    expect(note?.textContent).toBe('Enter a whole number from 1 to 1,000.')
    await type('field-epochs', '15')
    expect(input.attributes('aria-invalid')).toBeUndefined()
  })

  it('keeps what was typed, letter by letter', async () => {
    const { form, type } = mountForm()
    await type('field-learningRate', '1e-3 ')
    expect(form.draft.numbers.learningRate).toBe('1e-3 ')
    expect(form.config?.learningRate).toBe(0.001)
  })

  it('has a label for every field', () => {
    const { wrapper } = mountForm()
    for (const input of wrapper.findAll('input')) {
      const named = input.attributes('aria-label') ?? document.querySelector(`label[for="${input.attributes('id')}"]`)?.textContent
      expect(named, input.html()).toBeTruthy()
    }
  })

  it('explains every field, also to who comes by keyboard, and what is wrong before what is meant', async () => {
    const { wrapper, type } = mountForm()
    for (const group of wrapper.findAll('.trigger[aria-expanded="false"]')) await group.trigger('click')
    const described = (element: Element) => document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent
    const fields = wrapper.findAll('.field [id]').filter(({ element }) => element.matches('input, button'))
    expect(fields.length).toBeGreaterThan(15)
    for (const { element } of fields) expect(described(element), element.outerHTML).toMatch(/\.$/)

    const rate = wrapper.get('[data-testid="field-learningRate"]')
    await rate.trigger('keyup', { key: 'Tab' })
    await vi.waitFor(() => expect(document.querySelector('[data-testid="hint"]')?.textContent).toContain('How far each step goes.'))
    await rate.trigger('keydown', { key: '5' })
    await vi.waitFor(() => expect(document.querySelector('[data-testid="hint"]')).toBeNull())
    await type('field-learningRate', 'x')
    expect(described(rate.element)).toContain('not a number')
  })

  it('adds and removes hidden layers', async () => {
    const { form, wrapper } = mountForm()
    await wrapper.get('.add').trigger('click')
    expect(form.draft.hidden).toEqual(['128', '64', '12', '6'])
    await wrapper.findAll('.remove')[0]?.trigger('click')
    expect(form.draft.hidden).toEqual(['64', '12', '6'])
  })

  it('names the layer that is wrong', async () => {
    const { wrapper, type } = mountForm()
    await type('field-hidden-1', '1e7')
    expect(wrapper.get('[data-testid="field-hidden-1"]').attributes('aria-invalid')).toBe('true')
    expect(wrapper.get('[data-testid="field-hidden"]').text()).toContain('from 1 to 4,096')
  })

  it('steps a number with the arrow keys', async () => {
    const { form, wrapper } = mountForm()
    await wrapper.get('[data-testid="field-epochs"]').trigger('keydown', { key: 'ArrowUp' })
    await nextTick()
    expect(form.draft.numbers.epochs).toBe('11')
  })
})
