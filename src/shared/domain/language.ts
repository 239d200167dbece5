/** The languages that the app speaks. */
import { z } from '../schema'

export const languages = ['en', 'ko'] as const
export type Language = (typeof languages)[number]

/** What the user chose; `system` follows the computer. */
export const LanguageChoice = z.enum(['system', ...languages])
export type LanguageChoice = z.infer<typeof LanguageChoice>

/** Where the system's is asked for: the first of its tags (BCP 47, best first) that the app speaks; English where it speaks none. */
export function languageOf(choice: LanguageChoice, system: readonly string[]): Language {
  if (choice !== 'system') return choice
  return system.map(tag => tag.split(/[-_]/)[0]?.toLowerCase()).find(isSpoken) ?? 'en'
}

function isSpoken(tag: string | undefined): tag is Language {
  return languages.some(language => language === tag)
}
