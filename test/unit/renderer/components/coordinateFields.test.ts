// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import CoordinateFields from '../../../../src/renderer/components/explore/CoordinateFields.vue'
import { i18n } from '../../../../src/renderer/texts'

async function type(text: string, latent = Float32Array.of(1, 2, 3)) {
  const fields = mount(CoordinateFields, { props: { latent }, global: { plugins: [i18n] } })
  const first = fields.get('input')
  await first.setValue(text)
  await first.trigger('change')
  return fields
}
const sent = (fields: Awaited<ReturnType<typeof type>>) => (fields.emitted('change')?.at(-1) as [Float32Array] | undefined)?.[0]

it.each([['0.5', 0.5], ['-1e2', -100], [' 4 ', 4], ['−2', -2]])('%s is the number %d', async (text, value) => {
  expect(sent(await type(text))).toEqual(Float32Array.of(value, 2, 3))
})

it.each(['', 'ten', '0,5', '0x10', '1e999', 'NaN', '<b>1</b>'])('%s is told to be none, and goes nowhere', async (text) => {
  const fields = await type(text)
  expect(sent(fields)).toBeUndefined()
  expect(fields.get('[role=alert]').text()).toContain('−0.5')
  expect(fields.get('input').attributes('aria-invalid')).toBe('true')
})

it('leaves the numbers that nobody typed as they are, to the last digit', async () => {
  const latent = Float32Array.of(1, -0.061196123, 31.415926)
  expect(sent(await type('5', latent))).toEqual(Float32Array.of(5, -0.061196123, 31.415926))
})
