/** Each language by its own name, so that a person finds theirs. */
import type { Language } from '@shared/domain/language'

export const languageNames: Readonly<Record<Language, string>> = { en: 'English', ko: '한국어' }
