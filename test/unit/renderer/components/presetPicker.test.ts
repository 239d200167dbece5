// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import PresetPicker from '../../../../src/renderer/components/train/PresetPicker.vue'
import { i18n, speak } from '../../../../src/renderer/texts'

afterEach(() => speak('en'))

const show = (modelValue: 'seed' | 'sharper', changed = false) => mount(PresetPicker, { props: { modelValue, changed }, global: { plugins: [i18n] } })
const expectation = (picker: ReturnType<typeof show>) => picker.find('[data-testid="expected"]')

it('says what the preset is expected to reach, and when', async () => {
  const picker = show('seed')
  expect(expectation(picker).text()).toBe('Expect: test MSE 0.0216, kNN accuracy 75\u00a0%, about 10 s on two cores.')
  await picker.setProps({ modelValue: 'sharper' })
  expect(expectation(picker).text()).toBe('Expect: test MSE 0.0184, kNN accuracy 79\u00a0%, about 70 s on two cores.')
})

it('says so in Korean', () => {
  speak('ko')
  expect(expectation(show('seed')).text()).toBe('예상되는 결과: 테스트 MSE 0.0216, kNN 정확도 75\u00a0%, 코어 두 개에서 약 10초입니다.')
})

it('expects nothing of a configuration that was changed', () => {
  expect(expectation(show('seed', true)).exists()).toBe(false)
})
