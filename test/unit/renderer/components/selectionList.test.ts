// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { nextTick } from 'vue'
import SelectionList from '../../../../src/renderer/components/explore/SelectionList.vue'
import { findNumber, orderOf } from '../../../../src/renderer/components/explore/listOrder'
import { pointCount } from '../../../../src/renderer/stores/latent'
import { i18n } from '../../../../src/renderer/texts'

const labels = Uint8Array.from({ length: pointCount }, (_, i) => (i * 7) % 10)
const errors = Float32Array.from({ length: pointCount }, (_, i) => i === 3 ? NaN : (i * 37 % 1000) / 1000)
const everything = Int32Array.from({ length: pointCount }, (_, i) => i)

async function open(indices = everything, cursor = -1) {
  const list = mount(SelectionList, {
    props: { indices, labels, errors, cursor, 'onUpdate:cursor': (to: number) => void list.setProps({ cursor: to }) },
    global: { plugins: [i18n] }, attachTo: document.body,
  })
  await nextTick()
  const box = list.get('[role=listbox]')
  const active = () => document.getElementById(box.attributes('aria-activedescendant') ?? '')
  return { list, box, active }
}

it('70,000 images are one list of a few rows, whose names tell class, image and error', async () => {
  const { list, box, active } = await open()
  expect(list.findAll('[role=option]').length).toBeLessThan(30)
  expect(box.attributes('aria-label')).toBe('70,000 images')
  expect(active()?.getAttribute('aria-label')).toMatch(/^T-shirt\/top, Train image 0, error 0[.0]*$/)
  expect(active()?.getAttribute('aria-setsize')).toBe('70000')
  list.unmount()
})

it('keys go through it and lead the cursor of the stage; Enter chooses', async () => {
  const { list, box, active } = await open()
  for (const [key, index] of [['ArrowDown', 1], ['PageDown', 13], ['ArrowUp', 12], ['End', 69_999], ['PageUp', 69_987], ['Home', 0], ['ArrowUp', 0]] as const) {
    await box.trigger('keydown', { key })
    expect(list.props('cursor'), key).toBe(index)
    expect(active()?.getAttribute('aria-posinset'), 'what is heard is in the page').toBe(String(index + 1))
  }
  await box.trigger('keydown', { key: 'ArrowDown' })
  await box.trigger('keydown', { key: 'Enter' })
  expect(list.emitted('choose')).toEqual([[1]])
  list.unmount()
})

it('it follows the cursor of the stage, and begins where that stands', async () => {
  const { list, active } = await open(everything, 40_000)
  expect(active()?.getAttribute('aria-label')).toContain('Train image 40,000')
  await list.setProps({ cursor: 60_005 })
  expect(active()?.getAttribute('aria-label')).toContain('Test image 5')
  await list.setProps({ cursor: -1 })
  expect(active()?.getAttribute('aria-label'), 'a pointer that left takes nothing along').toContain('Test image 5')
  list.unmount()
})

it('a typed number is gone to, that of the other split next, and one that is not listed is told', async () => {
  const { list, active } = await open()
  const go = async (text: string) => {
    await list.get('[data-testid=list-number]').setValue(text)
    await list.get('form').trigger('submit')
  }
  await go('77')
  expect(active()?.getAttribute('aria-label')).toContain('Train image 77')
  await go('77')
  expect(active()?.getAttribute('aria-label')).toContain('Test image 77')
  for (const text of ['60000', 'ten', '']) {
    await go(text)
    expect(list.find('[role=alert]').exists(), text).toBe(true)
  }
  list.unmount()
})

it('a list that shrinks under its cursor begins anew, and an empty one takes keys', async () => {
  const { list, box, active } = await open(everything, 500)
  await list.setProps({ indices: Int32Array.of(8, 9) })
  expect(active()?.getAttribute('aria-posinset')).toBe('1')
  await list.setProps({ indices: new Int32Array(0) })
  for (const key of ['End', 'ArrowDown', 'Enter']) await box.trigger('keydown', { key })
  expect(list.emitted('choose')).toBeUndefined()
  expect(box.attributes('aria-activedescendant')).toBeUndefined()
  list.unmount()
})

it('orders are by number, by error from the largest on, and by class', () => {
  const indices = Int32Array.of(1, 2, 3, 4, 11)
  const some = { labels: Uint8Array.of(0, 5, 2, 5, 2, 0, 0, 0, 0, 0, 0, 0), errors: Float32Array.of(0, 0.1, 0.3, NaN, 0.3, 0, 0, 0, 0, 0, 0, 0.2) }
  expect([...orderOf('number', indices, some)]).toEqual([1, 2, 3, 4, 11])
  expect([...orderOf('error', indices, some)]).toEqual([2, 4, 11, 1, 3])
  expect([...orderOf('class', indices, some)]).toEqual([11, 2, 4, 1, 3])
  expect([...orderOf('error', indices, { labels: null, errors: null })]).toEqual([...indices])
  expect(findNumber(Int32Array.of(60_004, 7, 4), 4, 0)).toBe(2)
  expect(findNumber(new Int32Array(0), 4, 0)).toBe(-1)
})
