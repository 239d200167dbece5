import { expect, it, vi } from 'vitest'
import type { BrowserWindow, MenuItemConstructorOptions } from 'electron'
import { menuTemplate } from '../../../src/main/menu'

vi.mock('electron', () => ({ Menu: {} }))

function items(isPackaged: boolean): MenuItemConstructorOptions[] {
  const template = menuTemplate({ window: { close: vi.fn() } as unknown as BrowserWindow, isPackaged, openLogs: vi.fn() })
  return template.flatMap(({ submenu }) => Array.isArray(submenu) ? submenu : [])
}

it('has developer tools in a checkout only', () => {
  const has = (isPackaged: boolean) => items(isPackaged).some(({ role }) => role === 'toggleDevTools')
  expect(has(false)).toBe(true)
  expect(has(true)).toBe(false)
})

it('takes no plain key from the page', () => {
  for (const { accelerator } of items(false)) if (accelerator) expect(accelerator).toMatch(/^CommandOrControl\+/)
})
