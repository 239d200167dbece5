/** Drops on the window, as the system would make them. */
import type { Page } from '@playwright/test'

export interface Dropped {
  readonly files?: readonly string[]
  readonly items?: readonly { readonly mimeType: string, readonly data: string }[]
}

/** As the system would: a drop that the page did not make itself. */
export async function drop(page: Page, { files = [], items = [] }: Dropped) {
  const devtools = await page.context().newCDPSession(page)
  const data = { items: [...items], files: [...files], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data })
    // A hand takes longer than this: where the page has not yet said that it takes the files, there is no drop.
    await page.evaluate(() => new Promise<void>(resolve => requestAnimationFrame(() => resolve())))
  }
  await devtools.detach()
}
