/** From a click to the picture that the decoder makes of it, at rest and while training; and from a probe that is dragged. */
import type { Page } from '@playwright/test'
import { seeded } from '@shared/domain/seeded'
import type { Figure } from '../../figure'
import type { Part } from '../../part'
import { median, percentile } from '../../statistics'
import { inExplorer, overSomePoint, rest, toExplore, train } from './explorer'

const dragFrames = 240

export const decoding: Part = {
  name: 'explorer-decoding',
  title: 'From a click to the decoded picture, in the app',
  measure: ({ options: { probes }, tell }) => inExplorer(2, async ({ page, drawnBy }) => {
    const random = seeded(5)
    tell('at rest')
    const idle = await clicks(page, probes, random)
    const hovers = await page.evaluate<number[]>(hover)
    tell('the probe')
    const probe = await dragProbe(page)
    tell('while training')
    await train(page, 60)
    await toExplore(page)
    const training = await clicks(page, probes, random)
    const isTraining = await page.getByTestId('nav-train').click().then(() => page.getByTestId('stop').isVisible())
    return [
      clickFigure('at rest', idle, 50, drawnBy),
      isTraining ? clickFigure('while training', training, 100) : { name: 'A click while training', reason: 'Training was over before the last click.' },
      { name: 'Pictures while the probe is dragged', unit: '/s', value: probe, goal: { atLeast: 30 } },
      { name: 'Under the cursor: a move over 70,000 points, p95', unit: 'ms', value: percentile(hovers, 0.95), median: median(hovers), measured: { hovers } },
    ]
  }),
}

/** Times of clicks on points that were not clicked before. */
async function clicks(page: Page, count: number, random: () => number): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i <= count; i++) {
    const at = await overSomePoint(page, random)
    if (!at) continue
    await page.evaluate('void (bench.shown = bench.until("pictures"))')
    await page.mouse.click(...at)
    times.push(await page.evaluate<number>('bench.shown'))
    await rest(page, 250) // what surrounds the point is asked for, and answered
  }
  return times.slice(1) // the first one opens the panel
}

/** Pictures a second while a hand drags the probe without rest. */
async function dragProbe(page: Page): Promise<number> {
  await page.getByTestId('tool-probe').click()
  await page.evaluate('bench.drag(30, 0.1)')
  await rest(page)
  await page.evaluate('bench.pictures = 0')
  const times = await page.evaluate<number[]>(`bench.drag(${dragFrames}, 0.15)`)
  const pictures = await page.evaluate<number>('bench.pictures')
  await page.getByTestId('tool-navigate').click()
  return 1000 * pictures / times.reduce((a, b) => a + b, 0)
}

/** Milliseconds that a thousand moves of the cursor keep the window's thread: finding the point, and telling of it. */
const hover = `(() => Array.from({ length: 1000 }, () => {
  const [x, y] = [Math.random(), Math.random()]
  const begin = performance.now()
  bench.point('pointermove', x, y, 0)
  return performance.now() - begin
}))()`

function clickFigure(when: string, times: readonly number[], atMost: number, detail?: string): Figure {
  return {
    name: `A click to its picture ${when}, p95`, unit: 'ms', value: percentile(times, 0.95), median: median(times), goal: { atMost },
    detail: detail ?? `${times.length} clicks`, measured: { times },
  }
}
