import { afterEach, expect, it, vi } from 'vitest'
import type { BrowserWindow, MenuItemConstructorOptions } from 'electron'
import { menuTemplate } from '../../../src/main/menu'
import { speak } from '../../../src/main/texts'

vi.mock('electron', () => ({ Menu: {} }))
afterEach(() => speak('en'))

function items(isPackaged: boolean): MenuItemConstructorOptions[] {
  const template = menuTemplate({ window: { close: vi.fn() } as unknown as BrowserWindow, isPackaged, openLogs: vi.fn(), command: vi.fn() })
  return template.flatMap(({ submenu }) => Array.isArray(submenu) ? submenu : [])
}

it('has developer tools in a checkout only', () => {
  const has = (isPackaged: boolean) => items(isPackaged).some(({ role }) => role === 'toggleDevTools')
  expect(has(false)).toBe(true)
  expect(has(true)).toBe(false)
})

it('takes no plain key from the page', () => {
  for (const { accelerator } of items(false)) if (accelerator) expect(accelerator).toMatch(/^(CommandOrControl\+|F\d+$)/)
})

it('is named in the language that main speaks, wherever it is named', () => {
  const labels = () => items(false).map(({ label, type, visible }) => type === 'separator' || visible === false ? null : label ?? 'nameless')
  const english = labels()
  speak('ko')
  const korean = labels()
  expect(english).not.toContain('nameless')
  for (const [n, label] of korean.entries()) if (label !== null) expect(label, english[n] ?? '').toMatch(/[가-힣]/)
})
