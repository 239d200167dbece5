/** The stage as pictures and films: of the size that was asked for, with the cloud on them, and none where one thought better of it. */
import { exploredTest as test } from '../support/explored'
import { saved } from '../support/exploring'
import { readGif, readPng } from '../support/exploringFiles'
import { expect } from '../support/lab'

test.describe.configure({ timeout: 120_000 })

/** A key that is let go at once moves the focus among choices without choosing. */
const asAHand = { delay: 80 }

test('the stage: a picture as large as was chosen, with the cloud on it, and a film of one turn', async ({ explored: lab }) => {
  const { page } = lab
  const stage = await page.getByTestId('stage').boundingBox()
  if (!stage) throw new Error('the stage is not shown')
  for (const [name, times] of [['1 ×', 1], ['2 ×', 2]] as const) {
    await page.getByTestId('save-menu').click()
    await page.getByTestId('picture-size').getByText(name).click()
    const { width, height, colours } = readPng(await saved(lab, `stage${times}.png`, () => page.getByTestId('save-view').click()))
    expect([width, height]).toEqual([times * stage.width, times * stage.height].map(Math.round))
    expect(colours.filter(([red]) => red !== colours[0]?.[0]).length / colours.length).toBeGreaterThan(0.03)
  }
  const film = readGif(await saved(lab, 'turn.gif', async () => {
    await page.getByTestId('save-menu').click()
    await page.getByTestId('film-width').getByText('480').click()
    await page.getByTestId('save-film').click()
  }))
  expect(film).toEqual({ width: 480, height: Math.round(480 * stage.height / stage.width), frames: 72 })
})

test('pictures and films of the stage, at the size asked for', async ({ explored: lab }) => {
  const { page } = lab

  await test.step('a picture of another size and shape than the window', async () => {
    await page.getByTestId('save-menu').click()
    await page.getByTestId('picture-size').getByText('Other').click()
    await page.getByTestId('picture-width').fill('9000')
    await expect(page.getByRole('alert')).toContainText('Enter sides from 64 to 8,192')
    await expect(page.getByTestId('save-view')).toBeDisabled()
    await page.getByTestId('picture-width').fill('3000')
    await page.getByTestId('picture-height').fill('1000')
    const png = await saved(lab, 'stage.png', () => page.getByTestId('save-view').click())
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([3000, 1000])
  })

  await test.step('a film of the training, by keyboard', async () => {
    const gif = await saved(lab, 'training.gif', async () => {
      await page.getByTestId('save-menu').press('Enter')
      await page.getByTestId('film-kind').getByText('Once round').press('ArrowRight', asAHand)
      await page.getByTestId('film-width').getByText('720').press('ArrowLeft', asAHand)
      await page.getByTestId('save-film').press('Enter')
    })
    expect(readGif(gif)).toMatchObject({ width: 480, frames: 10 }) // two epochs and eight between them
  })

  await test.step('a film that is cancelled writes nothing, and the window stays alive meanwhile', async () => {
    await page.getByTestId('save-menu').click()
    await page.getByTestId('film-kind').getByText('Once round').click()
    await page.getByTestId('save-film').click()
    await expect(page.getByTestId('task').locator('progress')).not.toHaveAttribute('value', '0')
    await page.getByTestId('task-cancel').click()
    await expect(page.getByTestId('task')).toBeHidden()
    await expect(page.getByText('Saved as')).toHaveCount(0)
  })
})
