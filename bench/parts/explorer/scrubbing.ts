/** From a key to the cloud of the epoch before or after it. */
import type { Page } from '@playwright/test'
import { seeded } from '@shared/domain/seeded'
import type { Figure } from '../../figure'
import type { Part } from '../../part'
import { median, percentile } from '../../statistics'
import { inExplorer, overSomePoint, rest } from './explorer'

const epochs = 12
const journeys = 3

export const scrubbing: Part = {
  name: 'explorer-scrubbing',
  title: 'Going through the epochs in the app',
  measure: () => inExplorer(epochs, async ({ page, drawnBy }) => {
    const at = await overSomePoint(page, seeded(7))
    if (at) await page.mouse.click(...at)
    await rest(page)
    const steps: Step[] = []
    for (let i = 0; i < journeys; i++) steps.push(...await journey(page)) // in the first one all epochs are fetched
    return [
      { ...figure('One epoch to the next, p95', steps.map(({ cloud }) => cloud)), goal: { atMost: 50 }, detail: `the cloud; ${drawnBy}` },
      figure('… and the chosen point decoded by it, p95', steps.map(({ picture }) => picture)),
    ]
  }),
}

interface Step {
  readonly cloud: number
  readonly picture: number
}

/** To the first epoch and back, a key at a time, as soon as the one before is shown. */
async function journey(page: Page): Promise<Step[]> {
  const steps: Step[] = []
  for (const [key, count] of [['[', epochs - 1], [']', epochs - 1]] as const) {
    for (let i = 0; i < count; i++) steps.push(await step(page, key))
  }
  return steps
}

async function step(page: Page, key: string): Promise<Step> {
  await page.evaluate(`void (() => {
    const before = bench.stage().dataset.epoch
    const isOther = () => bench.stage().dataset.epoch !== before
    bench.shown = Promise.all([bench.until('frames', isOther), bench.until('pictures')])
  })()`)
  await page.keyboard.press(key)
  const [cloud, picture] = await page.evaluate<[number, number]>('bench.shown')
  await rest(page, 250) // it glides to its place
  return { cloud, picture }
}

function figure(name: string, times: readonly number[]): Figure {
  return { name, unit: 'ms', value: percentile(times, 0.95), median: median(times), measured: { times } }
}
