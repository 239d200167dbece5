/** Explore while a network is trained: the cloud of each epoch comes by itself, its images stay who they are, and the eye stays where it is. */
import type { Page } from '@playwright/test'
import { ask, cameraOf, cloudOf, keepEnginePort, subjectOf, type CloudInside } from '../support/exploringInside'
import { drawn, greys, largestDifference, shareChanged } from '../support/exploring'
import { decodedBy, expectPicture, latentOf } from '../support/exploringPlaces'
import { expect, test } from '../support/lab'

test.describe.configure({ timeout: 300_000 })

const epochs = 4

test('during training the cloud follows every epoch; afterwards it is played from the first one on', async ({ lab }) => {
  const { page } = lab
  const stage = page.getByTestId('stage')
  await keepEnginePort(page)
  await page.reload()
  await page.getByTestId('field-batchSize').fill('256')
  await page.getByTestId('field-epochs').fill(String(epochs))
  await page.getByTestId('start').click({ timeout: 60_000 })
  await page.getByTestId('nav-explore').click()
  await expect(stage).toHaveAttribute('data-epoch', '1', { timeout: 100_000 })
  const seen = await watchEpochs(page)

  const index = 60_003
  await test.step('an image that is looked at stays that one, and is decoded anew after each epoch', async () => {
    await chooseByNumber(page, 3)
    for (let presses = 0; presses < 3; presses++) await stage.press('Shift+ArrowRight')
  })
  const eye = await cameraOf(page)
  const clouds = new Map<number, { readonly cloud: CloudInside, readonly picture: readonly number[] }>()
  const look = async () => {
    const cloud = await cloudOf(page)
    if (!clouds.has(cloud.epoch)) clouds.set(cloud.epoch, { cloud, picture: await drawn(page) })
  }
  await expect.poll(async () => {
    await look()
    return clouds.has(epochs)
  }, { timeout: 150_000, intervals: [100] }).toBe(true)

  await test.step('one epoch after the other came, and each is drawn otherwise', async () => {
    const shown = (await seen()).map(Number)
    expect(shown).toEqual(shown.toSorted((a, b) => a - b))
    expect(new Set(shown).size).toBeGreaterThan(2)
    const kept = [...clouds.values()]
    expect(kept.length).toBeGreaterThan(1)
    for (const [i, { cloud, picture }] of kept.slice(1).entries()) {
      const before = kept[i]
      if (!before) throw new Error('there is one before')
      expect(shareChanged(before.picture, picture)).toBeGreaterThan(0.01)
      expect(nearTo(before.cloud, cloud)).toBeGreaterThan(0.9)
    }
    const last = clouds.get(epochs)?.cloud
    if (!last) throw new Error('the last epoch was seen')
    const { values } = await ask(page, 'latents', { runId: last.runId, epoch: epochs, split: 'test' })
    expect(last.values.subarray(-values.length)).toEqual(values)
    expect(await subjectOf(page)).toEqual({ kind: 'point', index })
    await expectPicture(page, 'decoded', await decodedBy(page, last, latentOf(last, index)), 1)
  })

  await test.step('the eye stands where it stood before these epochs and visits', async () => {
    expect(await cameraOf(page)).toEqual(eye)
  })

  await test.step('played, it goes through all epochs, and the first one decodes otherwise', async () => {
    const decoded = page.getByTestId('decoded')
    const now = await greys(decoded)
    const played = await watchEpochs(page)
    await page.getByTestId('timeline-play').click()
    await expect.poll(played, { timeout: 20_000 }).toEqual(['4', '1', '2', '3', '4'])
    await expect(page.getByTestId('timeline-live')).toHaveAttribute('aria-pressed', 'true')
    await page.getByTestId('timeline').getByRole('slider').press('Home')
    await expect(stage).toHaveAttribute('data-epoch', '1')
    await expect.poll(async () => largestDifference(await greys(decoded), now)).toBeGreaterThan(5)
    const first = await cloudOf(page)
    await expectPicture(page, 'decoded', await decodedBy(page, first, latentOf(first, index)), 1)
  })
  expect(lab.faults).toEqual([])
})

/** The epochs that the stage shows from now on, with the one that it shows now. */
async function watchEpochs(page: Page): Promise<() => Promise<readonly string[]>> {
  const handle = await page.getByTestId('stage').evaluateHandle((stage) => {
    const seen = [stage.getAttribute('data-epoch')]
    new MutationObserver(() => seen.push(stage.getAttribute('data-epoch'))).observe(stage, { attributeFilter: ['data-epoch'] })
    return seen
  })
  return () => handle.evaluate(seen => seen.map(String))
}

async function chooseByNumber(page: Page, number: number): Promise<void> {
  await page.getByTestId('explore-tabs').getByText('Selection').click()
  await page.getByTestId('list-number').fill(String(number))
  for (let twice = 0; twice < 2; twice++) await page.getByTestId('list-number').press('Enter') // of train, then of test
  await page.getByTestId('selection-list').press('Enter')
  await expect(page.getByTestId('subject-title')).toBeVisible()
}

/** The share of images that lie nearer to where they themselves lay than to where another one lay, of the images looked at. */
function nearTo(before: CloudInside, after: CloudInside): number {
  const some = Array.from({ length: 500 }, (_, i) => 140 * i)
  const far = (i: number, j: number) => Math.hypot(...[0, 1, 2].map(k => (after.positions[3 * i + k] ?? 0) - (before.positions[3 * j + k] ?? 0)))
  return some.filter((i, n) => far(i, i) < far(i, some[(n + 250) % 500] ?? 0)).length / some.length
}
