/** A million synthetic points in the scene of the app, in a real window without an engine. */
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import type { Page } from '@playwright/test'
import { build } from 'vite'
import { electronPath } from '../../app'
import type { Part } from '../../part'
import { median, percentile } from '../../statistics'
import { root } from '../../worker'
import { stageSize } from './explorer'

const count = 1_000_000
const turns = 60

export const million: Part = {
  name: 'explorer-million',
  title: 'A million synthetic points',
  async measure() {
    await build({ configFile: join(root, 'test/support/explorer/vite.config.mjs'), logLevel: 'error' })
    return withHarness(async (page) => {
      const load = await page.evaluate<number>('harness.loaded')
      await page.evaluate('harness.timeOrbit(5)')
      const times = await page.evaluate<number[]>(`harness.timeOrbit(${turns})`)
      const renderer = await page.evaluate<string>('harness.scene.surfaceKind') === 'raster' ? 'the processor' : 'WebGL'
      const detail = `${stageSize.width} × ${stageSize.height}, drawn by ${renderer}`
      return [
        { name: 'From arrays to the first frame', unit: 'ms', value: load, detail },
        { name: 'Turning', unit: 'frames/s', value: 1000 * times.length / times.reduce((a, b) => a + b, 0) },
        { name: 'A frame, p95', unit: 'ms', value: percentile(times, 0.95), median: median(times), measured: { times } },
      ]
    })
  },
}

async function withHarness<T>(measure: (page: Page) => Promise<T>): Promise<T> {
  const app = await _electron.launch({
    executablePath: electronPath(),
    args: [
      join(root, 'test/support/explorer/electron.mjs'),
      ...process.getuid?.() === 0 ? ['--no-sandbox'] : [],
      `file://${join(root, 'out/harness/index.html')}?points=${count}`, String(stageSize.width), String(stageSize.height),
    ],
  })
  try {
    const page = await app.firstWindow()
    await page.waitForFunction('window.harness !== undefined', null, { timeout: 60_000 })
    return await measure(page)
  } finally {
    await app.close()
  }
}
