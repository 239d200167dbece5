import { describe, expect, it } from 'vitest'
import { shortcutOf, shortcuts } from '../../../../src/renderer/composables/shortcuts'

function press(key: string, more: Partial<KeyboardEvent> = {}) {
  return { key, ctrlKey: false, metaKey: false, altKey: false, ...more }
}

describe('keyboard shortcuts', () => {
  it('are each of another key', () => {
    const keys = shortcuts.map(s => `${s.ctrl ?? false} ${s.key}`)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('are left alone while somebody writes, except with Control', () => {
    expect(shortcutOf(press('p'), false)).toBe('pause')
    expect(shortcutOf(press('p'), true)).toBeUndefined()
    expect(shortcutOf(press('Enter', { ctrlKey: true }), true)).toBe('start')
    expect(shortcutOf(press('Enter', { metaKey: true }), false)).toBe('start')
  })

  it('leave the combinations of others alone', () => {
    expect(shortcutOf(press('p', { ctrlKey: true }), false)).toBeUndefined()
    expect(shortcutOf(press('p', { altKey: true }), false)).toBeUndefined()
  })
})
