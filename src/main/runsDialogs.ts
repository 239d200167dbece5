/** The dialogs in which the user says where a run goes and where one comes from: main alone knows the paths. */
import { join } from 'node:path'
import { app, dialog } from 'electron'
import type { BrowserWindow } from 'electron'
import type { RunDialogs } from './runs'
import { texts } from './texts'

export function runDialogs(window: BrowserWindow): RunDialogs & { chooseFolder(): Promise<string | null> } {
  const filters = () => [{ name: texts().runFiles, extensions: ['tar'] }]
  return {
    async chooseTarget(suggestion) {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        defaultPath: join(app.getPath('downloads'), suggestion), filters: filters(), properties: ['createDirectory', 'showOverwriteConfirmation'],
      })
      return canceled || !filePath ? null : filePath
    },
    async chooseFolder() {
      const { canceled, filePaths: [chosen] } = await dialog.showOpenDialog(window, { properties: ['openDirectory', 'createDirectory'] })
      return canceled || !chosen ? null : chosen
    },
    async confirmPurge(runs, bytes) {
      const { message, detail, keep, purge } = texts().purge
      const { response } = await dialog.showMessageBox(window, {
        type: 'warning', message: message(runs), detail: detail((bytes / 1e6).toFixed(1)), buttons: [keep, purge], defaultId: 0, cancelId: 0,
      })
      return response === 1
    },
    async chooseSource() {
      const { canceled, filePaths: [chosen] } = await dialog.showOpenDialog(window, { filters: filters(), properties: ['openFile'] })
      return canceled || !chosen ? null : chosen
    },
  }
}
