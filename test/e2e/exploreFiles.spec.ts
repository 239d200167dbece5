/** Points and ways as files, read back: their numbers are those of the cloud, their pictures what the engine decodes. */
import type { Page } from '@playwright/test'
import { classColour } from '../../src/shared/domain/latent/colours'
import { imagePixels, imageSide } from '../../src/shared/domain/image'
import { exploredTest as test } from '../support/explored'
import { saved } from '../support/exploring'
import { readCsv, readGif, readNpy, readPly, readPng } from '../support/exploringFiles'
import { cloudOf } from '../support/exploringInside'
import { decodedBy, latentOf, themeOf } from '../support/exploringPlaces'
import { expect } from '../support/lab'

test.describe.configure({ timeout: 120_000 })

const bag = 8

test('points: every number of every selected image, in each format', async ({ explored: lab }) => {
  const { page } = lab
  const cloud = await cloudOf(page)
  const ids = [...cloud.labels.keys()].filter(index => cloud.labels[index] === bag)
  await page.getByTestId('explore-tabs').getByText('Selection').click()
  await page.getByTestId('select-class').click()
  await page.getByRole('option', { name: 'Bag' }).click()
  const file = (kind: string) => saved(lab, `bags.${kind}`, () => page.getByTestId(`export-${kind}`).click())

  const rows = readCsv(await file('csv'))
  expect(rows).toEqual(ids.map(id => ({ id, label: bag, name: 'Bag', error: cloud.errors[id], latent: [...latentOf(cloud, id)] })))

  const { shape, values } = readNpy(await file('npy'))
  expect(shape).toEqual([7000, 3])
  expect(values).toEqual(Float32Array.from(ids.flatMap(id => [...latentOf(cloud, id)])))

  const theme = await themeOf(page)
  expect(readPly(await file('ply'))).toEqual(ids.map(id => ({
    id, label: bag, place: [...cloud.positions.subarray(3 * id, 3 * id + 3)], colour: [...classColour(bag, 10, theme)],
  })))

  await test.step('where nothing is selected, what is shown is saved', async () => {
    await page.getByTestId('selection-clear').click()
    await page.getByRole('radio', { name: 'Test', exact: true }).click()
    expect(readCsv(await file('csv')).map(({ id }) => id)).toEqual(Array.from({ length: 10_000 }, (_, i) => 60_000 + i))
  })
})

test('a way: its strip is what the engine decodes along it, its film goes there and back', async ({ explored: lab }) => {
  const { page } = lab
  const cloud = await cloudOf(page)
  const [from, to] = [latentOf(cloud, 7), latentOf(cloud, 21)]
  await lookAt(page, 7)
  await page.getByTestId('add-waypoint').click()
  await lookAt(page, 21)
  await page.getByTestId('add-waypoint').click()
  await expect(page.getByTestId('filmstrip').locator('canvas')).toHaveCount(16)

  const stations = Array.from({ length: 16 }, (_, i) => [...from].map((value, k) => value + i / 15 * ((to[k] ?? 0) - value)))
  const pictures = await decodedBy(page, cloud, Float32Array.from(stations.flat()))
  const { width, height, colours } = readPng(await saved(lab, 'way.png', () => page.getByTestId('save-strip').click()))
  expect([width, height]).toEqual([16 * 4 * imageSide, 4 * imageSide])
  const wrong = colours.findIndex(([red], i) => {
    const [x, y] = [Math.floor(i % width / 4), Math.floor(Math.floor(i / width) / 4)]
    return Math.abs(red - (pictures[Math.floor(x / imageSide) * imagePixels + y * imageSide + x % imageSide] ?? NaN)) > 1
  })
  expect(wrong, 'a pixel of another grey').toBe(-1)
  expect(readGif(await saved(lab, 'way.gif', () => page.getByTestId('save-gif').click()))).toEqual({ width: 224, height: 224, frames: 30 })
})

/** Looks at a train image, by its number. */
async function lookAt(page: Page, number: number): Promise<void> {
  await page.getByTestId('explore-tabs').getByText('Selection').click()
  await page.getByTestId('list-number').fill(String(number))
  await page.getByTestId('list-number').press('Enter')
  await page.getByTestId('selection-list').press('Enter')
  await expect(page.getByTestId('point-panel')).toContainText(`Train image ${number}`)
}
