/** Turning all 70,000 images by hand, as points and as the images themselves. */
import type { Figure } from '../../figure'
import type { Part } from '../../part'
import { median, percentile } from '../../statistics'
import { inExplorer, rest } from './explorer'

const turns = 240

export const orbit: Part = {
  name: 'explorer-orbit',
  title: 'Turning the cloud of all 70,000 images in the app',
  measure: ({ tell }) => inExplorer(1, async ({ page, drawnBy }) => {
    const dragged = async () => {
      await page.evaluate('bench.drag(30, 0.2)') // warms up
      await rest(page)
      await page.evaluate('bench.frames = 0')
      const times = await page.evaluate<number[]>(`bench.drag(${turns}, 0.2)`)
      const drawn = await page.evaluate<number>('bench.frames')
      if (drawn < turns) throw new Error(`${turns} frames were asked for, and ${drawn} drawn.`)
      await rest(page)
      return times
    }
    tell('points')
    const points = await dragged()
    await page.getByTestId('sprites').click()
    await rest(page, 4000)
    tell('images')
    const images = await dragged()
    return [
      { name: 'Turning 70,000 points', unit: 'frames/s', value: 1000 * points.length / sum(points), goal: { atLeast: 20 }, detail: drawnBy },
      frameOf('points', points),
      { ...frameOf('images', images), goal: { atMost: 60 } },
    ]
  }),
}

function frameOf(what: string, times: readonly number[]): Figure {
  return { name: `A frame with ${what}, p95`, unit: 'ms', value: percentile(times, 0.95), median: median(times), measured: { times } }
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0)
}
