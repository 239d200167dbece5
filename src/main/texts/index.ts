/** What main itself says: menus and dialogs. (Faults are sentences where they are thrown; the window's texts are its own.) */
import type { Language } from '@shared/domain/language'
import en from './en'
import ko from './ko'

const all: Readonly<Record<Language, typeof en>> = { en, ko }
let current: Language = 'en'

/** From now on main speaks this language. */
export function speak(language: Language): void {
  current = language
}

export function texts(): typeof en {
  return all[current]
}
