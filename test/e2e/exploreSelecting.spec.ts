/** Selecting by shapes, classes and keys: what is selected follows from where the points lie, and goes out with its numbers. */
import type { Page } from '@playwright/test'
import { classNames } from '../../src/shared/domain/image'
import { pointAt } from '../../src/shared/domain/latent/bounds'
import { exploredTest as test } from '../support/explored'
import { drag, saved } from '../support/exploring'
import { readCsv } from '../support/exploringFiles'
import { cloudOf, selectionOf, subjectOf } from '../support/exploringInside'
import { at, sightOf, type Sight } from '../support/exploringPlaces'
import { expect } from '../support/lab'

test.describe.configure({ timeout: 120_000 })

interface Circle {
  readonly x: number
  readonly y: number
  readonly radius: number
}

test('by mouse: a lasso round a class, a box, more, less, the rest, and classes by name', async ({ explored: lab }) => {
  const { page } = lab
  const sight = await sightOf(page)
  const { label, circle } = purest(sight)
  const isOfClass = (index: number) => sight.cloud.labels[index] === label

  await page.getByTestId('tool-lasso').click()
  await lasso(page, sight, circle)
  const round = await selectionOf(page)
  expectInside(round, sight, circle)
  expect(round.filter(isOfClass).length).toBeGreaterThan(0.7 * round.length)

  await test.step('its figures and its file tell of the same images', async () => {
    await expect(page.getByTestId('selection-count')).toHaveText(`${round.length.toLocaleString('en')} images selected`)
    const bars = page.getByTestId('selection-panel').locator('dl')
    await expect(bars).toContainText(`${classNames[label]}${round.filter(isOfClass).length.toLocaleString('en')}`)
    const meanError = round.reduce((sum, index) => sum + (sight.cloud.errors[index] ?? NaN), 0) / round.length
    await expect(page.getByTestId('selection-panel')).toContainText(`Mean error ${meanError.toPrecision(4)}`)
    const rows = readCsv(await saved(lab, 'round.csv', () => page.getByTestId('export-csv').click()))
    expect(rows.map(({ id }) => id)).toEqual(round)
    expect(rows.every(({ id, label, name }) => label === sight.cloud.labels[id] && name === classNames[label])).toBe(true)
  })

  const [left, right] = [{ ...circle, x: circle.x - 30 }, { ...circle, x: circle.x + 30 }]
  await test.step('Shift adds, Alt takes away', async () => {
    await page.keyboard.down('Shift')
    await lasso(page, sight, right)
    await page.keyboard.up('Shift')
    const both = await selectionOf(page)
    expect(round.every(index => both.includes(index))).toBe(true)
    expectInside(both.filter(index => !round.includes(index)), sight, right, circle)
    await page.keyboard.down('Alt')
    await lasso(page, sight, left)
    await page.keyboard.up('Alt')
    const rest = await selectionOf(page)
    expectInside(both.filter(index => !rest.includes(index)), sight, left)
    expect(rest.every(index => both.includes(index))).toBe(true)
  })

  await test.step('a box takes the place of it, and the rest is everything else', async () => {
    await page.getByTestId('tool-box').click()
    const [x, y] = middleOf(sight) // where points lie in every part of it
    const [x0, y0, x1, y1] = [x - 40, y - 20, x + 30, y + 25]
    await drag(page, [share(sight, x0, y0), share(sight, x1, y1)])
    const boxed = new Set(await selectionOf(page))
    const wrong = sight.cloud.labels.findIndex((_, index) => {
      const [x, y] = at(sight.screen, index)
      const depth = Math.min(x - x0, x1 - x, y - y0, y1 - y)
      return Math.abs(depth) > 1 && (depth > 0) !== boxed.has(index)
    })
    expect(wrong).toBe(-1)
    expect(boxed.size).toBeGreaterThan(100)
    await page.getByTestId('selection-invert').click()
    const others = await selectionOf(page)
    expect(others.length).toBe(70_000 - boxed.size)
    expect(others.some(index => boxed.has(index))).toBe(false)
  })

  await test.step('classes are added, taken away, or alone', async () => {
    const choose = async (mode: string, name: string) => {
      await page.getByTestId('class-mode').getByText(mode).click()
      await page.getByTestId('select-class').click()
      await page.getByRole('option', { name }).click()
      return new Set((await selectionOf(page)).map(index => sight.cloud.labels[index]))
    }
    expect(await choose('Only this', 'Bag')).toEqual(new Set([8]))
    expect(await choose('Add', 'Sandal')).toEqual(new Set([5, 8]))
    await expect(page.getByTestId('selection-count')).toHaveText('14,000 images selected')
    expect(await choose('Take away', 'Bag')).toEqual(new Set([5]))
    await expect(page.getByTestId('selection-count')).toHaveText('7,000 images selected')
  })
})

test('by keyboard alone: walk, select, decode, and save what was selected', async ({ explored: lab }) => {
  const { page } = lab
  const { positions, labels } = await cloudOf(page)
  const spoken = page.getByTestId('spoken')
  await tabTo(page, 'stage')
  const stations: (number | undefined)[] = []
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowUp']) {
    await page.keyboard.press(key)
    await page.keyboard.press('Enter')
    await expect(spoken).toContainText('Decoded')
    stations.push((await subjectOf(page)).index)
  }
  expect(new Set(stations).size).toBe(3)
  const here = stations.at(-1) ?? -1
  await expect(page.getByTestId('subject-title')).toHaveText(classNames[labels[here] ?? 0] ?? '')

  await page.keyboard.press('Space')
  expect(await selectionOf(page)).toEqual([here])
  await page.keyboard.press('n')
  const near = await selectionOf(page)
  const far = (index: number) => Math.hypot(...pointAt(positions, index).map((value, k) => value - (pointAt(positions, here)[k] ?? 0)))
  const nearest = Float64Array.from(labels, (_, index) => far(index)).sort()
  expect(near.length).toBe(100)
  expect(Math.max(...near.map(far))).toBeCloseTo(nearest[99] ?? NaN, 4)
  await expect(spoken).toHaveText('100 images selected')
  for (let steps = 0; steps < 6; steps++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Shift+N')
  const more = await selectionOf(page)
  expect(near.every(index => more.includes(index))).toBe(true)
  expect(more.length).toBeGreaterThan(100)

  await tabTo(page, 'explore-tabs')
  await page.keyboard.press('ArrowRight', { delay: 80 }) // let go at once, it moves the focus without choosing
  await expect(page.getByTestId('selection-count')).toHaveText(`${more.length} images selected`)
  const rows = readCsv(await saved(lab, 'near.csv', async () => {
    await tabTo(page, 'export-csv')
    await page.keyboard.press('Enter')
  }))
  expect(rows.map(({ id }) => id)).toEqual(more)
  await tabTo(page, 'selection-invert', 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('selection-count')).toHaveText(`${(70_000 - more.length).toLocaleString('en')} images selected`)
})

/** Where a circle holds the most of one class and little else. */
function purest({ screen, cloud, view }: Sight): { readonly label: number, readonly circle: Circle } {
  let best = { label: -1, circle: { x: 0, y: 0, radius: 0 }, share: 0 }
  const radius = 24
  for (let x = 200; x < view.width - 60; x += 24) {
    for (let y = 90; y < view.height - 60; y += 24) {
      const counts = new Array<number>(10).fill(0)
      cloud.labels.forEach((label, index) => {
        const [px, py] = at(screen, index)
        if ((px - x) ** 2 + (py - y) ** 2 < radius ** 2) counts[label] = (counts[label] ?? 0) + 1
      })
      const most = Math.max(...counts)
      const share = most / counts.reduce((a, b) => a + b, 0)
      if (most > 300 && share > best.share) best = { label: counts.indexOf(most), circle: { x, y, radius }, share }
    }
  }
  return best
}

/** The median of all places. */
function middleOf({ screen }: Sight): readonly [number, number] {
  const median = (axis: number) => screen.filter((_, i) => i % 3 === axis).sort()[screen.length / 6] ?? NaN
  return [median(0), median(1)]
}

const corners = 20

async function lasso(page: Page, sight: Sight, { x, y, radius }: Circle): Promise<void> {
  await drag(page, Array.from({ length: corners + 1 }, (_, i) => {
    const turn = 2 * Math.PI * i / corners
    return share(sight, x + radius * Math.cos(turn), y + radius * Math.sin(turn))
  }))
}

function share({ view }: Sight, x: number, y: number): readonly [number, number] {
  return [x / view.width, y / view.height]
}

/** All points of a circle, but for a pixel at its edge, and none beside it; `but` not those of another one. */
function expectInside(found: readonly number[], { screen, cloud }: Sight, circle: Circle, but?: Circle): void {
  const depthIn = (of: Circle, index: number) => of.radius - Math.hypot(at(screen, index)[0] - of.x, at(screen, index)[1] - of.y)
  const inside = new Set(found)
  const wrong = cloud.labels.findIndex((_, index) => {
    const [depth, other] = [depthIn(circle, index), but ? depthIn(but, index) : -Infinity]
    if (Math.abs(depth) < 1.5 || Math.abs(other) < 1.5) return false
    return (depth > 0 && other < 0) !== inside.has(index)
  })
  expect(wrong, 'a point on the wrong side').toBe(-1)
}

/** Presses Tab until something has the focus. */
async function tabTo(page: Page, testId: string, key = 'Tab'): Promise<void> {
  await expect.poll(async () => {
    await page.keyboard.press(key)
    return page.getByTestId(testId).evaluate(element => element.contains(document.activeElement))
  }, { intervals: [0], timeout: 30_000 }).toBe(true)
}
