import { afterEach, describe, expect, it } from 'vitest'
import { baseCompile } from '@intlify/message-compiler'
import en from '../../../src/renderer/texts/en'
import ko from '../../../src/renderer/texts/ko'
import { i18n, translate } from '../../../src/renderer/texts'

const files = import.meta.glob<string>(['../../../src/renderer/**/*.{vue,ts}', '!**/texts/**'], { query: '?raw', import: 'default', eager: true })
const sources = Object.values(files).join('\n')

function leaves(texts: object, prefix = ''): [key: string, text: string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${prefix}${key}`, value]] : leaves(value as object, `${prefix}${key}.`))
}
const english = new Map(leaves(en))
const korean = new Map(leaves(ko))
const keys = [...english.keys()]
afterEach(() => (i18n.global.locale.value = 'en'))

describe('the texts', () => {
  it('have every key that the window asks for by name', () => {
    const asked = [...sources.matchAll(/\b(?:t|translate)\(\s*'([\w.-]+)'/g)].map(([, key]) => key)
    expect(asked.length).toBeGreaterThan(50)
    expect(asked.filter(key => key && !keys.includes(key))).toEqual([])
  })

  it('are all asked for, by name or by a prefix', () => {
    const prefixes = [...sources.matchAll(/`((?:[a-z][\w-]*\.)+)[\w-]*\$\{/g)].map(([, prefix]) => prefix ?? '')
    const isAsked = (key: string) => sources.includes(`'${key}'`) || prefixes.some(prefix => key.startsWith(prefix))
    const inUse = keys.filter(key => !key.startsWith('explore.')) // its panels come one at a time
    expect(inUse.filter(key => !isAsked(key))).toEqual([])
  })

  it('are missed aloud, in either language', () => {
    expect(() => translate('shell.views.nowhere')).toThrow('There is no text "shell.views.nowhere" in en.')
    i18n.global.locale.value = 'ko'
    expect(() => translate('shell.views.nowhere')).toThrow('There is no text "shell.views.nowhere" in ko.')
  })

  it.each(['en', 'ko'] as const)('compile in %s', (language) => {
    i18n.global.locale.value = language
    for (const [key, text] of language === 'en' ? english : korean) {
      const problems: unknown[] = []
      baseCompile(text, { onError: problem => problems.push(problem) })
      expect(problems, key).toEqual([])
      expect(translate(key, 2), key).not.toBe(key)
    }
  })
})

describe.each([['en', english], ['ko', korean]] as const)('in %s', (_, texts) => {
  it('dots that go on stand at their word, where no line breaks before them', () => {
    expect([...texts].filter(([, text]) => /\s…/.test(text))).toEqual([])
  })
})

describe('Korean', () => {
  it('has every text that English has, and no other', () => {
    expect([...korean.keys()].filter(key => !english.has(key))).toEqual([])
    expect(keys.filter(key => !korean.has(key))).toEqual([])
  })

  it('names the same values', () => {
    const named = (text = '') => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort()
    for (const key of keys) expect(named(korean.get(key)), key).toEqual(named(english.get(key)))
  })

  it('has one form for every number, as the language has', () => {
    for (const [key, text] of korean) expect(text, key).not.toContain('|')
    i18n.global.locale.value = 'ko'
    for (const count of [0, 1, 2, 60]) expect(translate('train.run.stopped', { count }, count)).toBe(`${count}에포크 후 중지됨`)
  })

  it('leaves no English words standing: only names, units and figures are the same in both', () => {
    const same = keys.filter(key => english.get(key) === korean.get(key)).map(key => (korean.get(key) ?? '').replaceAll(/\{\w+\}/g, ''))
    expect(same.flatMap(text => text.match(/\b[a-z]{4,}\b/g) ?? [])).toEqual(['tanh'])
  })
})
