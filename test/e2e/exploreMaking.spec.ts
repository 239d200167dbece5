/** What a person makes: a direction from two selections, a drawing, a picture that is dropped. Each is decoded as the engine decodes it. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { drop } from '../support/dropping'
import { exploredTest as test } from '../support/explored'
import { drag, greys } from '../support/exploring'
import { ask, cloudOf, subjectOf, type CloudInside } from '../support/exploringInside'
import { decodedBy, expectPicture, latentOf } from '../support/exploringPlaces'
import { expect } from '../support/lab'
import { gifOf, pngOf } from '../support/window/pictureFiles'

test.describe.configure({ timeout: 120_000 })

test('an image is moved from boots towards bags, as far as the slider says, and back', async ({ explored: { page } }) => {
  const cloud = await cloudOf(page)
  await page.getByTestId('explore-tabs').getByText('Selection').click()
  await page.getByTestId('class-mode').getByText('Only this').click()
  for (const [name, keep] of [['Bag', 'keep-a'], ['Ankle boot', 'keep-b']] as const) {
    await page.getByTestId('select-class').click()
    await page.getByRole('option', { name }).click()
    await page.getByTestId(keep).click()
  }
  await page.getByTestId('list-number').fill('11')
  await page.getByTestId('list-number').press('Enter')
  const amount = page.getByRole('slider', { name: 'Amount' })
  await expect(page.getByTestId('selection-panel')).toContainText('A has 7,000 images, B has 7,000.')
  await page.getByTestId('selection-list').press('Enter')
  await page.getByTestId('explore-tabs').getByText('Selection').click()
  const { index = -1 } = await subjectOf(page)
  const start = latentOf(cloud, index)

  for (let presses = 0; presses < 10; presses++) await amount.press('ArrowRight')
  await amount.press('End')
  for (const [key, far] of [['PageDown', 1.5], ['Home', -2]] as const) {
    await amount.press(key)
    const { kind, latent } = await subjectOf(page)
    expect(kind).toBe('place')
    const [a, b] = [meanOf(cloud, 8), meanOf(cloud, 9)]
    latent?.forEach((value, k) => expect(value).toBeCloseTo((start[k] ?? NaN) + far * ((a[k] ?? NaN) - (b[k] ?? NaN)), 3))
    await page.getByTestId('explore-tabs').getByText('Point').click()
    await expectPicture(page, 'decoded', await decodedBy(page, cloud, latent ?? new Float32Array(3)))
    await page.getByTestId('explore-tabs').getByText('Selection').click()
  }
  for (let steps = 0; steps < 40; steps++) await amount.press('ArrowRight')
  expect(await subjectOf(page)).toEqual({ kind: 'point', index })
})

test('what is drawn is encoded as it is drawn', async ({ explored: { page } }) => {
  const cloud = await cloudOf(page)
  await page.getByTestId('explore-tabs').getByText('Draw').click()
  await drag(page, [[0.3, 0.2], [0.7, 0.2], [0.6, 0.8], [0.4, 0.8], [0.3, 0.2]], page.getByTestId('paper'))
  const once = await expectEncoded(page, cloud)
  await drag(page, [[0.1, 0.9], [0.9, 0.9]], page.getByTestId('paper'))
  expect(await expectEncoded(page, cloud)).not.toEqual(once)

  await test.step('it has a trust and neighbours, and one of them is gone to', async () => {
    const panel = page.getByTestId('draw-panel')
    await expect(panel.getByTestId('trust')).toBeVisible()
    await panel.getByTestId('neighbours').getByRole('button').first().press('Enter')
    await expect(page.getByTestId('point-panel').getByTestId('original')).toBeVisible()
  })

  await test.step('the paper is cleared, and takes a file that was chosen', async () => {
    await page.getByTestId('explore-tabs').getByText('Draw').click()
    await page.getByTestId('draw-clear').click()
    await expect(page.getByTestId('drawn-decoded')).toHaveClass(/empty/)
    await page.getByTestId('picture-file').setInputFiles({ name: 'bag.png', mimeType: 'image/png', buffer: Buffer.from(pngOf(20, 20)) })
    await expectEncoded(page, cloud)
  })
})

test('a picture dropped on the cloud is fitted and encoded; one that is none, moves, or is too large is told of', async ({ explored: { page } }) => {
  const cloud = await cloudOf(page)
  const folder = mkdtempSync(join(tmpdir(), 'latent-lab-dropped-'))
  const dropFile = async (name: string, bytes: Uint8Array, length = bytes.length) => {
    const file = join(folder, name)
    writeFileSync(file, bytes)
    truncateSync(file, length)
    await drop(page, { files: [file] })
  }
  try {
    await dropFile('bag.png', pngOf(60, 40))
    const picture = await expectEncoded(page, cloud)
    for (const [name, bytes, length, told] of [
      ['cut.png', pngOf(60, 40), 60, 'cut.png is damaged or incomplete'], ['notes.png', Buffer.from('no picture'), 10, 'notes.png is no picture'],
      ['wall.png', pngOf(30_000, 30_000), 40_000, 'wall.png has 30,000 × 30,000 pixels.'], ['long.png', pngOf(60, 40), 51_000_000, 'long.png is 51 MB'],
    ] as const) {
      await dropFile(name, bytes, length)
      await expect(page.getByText(told)).toBeVisible()
      expect(await greys(page.getByTestId('paper').locator('canvas')), name).toEqual(picture)
    }
    await dropFile('dance.gif', gifOf(40, 60, 3))
    await expect(page.getByText('dance.gif moves. The first of its 3 pictures is used.')).toBeVisible()
    expect(await expectEncoded(page, cloud)).not.toEqual(picture)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

/** That something is on the paper, and that what is shown is what the engine makes of it; answers what is on the paper. */
async function expectEncoded(page: Page, { runId, epoch }: CloudInside): Promise<number[]> {
  const paper = page.getByTestId('paper').locator('canvas')
  await expect.poll(async () => Math.max(...await greys(paper))).toBeGreaterThan(200)
  const pixels = await greys(paper)
  const made = await ask(page, 'encode', { runId, epoch, pixels: Uint8Array.from(pixels) })
  await expectPicture(page, 'drawn-decoded', made.pixels)
  return pixels
}

/** Where the images of a class lie on average. */
function meanOf(cloud: CloudInside, label: number): number[] {
  const ids = [...cloud.labels.keys()].filter(index => cloud.labels[index] === label)
  return [...latentOf(cloud, 0).keys()].map(k => ids.reduce((sum, id) => sum + (latentOf(cloud, id)[k] ?? NaN), 0) / ids.length)
}
