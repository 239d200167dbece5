/** The save dialog, and writing where it leads: main alone knows the path. */
import { basename, extname } from 'node:path'
import { dialog } from 'electron'
import type { BrowserWindow, FileFilter } from 'electron'
import { texts } from './texts'
import { writeWhole } from './wholeFile'

/** `saved` is the name of the file written, or null when the user cancelled. E_DISK_FULL, E_IO. */
export async function saveFile(window: BrowserWindow, suggestion: string, bytes: Uint8Array): Promise<{ saved: string | null }> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: suggestion,
    filters: filtersOf(suggestion),
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  })
  if (canceled || !filePath) return { saved: null }
  await writeWhole(filePath, bytes)
  return { saved: basename(filePath) }
}

function filtersOf(name: string): FileFilter[] {
  const extension = extname(name).slice(1)
  return extension ? [{ name: texts().filesOf(extension.toUpperCase()), extensions: [extension] }] : []
}
