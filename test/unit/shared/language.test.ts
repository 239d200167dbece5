import { expect, it } from 'vitest'
import { languageOf } from '../../../src/shared/domain/language'

it.each([
  ['system', ['ko-KR'], 'ko'], ['system', ['ko'], 'ko'], ['system', ['KO_kr'], 'ko'], ['system', ['de-DE', 'ko-KR', 'en-US'], 'ko'],
  ['system', ['en-GB', 'ko'], 'en'], ['system', ['tr-TR'], 'en'], ['system', ['kok-IN'], 'en'], ['system', ['C'], 'en'], ['system', [''], 'en'], ['system', [], 'en'],
  ['en', ['ko-KR'], 'en'], ['ko', ['en-US'], 'ko'],
] as const)('%s on a computer that speaks %j is %s', (choice, system, language) => {
  expect(languageOf(choice, system)).toBe(language)
})
