/** An app that cannot start says why, to whoever started it by a click as well as from a shell, and ends. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { app, dialog } from 'electron'
import { languageOf } from '@shared/domain/language'
import { speak, texts } from './texts'

let borrowed: string | null = null

export async function refuseToStart(sentence: string): Promise<void> {
  process.stderr.write(`${sentence}\n`)
  await app.whenReady()
  speak(languageOf('system', [app.getLocale()]))
  await dialog.showMessageBox({ type: 'error', title: texts().appName, message: texts().cannotStart, detail: sentence })
  if (borrowed !== null) rmSync(borrowed, { recursive: true, force: true })
  app.exit(2)
}

/** For an app whose own folder cannot be used: Chromium wants one even for a dialog. False where there is none to borrow. Before `ready`. */
export function borrowFolder(): boolean {
  try {
    borrowed = mkdtempSync(join(tmpdir(), 'latent-lab-'))
    app.setPath('userData', borrowed)
    return true
  } catch {
    return false
  }
}
