// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import GlossaryList from '../../../../src/renderer/components/help/GlossaryList.vue'
import LicenceList from '../../../../src/renderer/components/help/LicenceList.vue'
import { parts } from '../../../../src/renderer/components/help/parts'
import { i18n } from '../../../../src/renderer/texts'
import en from '../../../../src/renderer/texts/en'
import ko from '../../../../src/renderer/texts/ko'

const show = (component: typeof LicenceList | typeof GlossaryList) => mount(component, { global: { plugins: [i18n] } })
afterEach(() => (i18n.global.locale.value = 'en'))

describe.each([['en', en], ['ko', ko]] as const)('the glossary in %s', (language, texts) => {
  it('tells every word that has a text, by its name and in a sentence', () => {
    i18n.global.locale.value = language
    const shown = show(GlossaryList).findAll('.word').map(word => [word.get('dt').text(), word.get('dd').text()])
    expect(shown.sort()).toEqual(Object.values(texts.help.words.list).map(({ name, text }) => [name, text]).sort())
    for (const [name, text] of shown) expect(text, name).toMatch(/\.$/)
  })
})

it('the licences are shown, with our own', () => {
  const text = show(LicenceList).text()
  for (const { name, licence } of parts) expect(text).toContain(`${name} ${licence}`)
  expect(text).toContain('MIT licence')
})
