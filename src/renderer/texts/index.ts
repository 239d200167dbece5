/** The texts of the window, for components (`useI18n`) and for what is not one (`translate`). */
import { createI18n } from 'vue-i18n'
import en from './en'

export const i18n = createI18n({ legacy: false, locale: 'en', fallbackLocale: 'en', messages: { en } })

export const translate = i18n.global.t

declare module 'vue-i18n' {
  // The keys that editors complete.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  export interface DefineLocaleMessage extends Texts {}
}
type Texts = typeof en
