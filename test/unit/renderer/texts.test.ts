import { describe, expect, it } from 'vitest'
import en from '../../../src/renderer/texts/en'
import { i18n } from '../../../src/renderer/texts'

const files = import.meta.glob<string>(['../../../src/renderer/**/*.{vue,ts}', '!**/texts/**'], { query: '?raw', import: 'default', eager: true })
const sources = Object.values(files).join('\n')

function leaves(texts: object, prefix = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key}`] : leaves(value as object, `${prefix}${key}.`))
}
const keys = leaves(en)

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

  it('compile', () => {
    for (const key of keys) expect(() => i18n.global.t(key, 2)).not.toThrow()
  })
})
