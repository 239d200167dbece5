// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import GlossaryList from '../../../../src/renderer/components/help/GlossaryList.vue'
import LicenceList from '../../../../src/renderer/components/help/LicenceList.vue'
import { i18n } from '../../../../src/renderer/texts'
import en from '../../../../src/renderer/texts/en'
import ko from '../../../../src/renderer/texts/ko'

const show = (component: typeof LicenceList | typeof GlossaryList) => mount(component, { global: { plugins: [i18n] } })
afterEach(() => {
  i18n.global.locale.value = 'en'
  vi.unstubAllGlobals()
})

describe.each([['en', en], ['ko', ko]] as const)('the glossary in %s', (language, texts) => {
  it('tells every word that has a text, by its name and in a sentence', () => {
    i18n.global.locale.value = language
    const shown = show(GlossaryList).findAll('.word').map(word => [word.get('dt').text(), word.get('dd').text()])
    expect(shown.sort()).toEqual(Object.values(texts.help.words.list).map(({ name, text }) => [name, text]).sort())
    for (const [name, text] of shown) expect(text, name).toMatch(/\.$/)
  })
})

describe('the licences', () => {
  const shown = async (answer: () => Promise<Response>) => {
    const fetched = vi.fn(answer)
    vi.stubGlobal('fetch', fetched)
    const list = show(LicenceList)
    await flushPromises()
    expect(fetched).toHaveBeenCalledExactlyOnceWith('./licences.json')
    expect(list.text()).toContain('MIT licence') // our own
    return list.findAll('li').map(part => part.text())
  }

  it('are those that the build wrote down, with Electron\'s and TensorFlow\'s', async () => {
    expect(await shown(async () => Response.json([{ name: '@a/b', licence: 'ISC' }]))).toEqual(['Electron MIT', 'TensorFlow Apache-2.0', '@a/b ISC'])
  })

  it('are at least these two where nothing was built', async () => {
    for (const answer of [async () => new Response('<!doctype html>'), () => Promise.reject(new Error('gone'))]) {
      expect(await shown(answer)).toEqual(['Electron MIT', 'TensorFlow Apache-2.0'])
    }
  })
})
