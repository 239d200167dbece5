/** One instance, and a quit that leaves nothing behind. */
import { app, dialog } from 'electron'
import type { BrowserWindow } from 'electron'
import { texts } from './texts'

/** False where another instance runs already: that one hears with which words, and in which folder, and this one should leave. */
export function keepSingleInstance(onSecond: (words: readonly string[], folder: string) => void): boolean {
  app.on('second-instance', (_event, words, folder) => onSecond(words, folder))
  return app.requestSingleInstanceLock()
}

/** The app ends with its window, on every system: without it there is nothing to see of a run. */
export function quitWithWindow(): void {
  app.on('window-all-closed', () => app.quit())
}

/** Puts off the end of the process until `stop` is done. */
export function quitAfter(stop: () => Promise<void>): void {
  app.on('will-quit', (event) => {
    event.preventDefault()
    void stop().finally(() => app.exit())
  })
}

/** What a quit would throw away: finished epochs that no disk has, or the epoch under way; null where nothing. */
export type Loss = { readonly kind: 'unsaved', readonly epochs: number } | { readonly kind: 'training' } | null

export function lossOf({ training, unsaved }: { readonly training: boolean, readonly unsaved: number }): Loss {
  if (unsaved > 0) return { kind: 'unsaved', epochs: unsaved }
  return training ? { kind: 'training' } : null
}

/** Asks before a close by hand throws something away. A quit from outside (a signal, the session's end) is not held up. */
export function askBeforeClose(window: BrowserWindow, lossNow: () => Loss): void {
  let mayClose = false
  app.on('before-quit', () => {
    mayClose = true
  })
  window.on('close', (event) => {
    const loss = lossNow()
    if (mayClose || !loss) return
    event.preventDefault()
    void confirmQuit(window, loss).then((yes) => {
      mayClose = yes
      if (yes) window.close()
    })
  })
}

async function confirmQuit(window: BrowserWindow, loss: NonNullable<Loss>): Promise<boolean> {
  const { quit, quitUnsaved } = texts()
  const { message, detail, stay, leave } = loss.kind === 'unsaved' ? { ...quitUnsaved, message: quitUnsaved.message(loss.epochs) } : quit
  const type = loss.kind === 'unsaved' ? 'warning' : 'question'
  const { response } = await dialog.showMessageBox(window, { type, message, detail, buttons: [stay, leave], defaultId: 0, cancelId: 0 })
  return response === 1
}
