/** The scene's colours, read from the window's tokens whenever the theme changes. */
import type { Rgb } from '@shared/domain/latent/colours'
import { computed } from 'vue'
import type { SceneTheme } from '../scene/look'
import { theme } from './useTheme'

export function useSceneTheme() {
  return computed((): SceneTheme => {
    const style = getComputedStyle(document.documentElement)
    const token = (name: string) => style.getPropertyValue(name).trim()
    return {
      dark: theme.value === 'dark',
      ground: fromHex(token('--canvas')), grid: fromHex(token('--line')),
      text: token('--text-2'), accent: token('--accent'), font: token('--font') || 'sans-serif',
    }
  })
}

/** #rgb or #rrggbb. */
export function fromHex(text: string): Rgb {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text)?.[1] ?? '000000'
  const long = digits.length === 3 ? [...digits].map(d => d + d).join('') : digits
  return [0, 2, 4].map(at => parseInt(long.slice(at, at + 2), 16)) as unknown as Rgb
}
