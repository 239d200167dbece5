/** Every keyboard shortcut in one table: what is bound is what is listed. */
export type ShortcutGroup = 'everywhere' | 'run' | 'timeline'
export type ShortcutId
  = | 'help' | 'start' | 'pause' | 'step' | 'previous' | 'next' | 'first' | 'latest' | 'play'

export interface Shortcut {
  readonly id: ShortcutId
  readonly group: ShortcutGroup
  /** As `KeyboardEvent.key` gives it; `ctrl` stands for Control, or Command on a Mac. */
  readonly key: string
  readonly ctrl?: boolean
}

export const shortcuts: readonly Shortcut[] = [
  { id: 'help', group: 'everywhere', key: '?' },
  { id: 'start', group: 'run', key: 'Enter', ctrl: true },
  { id: 'pause', group: 'run', key: 'p' },
  { id: 'step', group: 'run', key: '.' },
  { id: 'previous', group: 'timeline', key: '[' },
  { id: 'next', group: 'timeline', key: ']' },
  { id: 'first', group: 'timeline', key: '{' },
  { id: 'latest', group: 'timeline', key: '}' },
  { id: 'play', group: 'timeline', key: 'k' },
]

/** The shortcut of a key press; none while a person writes, except with Control. */
export function shortcutOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>, isWriting: boolean): ShortcutId | undefined {
  const ctrl = event.ctrlKey || event.metaKey
  if (event.altKey || (isWriting && !ctrl)) return undefined
  return shortcuts.find(s => s.key === event.key && (s.ctrl ?? false) === ctrl)?.id
}
