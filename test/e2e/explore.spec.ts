/** The explorer on real data with the real engine: what is shown is what the network of that epoch makes of it. */
import {
  clickPoint, drag, drawn, greys, largestDifference, meanSquared, placeOn, saved, shareChanged, trainThenExplore,
} from '../support/exploring'
import { readCsv } from '../support/exploringFiles'
import { expect, test } from '../support/lab'

test.describe.configure({ timeout: 300_000 })

/** A key that is let go at once moves the focus among choices without choosing. */
const asAHand = { delay: 80 }

test('by mouse: points, places, epochs, selections and files', async ({ lab }) => {
  const { page } = lab
  await trainThenExplore(page)
  const stage = page.getByTestId('stage')

  await test.step('a point under the cursor is told and decoded', async () => {
    await clickPoint(page)
    const [original, decoded] = [await greys(page.getByTestId('original')), await greys(page.getByTestId('decoded'))]
    const error = Number(await page.getByTestId('point-error').textContent())
    expect(Math.abs(meanSquared(original, decoded) - error)).toBeLessThan(0.0005)
  })

  await test.step('its picture is the decoder\'s answer to its coordinates', async () => {
    const decoded = await greys(page.getByTestId('decoded'))
    await page.getByTestId('coordinate-0').press('Enter')
    await expect(page.getByTestId('subject-title')).toHaveText('A place in the space')
    await expect.poll(async () => largestDifference(await greys(page.getByTestId('decoded')), decoded)).toBeLessThanOrEqual(3)
  })

  await test.step('a chosen point leads to the gallery, and the gallery back to it', async () => {
    await clickPoint(page)
    const name = await page.getByTestId('subject-title').textContent()
    const original = await greys(page.getByTestId('original'))
    await page.getByTestId('show-in-gallery').click()
    const large = page.getByTestId('gallery-large')
    await expect(large.getByTestId('visitor')).toBeVisible()
    await expect(large).toContainText(name ?? '')
    await expect.poll(async () => largestDifference(await greys(large.locator('canvas').first()), original)).toBe(0)
    await page.getByTestId('gallery-tile').nth(3).click()
    await expect(large).toContainText('Test image 3')
    await expect(large.getByTestId('visitor')).toBeHidden()
    await page.getByTestId('to-explore').focus()
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('point-panel')).toContainText('Test image 3')
  })

  await test.step('the probe decodes wherever it is dragged', async () => {
    await page.getByTestId('tool-probe').click()
    const [from, to] = [await placeOn(stage, 0.3, 0.3), await placeOn(stage, 0.7, 0.6)]
    await page.mouse.click(...from)
    await expect(page.getByTestId('trust')).toBeVisible()
    const before = await greys(page.getByTestId('decoded'))
    const coordinate = await page.getByTestId('coordinate-0').inputValue()
    await page.mouse.down()
    await page.mouse.move(...to, { steps: 12 })
    await page.mouse.up()
    await expect(page.getByTestId('coordinate-0')).not.toHaveValue(coordinate)
    await expect.poll(async () => largestDifference(await greys(page.getByTestId('decoded')), before)).toBeGreaterThan(20)
  })

  await test.step('epoch 1 decodes the same place differently', async () => {
    const second = await greys(page.getByTestId('decoded'))
    await page.getByTestId('timeline').getByRole('slider').press('Home')
    await expect(stage).toHaveAttribute('data-epoch', '1')
    await expect.poll(async () => largestDifference(await greys(page.getByTestId('decoded')), second)).toBeGreaterThan(5)
    await page.getByTestId('timeline').getByRole('slider').press('End')
    await expect(stage).toHaveAttribute('data-epoch', '2')
  })

  await test.step('images take the place of points, as many as fit, and the one pointed at is found', async () => {
    await page.getByTestId('tool-navigate').click()
    const before = await drawn(page)
    await page.getByTestId('sprites').click()
    await expect.poll(async () => shareChanged(before, await drawn(page))).toBeGreaterThan(0.03)
    await clickPoint(page)
    await stage.press('i')
    await expect(page.getByTestId('sprites')).toHaveAttribute('aria-pressed', 'false')
  })

  await test.step('a lasso selects, and a file holds the selection', async () => {
    await page.getByTestId('tool-lasso').click()
    await drag(page, [[0.2, 0.15], [0.85, 0.15], [0.85, 0.9], [0.2, 0.9], [0.2, 0.15]].map(([x, y]) => [x ?? 0, y ?? 0] as const))
    await expect(page.getByTestId('selection-count')).toBeVisible()
    const count = Number((await page.getByTestId('selection-count').textContent())?.replace(/\D/g, ''))
    expect(count).toBeGreaterThan(100)
    const rows = readCsv(await saved(lab, 'points.csv', () => page.getByTestId('export-csv').click()))
    expect(rows).toHaveLength(count)
  })

  await test.step('a class alone can be selected', async () => {
    await page.getByTestId('selection-clear').click()
    await page.getByTestId('select-class').click()
    await page.getByRole('option', { name: 'Bag' }).click()
    await expect(page.getByTestId('selection-count')).toHaveText('7,000 images selected')
    await page.getByTestId('selection-invert').click()
    await expect(page.getByTestId('selection-count')).toHaveText('63,000 images selected')
  })

  await test.step('a path becomes a film', async () => {
    await page.getByTestId('tool-navigate').click()
    for (const x of [0.42, 0.58]) {
      await clickPoint(page, x)
      await page.getByTestId('add-waypoint').click()
      await page.getByTestId('explore-tabs').getByText('Point').click()
    }
    await page.getByTestId('explore-tabs').getByText('Path').click()
    await expect(page.getByTestId('filmstrip').locator('canvas')).toHaveCount(16)
    const gif = await saved(lab, 'path.gif', () => page.getByTestId('save-gif').click())
    expect(gif.subarray(0, 6).toString('latin1')).toBe('GIF89a')
  })

  expect(lab.faults).toEqual([])
})

test('more than three dimensions: principal components, and UMAP on a thread of its own', async ({ lab }) => {
  const { page } = lab
  await page.getByTestId('field-latent').fill('8')
  await trainThenExplore(page)
  const projection = page.getByTestId('projection')

  await test.step('nobody else can make addresses of workers', async () => {
    const names = await page.evaluate(() => ['lab-worker', 'vue'].filter((name) => {
      try {
        window.trustedTypes.createPolicy(name, { createScriptURL: (url: string) => url })
        return true
      } catch {
        return false
      }
    }))
    expect(names).toEqual([])
    expect(lab.faults.splice(0).filter(fault => fault.includes('lab-worker') || fault.includes('vue'))).not.toEqual([])
  })

  await test.step('cancelled, it leaves the components', async () => {
    await projection.getByText('UMAP').click()
    await expect(page.getByTestId('task')).toContainText('UMAP of epoch 2')
    await page.getByTestId('task-cancel').click()
    await expect(projection.getByRole('radio', { name: 'PCA' })).toBeChecked()
  })

  await test.step('by keyboard it is worked out; what has no inverse says so', async () => {
    await projection.getByRole('radio', { name: 'PCA' }).press('ArrowRight', asAHand)
    await expect(page.getByTestId('umap-note')).toBeVisible({ timeout: 200_000 })
    await page.getByTestId('tool-probe').click()
    await page.mouse.click(...await placeOn(page.getByTestId('stage'), 0.5, 0.5))
    await expect(page.getByTestId('inverse')).toContainText('UMAP has no inverse')
    await expect.poll(async () => Math.max(...await greys(page.getByTestId('decoded')))).toBeGreaterThan(60)
  })

  await test.step('an epoch without it shows components and offers it', async () => {
    await page.getByTestId('stage').press('[')
    await expect(page.getByTestId('umap-missing')).toContainText('Epoch 1 has no UMAP yet')
    await page.getByTestId('stage').press(']')
    await expect(page.getByTestId('umap-note')).toBeVisible()
  })

  expect(lab.faults).toEqual([])
})
