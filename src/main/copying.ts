/** To the clipboard, on Electron's older interface (33) and its newer one (45). */
import electron, { clipboard, nativeImage } from 'electron'
import type { NativeImage } from 'electron'
import { LabError } from '@shared/errors'

/** What the clipboard had before it took items. */
interface OlderClipboard {
  writeImage?(image: NativeImage): void
}

export async function copyText(text: string): Promise<void> {
  await clipboard.writeText(text)
}

/** E_FORMAT where the bytes are no picture. */
export async function copyImage(png: Uint8Array): Promise<void> {
  const image = nativeImage.createFromBuffer(Buffer.from(png))
  if (image.isEmpty()) throw new LabError('E_FORMAT', 'This is not a picture that the clipboard takes.')
  const older = clipboard as OlderClipboard
  if (older.writeImage) return older.writeImage(image)
  // Not imported by name: the older Electron has no such export, and its absence would stop the whole program.
  await clipboard.write([new electron.ClipboardItem({ 'image/png': new Blob([new Uint8Array(png)], { type: 'image/png' }) })])
}
