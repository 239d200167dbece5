/** How the cloud looks and from where: each colour is the one of its figure, hidden classes are gone, sliders and views do what they say. */
import type { Page } from '@playwright/test'
import { classColour, colourByValue, robustScale, type Rgb } from '../../src/shared/domain/latent/colours'
import { relativeDensity } from '../../src/shared/domain/latent/neighbourhood'
import { exploredTest as test } from '../support/explored'
import { drawn, shareChanged } from '../support/exploring'
import { ask, cameraOf, type CloudInside } from '../support/exploringInside'
import { at, coloursAt, contrast, drawPlainly, goNear, inFrontAlone, inWindow, setLook, sightOf, themeOf } from '../support/exploringPlaces'
import { expect } from '../support/lab'

test.describe.configure({ timeout: 180_000 })

test('a point has the colour of its class, error, split, density or disagreement; a hidden class is neither drawn nor found', async ({ explored: { page } }) => {
  await goNear(page)
  await drawPlainly(page)
  const sight = await sightOf(page)
  const { cloud, screen } = sight
  const chosen = inFrontAlone(sight)
  const places = chosen.map(index => at(screen, index))
  const theme = await themeOf(page)
  const expectColours = (colourOf: (index: number) => Rgb) => expect.poll(async () => {
    const seen = await coloursAt(page, places)
    return Math.max(...seen.map((colour, i) => contrast(colour, colourOf(chosen[i] ?? 0))))
  }, { timeout: 60_000 }).toBeLessThanOrEqual(1)
  const figures = (values: Float32Array) => {
    const colours = colourByValue(values, robustScale(values))
    return (index: number) => [...colours.subarray(3 * index, 3 * index + 3)] as unknown as Rgb
  }

  const ofClass = (index: number) => classColour(cloud.labels[index] ?? 0, 10, theme)
  await expectColours(ofClass)
  await colourBy(page, 'Error')
  await expectColours(figures(cloud.errors))
  await colourBy(page, 'Train or test')
  await expectColours(() => classColour(1, 2, theme))
  await colourBy(page, 'Density')
  const { spacing, disagreement } = await surroundingsOf(page, cloud)
  await expectColours(figures(relativeDensity(spacing)))
  await colourBy(page, 'Neighbours disagree')
  await expectColours(figures(disagreement))
  await colourBy(page, 'Class')

  const [first = -1] = chosen
  const label = cloud.labels[first] ?? 0
  await test.step('a hidden class leaves the ground, and the cursor finds nothing there', async () => {
    await page.getByTestId(`legend-${label}`).click()
    await expect.poll(async () => contrast((await coloursAt(page, places))[0] ?? ofClass(first), ofClass(first))).toBeGreaterThan(30)
    await page.mouse.move(...await inWindow(page, at(screen, first)))
    await expect(page.getByTestId('hover-card')).toBeHidden()
    await page.getByTestId(`legend-${label}`).dblclick()
    await expect(page.locator('[data-testid^=legend-][aria-pressed=true]')).toHaveCount(1)
    await expect.poll(async () => contrast((await coloursAt(page, places))[0] ?? [0, 0, 0], ofClass(first))).toBeLessThanOrEqual(1)
    const other = chosen.findIndex(index => cloud.labels[index] !== label)
    expect(contrast((await coloursAt(page, places))[other] ?? ofClass(chosen[other] ?? 0), ofClass(chosen[other] ?? 0))).toBeGreaterThan(30)
    await page.mouse.move(...await inWindow(page, at(screen, first)))
    await expect(page.getByTestId('hover-card')).toBeVisible()
  })
})

test('points grow and fade by sliders; standard views, zoom and framing put the eye where they say', async ({ explored: { page } }) => {
  const begin = await cameraOf(page)
  await goNear(page)
  await setLook(page, { 'Point size': 'Home' })
  await page.waitForTimeout(400) // what moves is drawn with some of the points; all of them follow
  const small = await inkOf(page)
  await setLook(page, { 'Point size': 'End' })
  await expect.poll(() => inkOf(page)).toBeGreaterThan(1.5 * small)
  const large = await drawn(page)
  await setLook(page, { Opacity: 'Home' })
  await expect.poll(async () => shareChanged(large, await drawn(page))).toBeGreaterThan(0.03)

  await page.getByTestId('view-frame').click()
  for (const [view, azimuth, elevation] of [['front', 0, 0], ['side', Math.PI / 2, 0], ['top', 0, Math.PI / 2], ['corner', 0.65, 0.42]] as const) {
    await page.getByTestId(`view-${view}`).click()
    const now = await cameraOf(page)
    expect([now.azimuth, now.elevation], view).toEqual([expect.closeTo(azimuth), expect.closeTo(elevation)])
    expect([now.target, now.distance]).toEqual([begin.target, begin.distance])
  }
  await page.getByTestId('stage').press('+')
  await page.getByTestId('stage').press('Alt+ArrowRight')
  const near = await cameraOf(page)
  expect(near.distance).toBeLessThan(begin.distance)
  expect(near.target).not.toEqual(begin.target)
  await page.getByTestId('view-frame').click()
  expect(await cameraOf(page)).toEqual(begin)
})

async function colourBy(page: Page, name: string): Promise<void> {
  await page.getByTestId('colour-mode').click()
  await page.getByRole('option', { name, exact: true }).click()
}

/** How many of the pixels looked at are not the ground. */
async function inkOf(page: Page): Promise<number> {
  const reds = await drawn(page)
  return reds.filter(red => red !== reds[0]).length
}

async function surroundingsOf(page: Page, { runId, epoch, labels }: CloudInside) {
  const [spacing, disagreement] = [new Float32Array(labels.length), new Float32Array(labels.length)]
  for (let first = 0; first < labels.length; first += 4096) {
    const some = await ask(page, 'surroundings', { runId, epoch, first, count: Math.min(4096, labels.length - first) })
    spacing.set(some.spacing, first)
    disagreement.set(some.disagreement, first)
  }
  return { spacing, disagreement }
}
