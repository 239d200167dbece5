import { expect, it, vi } from 'vitest'
import { webPreferences } from '../../../src/main/window'

vi.mock('electron', () => ({ BrowserWindow: vi.fn(), nativeTheme: {}, screen: {} }))

it('has preferences that are strict throughout, and developer tools in a checkout only', () => {
  const strict = {
    preload: '/preload.cjs', sandbox: true, contextIsolation: true,
    nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
    webviewTag: false, navigateOnDragDrop: false, spellcheck: false,
  }
  expect(webPreferences('/preload.cjs', true)).toEqual({ ...strict, devTools: false })
  expect(webPreferences('/preload.cjs', false)).toEqual({ ...strict, devTools: true })
})
