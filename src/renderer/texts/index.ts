/** The texts of the window, for components (`useI18n`) and for what is not one (`translate`). */
import { LanguageChoice, languageOf } from '@shared/domain/language'
import type { Language } from '@shared/domain/language'
import { createI18n } from 'vue-i18n'
import en from './en'
import ko from './ko'

export const i18n = createI18n({
  legacy: false, locale: 'en' as Language, fallbackLocale: 'en', messages: { en, ko },
  pluralRules: { ko: () => 0 }, // Korean has one form for any number
  missing,
})

/** A key that a component made up out of a value: a unit test fails by it, the tests of the app by the page's error, and a user reads the key. */
function missing(language: string, key: string): void {
  const fault = `There is no text "${key}" in ${language}.`
  if (import.meta.env.MODE === 'test') throw new Error(fault)
  // eslint-disable-next-line no-console -- the page's only way to tell of it
  console.error(fault)
}

export const translate = i18n.global.t

/** For `Intl`: how the language that is shown writes numbers and dates. */
const tags: Readonly<Record<Language, { readonly numbers: string, readonly dates: string }>> = {
  en: { numbers: 'en-US', dates: 'en-GB' },
  ko: { numbers: 'ko-KR', dates: 'ko-KR' },
}

/** What reads it in a computed value follows the language. */
export function localeTag(of: 'numbers' | 'dates'): string {
  return tags[currentLanguage()][of]
}

/** The language that is shown. */
export function currentLanguage(): Language {
  return i18n.global.locale.value
}

/** From now on the window speaks this language; what is on the screen changes at once. */
export function speak(choice: LanguageChoice): void {
  const language = languageOf(choice, [navigator.language])
  i18n.global.locale.value = language
  document.documentElement.lang = language
  localStorage.setItem(remembered, choice)
}

/** Before main has told the settings: the language of last time, so that nobody sees another one flash by. */
export function speakAsBefore(): void {
  const known = LanguageChoice.safeParse(localStorage.getItem(remembered))
  speak(known.success ? known.data : 'system')
}
const remembered = 'language'

declare module 'vue-i18n' {
  // The keys that editors complete.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  export interface DefineLocaleMessage extends Texts {}
}
type Texts = typeof en
