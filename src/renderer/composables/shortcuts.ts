/** Every keyboard shortcut in one table: what is bound is what is listed. */
export type ShortcutGroup = 'everywhere' | 'run' | 'timeline' | 'stage' | 'box'
export type ShortcutId
  = | 'help' | 'guide' | 'start' | 'pause' | 'step' | 'previous' | 'next' | 'first' | 'latest' | 'play'

export interface Shortcut {
  readonly id: ShortcutId
  readonly group: ShortcutGroup
  /** As `KeyboardEvent.key` gives it; `ctrl` stands for Control, or Command on a Mac. */
  readonly key: string
  readonly ctrl?: boolean
}

export const shortcuts: readonly Shortcut[] = [
  { id: 'help', group: 'everywhere', key: '?' },
  { id: 'guide', group: 'everywhere', key: 'F1' },
  { id: 'start', group: 'run', key: 'Enter', ctrl: true },
  { id: 'pause', group: 'run', key: 'p' },
  { id: 'step', group: 'run', key: '.' },
  { id: 'previous', group: 'timeline', key: '[' },
  { id: 'next', group: 'timeline', key: ']' },
  { id: 'first', group: 'timeline', key: '{' },
  { id: 'latest', group: 'timeline', key: '}' },
  { id: 'play', group: 'timeline', key: 'k' },
]

/** The keys of the latent space while it has the focus (see useStageKeys.ts), as they are listed. A test holds them to what is bound. */
export const stageKeys = [
  { id: 'walk', keys: ['ArrowLeft', 'ArrowUp', 'ArrowDown', 'ArrowRight'] },
  { id: 'decode', keys: ['Enter'] },
  { id: 'clear', keys: ['Escape'] },
  { id: 'turn', with: 'Shift', keys: ['ArrowLeft', 'ArrowUp', 'ArrowDown', 'ArrowRight'] },
  { id: 'pan', with: 'Alt', keys: ['ArrowLeft', 'ArrowUp', 'ArrowDown', 'ArrowRight'] },
  { id: 'zoom', keys: ['+', '-'] },
  { id: 'fly', keys: ['w', 'a', 's', 'd', 'r', 'c'] },
  { id: 'look', keys: ['1', '2', '3', '4'] },
  { id: 'frame', keys: ['Home'] },
  { id: 'reset', with: 'Shift', keys: ['Home'] },
  { id: 'selection', keys: ['f'] },
  { id: 'toggle', keys: [' '] },
  { id: 'near', keys: ['n'] },
  { id: 'nearToo', with: 'Shift', keys: ['n'] },
  { id: 'tools', keys: ['v', 'b', 'l', 'e'] },
  { id: 'images', keys: ['i'] },
  { id: 'depth', keys: ['PageUp', 'PageDown'] },
] as const

/** … and while a selection box lies on it. */
export const boxKeys = [
  { id: 'move', keys: ['ArrowLeft', 'ArrowUp', 'ArrowDown', 'ArrowRight'] },
  { id: 'extend', with: 'Shift', keys: ['ArrowLeft', 'ArrowUp', 'ArrowDown', 'ArrowRight'] },
  { id: 'apply', keys: ['Enter'] },
  { id: 'add', with: 'Shift', keys: ['Enter'] },
  { id: 'subtract', with: 'Alt', keys: ['Enter'] },
  { id: 'leave', keys: ['Escape'] },
] as const

const isFunctionKey = /^F\d+$/

/** The shortcut of a key press; none while a person writes, except with Control and for function keys. */
export function shortcutOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>, isWriting: boolean): ShortcutId | undefined {
  const ctrl = event.ctrlKey || event.metaKey
  if (event.altKey || (isWriting && !ctrl && !isFunctionKey.test(event.key))) return undefined
  return shortcuts.find(s => s.key === event.key && (s.ctrl ?? false) === ctrl)?.id
}
