/** Writes the resolved theme to the root element, where tokens.css reads it. */
import type { Settings } from '@shared/domain/settings'
import { onScopeDispose, ref, toValue, watchEffect } from 'vue'
import type { MaybeRefOrGetter, Ref } from 'vue'

const light = typeof matchMedia === 'undefined' ? undefined : matchMedia('(prefers-color-scheme: light)')

/** The theme in effect: charts and scenes redraw when it changes. */
export const theme: Ref<'dark' | 'light'> = ref(light?.matches ? 'light' : 'dark')

export function useTheme(choice: MaybeRefOrGetter<Settings['theme']>) {
  const systemIsLight = ref(light?.matches ?? false)
  const heed = (event: MediaQueryListEvent) => {
    systemIsLight.value = event.matches
  }
  light?.addEventListener('change', heed)
  onScopeDispose(() => light?.removeEventListener('change', heed))

  watchEffect(() => {
    const chosen = toValue(choice)
    const system = systemIsLight.value ? 'light' : 'dark'
    theme.value = chosen === 'system' ? system : chosen
    document.documentElement.dataset['theme'] = theme.value
  })
}
