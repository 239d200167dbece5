/** The settings that main keeps. */
import type { Settings } from '@shared/domain/settings'
import { defaultSettings } from '@shared/domain/settings'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { main } from '../clients/main'
import { useMessages } from './messages'

export const useSettings = defineStore('settings', () => {
  const settings = shallowRef<Settings>(defaultSettings)
  /** Whether main has told them; before, they are the defaults. */
  const isKnown = shallowRef(false)
  const theme = computed(() => settings.value.theme)
  const language = computed(() => settings.value.language)

  /** Shown at once, and taken back where main cannot keep it. */
  async function change(some: Partial<Settings>) {
    const before = settings.value
    settings.value = { ...before, ...some }
    try {
      settings.value = await main.calls.setSettings(some)
    } catch (error) {
      settings.value = before
      useMessages().report(error)
    }
  }

  function follow() {
    main.on('settings', (next) => {
      settings.value = next
    })
    main.onConnected(() => {
      main.calls.settings().then((next) => {
        settings.value = next
        isKnown.value = true
      }, useMessages().report)
    })
  }

  return { settings, isKnown, theme, language, change, follow }
})
