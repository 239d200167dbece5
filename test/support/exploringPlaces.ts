/** Places on the stage, and what is drawn there. Without a graphics card the processor draws, on a canvas that can be read. */
import type { Page } from '@playwright/test'
import { imagePixels, splitSizes } from '../../src/shared/domain/image'
import type { Rgb, Theme } from '../../src/shared/domain/latent/colours'
import { allToScreen, type ViewPort } from '../../src/shared/domain/latent/picking'
import { ask, cloudOf, viewOf, type CloudInside } from './exploringInside'
import { greys, largestDifference } from './exploring'
import { expect } from './lab'

export interface Sight {
  readonly cloud: CloudInside
  readonly view: ViewPort
  /** (x, y, depth) of each point, in pixels of the stage. */
  readonly screen: Float32Array
}

/** What is in sight now. The stage is left for a moment, to learn where its eye stands. */
export async function sightOf(page: Page): Promise<Sight> {
  const [cloud, view] = [await cloudOf(page), await viewOf(page)]
  return { cloud, view, screen: allToScreen(cloud.positions, view) }
}

export const at = (screen: Float32Array, index: number) => [screen[3 * index] ?? NaN, screen[3 * index + 1] ?? NaN] as const

/** Test images with no other one around them, where nothing is laid over the stage; for a stage that shows no train images. */
export function alone({ screen, view }: Sight, room = 20): number[] {
  const cell = (value: number) => Math.floor(value / room)
  const cells = new Map<string, number[]>()
  for (let i = splitSizes.train; i < screen.length / 3; i++) {
    const [x, y] = at(screen, i)
    const key = `${cell(x)} ${cell(y)}`
    cells.set(key, [...cells.get(key)?.slice(0, 2) ?? [], i]) // three are as bad as many
  }
  const near = (x: number, y: number) => [-1, 0, 1].flatMap(dx => [-1, 0, 1].flatMap(dy => cells.get(`${cell(x) + dx} ${cell(y) + dy}`) ?? []))
  return [...cells.values()].flat().filter((i) => {
    const [x, y] = at(screen, i)
    return x > 160 && x < view.width - 30 && y > 70 && y < view.height - 90
      && near(x, y).every(other => other === i || Math.hypot(at(screen, other)[0] - x, at(screen, other)[1] - y) > room)
  })
}

/** Shows the 10,000 test images alone, and from near: then there is room among them. */
export async function goNear(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Test', exact: true }).click()
  for (let press = 0; press < 10; press++) await page.getByTestId('stage').press('+')
}

/** Those of them that are largest, because they are in front. */
export function inFrontAlone(sight: Sight): readonly number[] {
  const depth = (index: number) => sight.screen[3 * index + 2] ?? NaN
  const chosen = alone(sight).toSorted((a, b) => depth(a) - depth(b)).slice(0, 8)
  expect(chosen.length).toBeGreaterThan(4)
  return chosen
}

/** Moves sliders of the display to an end. */
export async function setLook(page: Page, ends: Readonly<Record<string, 'Home' | 'End'>>): Promise<void> {
  await page.getByTestId('explore-options').click()
  for (const [name, key] of Object.entries(ends)) await page.getByRole('slider', { name }).press(key)
  await page.keyboard.press('Escape')
}

/** Each point in its very colour, all over: without fading, and without the shape of a ring. */
export async function drawPlainly(page: Page): Promise<void> {
  await setLook(page, { 'Opacity': 'End', 'Fade with depth': 'Home' })
  await page.getByTestId('explore-options').click()
  await page.getByRole('switch', { name: 'A shape for each class' }).click()
  await page.keyboard.press('Escape')
}

export function themeOf(page: Page): Promise<Theme> {
  return page.evaluate(() => document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light')
}

/** Places of the stage in those of the window. */
export async function inWindow(page: Page, [x, y]: readonly [number, number]): Promise<readonly [number, number]> {
  const box = await page.getByTestId('stage').boundingBox()
  if (!box) throw new Error('the stage is not shown')
  return [box.x + x, box.y + y]
}

/** Colours of the picture at places of the stage, once it is drawn at rest. */
export async function coloursAt(page: Page, places: readonly (readonly [number, number])[]): Promise<Rgb[]> {
  await page.waitForTimeout(400) // what moves is drawn with some of the points; all of them follow
  return page.getByTestId('fallback').evaluate((element, places) => {
    const canvas = element as HTMLCanvasElement
    const scale = canvas.width / canvas.clientWidth
    return places.map(([x, y]) => {
      const { data } = canvas.getContext('2d')?.getImageData(Math.floor(x * scale), Math.floor(y * scale), 1, 1) ?? { data: [] }
      return [data[0] ?? 0, data[1] ?? 0, data[2] ?? 0] as const
    })
  }, places)
}

/** How far two colours lie apart. */
export function contrast(a: Rgb, b: Rgb): number {
  return Math.max(...a.map((value, k) => Math.abs(value - (b[k] ?? 0))))
}

/** One image of the data set. */
export async function originalOf(page: Page, index: number): Promise<Uint8Array> {
  const isTrain = index < splitSizes.train
  const input = { split: isTrain ? 'train' : 'test', indices: Int32Array.of(isTrain ? index : index - splitSizes.train) } as const
  return (await ask(page, 'images', input)).pixels
}

/** What the engine's decoder makes of latents. */
export async function decodedBy(page: Page, { runId, epoch }: Pick<CloudInside, 'runId' | 'epoch'>, points: Float32Array): Promise<Uint8Array> {
  const { pixels } = await ask(page, 'decode', { runId, epoch, points })
  expect(pixels.length).toBeGreaterThanOrEqual(imagePixels)
  return pixels
}

export function latentOf({ values, dimension }: CloudInside, index: number): Float32Array {
  return values.slice(index * dimension, (index + 1) * dimension)
}

/** Waits until a picture in the panel is, grey for grey, another one; `slack` for latents that were rounded. */
export async function expectPicture(page: Page, testId: string, pixels: Uint8Array, slack = 0): Promise<void> {
  await expect.poll(async () => largestDifference(await greys(page.getByTestId(testId)), [...pixels]), `${testId} is what it should be`)
    .toBeLessThanOrEqual(slack)
}
