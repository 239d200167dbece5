/** What stands where: points are drawn and found at the places that follow from their latents, and pictures are what the engine itself decodes. */
import { classNames } from '../../src/shared/domain/image'
import { toScreen } from '../../src/shared/domain/latent/picking'
import { exploredTest as test } from '../support/explored'
import { cloudOf, subjectOf } from '../support/exploringInside'
import { alone, at, coloursAt, contrast, decodedBy, expectPicture, goNear, inWindow, latentOf, originalOf, sightOf } from '../support/exploringPlaces'
import { expect } from '../support/lab'

test.describe.configure({ timeout: 120_000 })

test('a point is drawn where its latent projects to, is found there, and is decoded as the engine decodes it, at either epoch', async ({ explored: { page } }) => {
  await goNear(page)
  const sight = await sightOf(page)
  const { cloud, screen } = sight
  const found = alone(sight)
  expect(found.length).toBeGreaterThan(2)
  const chosen = [found[0], found[found.length >> 1], found.at(-1)].map(index => index ?? -1)
  const places = chosen.map(index => at(screen, index))
  const marks = await coloursAt(page, places)
  const grounds = await coloursAt(page, places.map(([x, y]) => [x + 13, y + 7]))
  marks.forEach((mark, i) => expect(contrast(mark, grounds[i] ?? mark), `point ${chosen[i]} is drawn`).toBeGreaterThan(30))

  for (const index of chosen) {
    await page.mouse.move(...await inWindow(page, at(screen, index)))
    const name = classNames[cloud.labels[index] ?? 0] ?? ''
    await expect(page.getByTestId('hover-card')).toContainText(name)
    await page.mouse.click(...await inWindow(page, at(screen, index)))
    await expect(page.getByTestId('subject-title')).toHaveText(name)
    expect(await subjectOf(page)).toEqual({ kind: 'point', index })
    await expectPicture(page, 'original', await originalOf(page, index))
    await expectPicture(page, 'decoded', await decodedBy(page, cloud, latentOf(cloud, index)), 1)
    expect(Number(await page.getByTestId('point-error').textContent())).toBeCloseTo(cloud.errors[index] ?? NaN, 4)
  }

  const [last = -1] = chosen.slice(-1)
  const now = await decodedBy(page, cloud, latentOf(cloud, last))
  await page.getByTestId('timeline').getByRole('slider').press('Home')
  await expect(page.getByTestId('stage')).toHaveAttribute('data-epoch', '1')
  const before = await cloudOf(page)
  const then = await decodedBy(page, before, latentOf(before, last))
  expect(Math.max(...then.map((value, i) => Math.abs(value - (now[i] ?? 0))))).toBeGreaterThan(5)
  await expectPicture(page, 'decoded', then, 1)
})

test('a click between the points decodes the place under it, and typed coordinates go there', async ({ explored: { page } }) => {
  const { view, cloud } = await sightOf(page)
  const corner = [view.width - 40, view.height - 40] as const
  await page.mouse.click(...await inWindow(page, corner))
  await expect(page.getByTestId('subject-title')).toHaveText('A place in the space')
  const { latent } = await subjectOf(page)
  if (!latent) throw new Error('no place is looked at')
  await expectPicture(page, 'decoded', await decodedBy(page, cloud, latent))
  const [x = NaN, y = NaN, z = NaN] = latent
  const seen = toScreen([x, y, z], view) // the newest epoch of three dimensions is drawn as it is, unless it was turned
  expect([seen?.x, seen?.y].map(value => Math.round(value ?? NaN))).toEqual([...corner])

  const typed = [0.25, -0.5, 1]
  for (const [axis, value] of typed.entries()) {
    await page.getByTestId(`coordinate-${axis}`).fill(String(value))
    await page.getByTestId(`coordinate-${axis}`).press('Enter')
  }
  expect([...(await subjectOf(page)).latent ?? []]).toEqual(typed)
  await expectPicture(page, 'decoded', await decodedBy(page, cloud, Float32Array.from(typed)))
})

test('by keyboard: walk, decode, probe, scrub', async ({ explored: { page } }) => {
  const stage = page.getByTestId('stage')
  await stage.focus()
  const spoken = new Set<string | null>()
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowUp', 'ArrowLeft']) {
    await page.keyboard.press(key)
    spoken.add(await page.getByTestId('spoken').textContent())
  }
  expect(spoken.size).toBeGreaterThan(1)
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('original')).toBeVisible()
  await page.keyboard.press('e')
  await expect(page.getByTestId('subject-title')).toHaveText('A place in the space')
  const coordinate = await page.getByTestId('coordinate-0').inputValue()
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight')
  await expect(page.getByTestId('coordinate-0')).not.toHaveValue(coordinate)
  await page.keyboard.press('[')
  await expect(stage).toHaveAttribute('data-epoch', '1')
})
