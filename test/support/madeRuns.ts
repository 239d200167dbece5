/** Finished runs that were not trained, and the rows that show them. */
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { bundle } from '../reliability/child/bundle'
import { root } from './apps'

/** "Run 0" and so on, in the folder of runs of an app that is not running. */
export async function makeRuns(userData: string, count: number): Promise<void> {
  const folder = join(root, 'test-results/many')
  mkdirSync(folder, { recursive: true })
  const maker = await bundle('manyRuns.ts', folder)
  const { status } = spawnSync(process.execPath, [maker, join(userData, 'runs'), String(count)], { stdio: 'inherit' })
  if (status !== 0) throw new Error(`The runs were not made (code ${status}).`)
}

export const runRows = (page: Page): Locator => page.getByTestId('run-row')

/** Pixels of a canvas that were drawn on and are not black. */
export function inked(canvas: Locator): Promise<number> {
  return canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement
    const data = (element as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? []
    let count = 0
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] !== 0 && (data[i] ?? 0) + (data[i + 1] ?? 0) + (data[i + 2] ?? 0) > 30) count++
    return count
  })
}
