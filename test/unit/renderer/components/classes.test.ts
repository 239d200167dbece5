// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import ClassBars from '../../../../src/renderer/components/explore/ClassBars.vue'
import CloudLegend from '../../../../src/renderer/components/explore/CloudLegend.vue'
import { i18n } from '../../../../src/renderer/texts'

const namesOf = (count: number) => Array.from({ length: count }, (_, k) => `Kind ${k}`)
const global = { plugins: [i18n] }

describe.each([[1], [10], [300]])('with %i classes', (count) => {
  const names = namesOf(count)
  const legend = () => mount(CloudLegend, {
    global, props: { names, mode: 'class', scale: null, hidden: new Set([count - 1]), shapes: true, progress: null },
  })

  it('the legend names each of them, in a colour of its own, and each is hidden and shown', async () => {
    const shown = legend()
    const entries = shown.findAll('.classes button')
    expect(entries.map(entry => entry.text())).toEqual(names)
    expect(entries.at(-1)?.attributes('aria-pressed')).toBe('false')
    await entries.at(-1)?.trigger('click')
    expect(shown.emitted('toggle')).toEqual([[count - 1]])
    const colours = new Set(entries.map(entry => entry.get('svg').html().match(/rgb\([^)]*\)/)?.[0]))
    expect(colours.size).toBeGreaterThan(0.8 * count)
  })

  it('a class is shown alone by keyboard as by double-click, and is not hidden on the way', async () => {
    const shown = legend()
    await shown.get('.classes button').trigger('keydown', { key: 'Enter' })
    expect(shown.emitted('solo')).toBeUndefined()
    await shown.get('.classes button').trigger('keydown', { key: 'Enter', shiftKey: true })
    await shown.get('.classes button').trigger('dblclick')
    expect(shown.emitted('solo')).toEqual([[0], [0]])
    expect(shown.emitted('toggle')).toBeUndefined()
  })

  it('the bars tell how many there are of each class that has any', () => {
    const histogram = names.map((_, k) => k === 0 ? 0 : k)
    const bars = mount(ClassBars, { global, props: { names, histogram } })
    expect(bars.findAll('dt').map(name => name.text())).toEqual(names.slice(1))
    expect(bars.findAll('.number').map(number => number.text())).toEqual(histogram.slice(1).map(String))
    const widths = bars.findAll('.bar').map(bar => Number.parseFloat((bar.element as HTMLElement).style.width))
    if (count > 1) expect(widths.at(-1)).toBe(100)
  })
})

it('a class without a name is told by its number', () => {
  const bars = mount(ClassBars, { global, props: { names: ['Bag'], histogram: [1, 2] } })
  expect(bars.findAll('dt').map(name => name.text())).toEqual(['Bag', '1'])
})
