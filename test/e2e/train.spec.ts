/** The journey that everything else serves: set, train, watch, look back, pause, step, stop. The real engine on the real data. */
import { cpus, loadavg } from 'node:os'
import type { Locator, Page } from '@playwright/test'
import { apps, expect, test } from '../support/lab'
import type { Lab } from '../support/lab'
import { eventually, isAlive, kill, survivors, processTree } from '../support/processes'

test.describe.configure({ timeout: 240_000 })
/** How long an epoch, its evaluation included, or the preparation of a run may take on a busy machine. */
const epochLimit = 90_000

test('by mouse: a run from its first epoch to its end, on real data', async ({ lab }) => {
  const { page } = lab
  const pictures = new Map<number, readonly string[]>()

  await test.step('set three numbers and start', async () => {
    await set(page, { epochs: '60', batchSize: '512', learningRate: '0.003' })
    await expect(page.getByTestId('gallery-seed').getByTestId('seed-original')).toHaveCount(5)
    await page.getByTestId('start').click()
    await expect(page.getByTestId('run-facts')).toContainText('0.003', { timeout: epochLimit })
    await expect(page.getByTestId('run-facts')).toContainText('512')
  })

  await test.step('curves, figures and pictures grow with each epoch', async () => {
    const curves = new Set<string>()
    for (const epoch of [1, 2, 3]) {
      await untilEpoch(page, epoch)
      await expect(rowsOf(page).nth(epoch - 1)).toBeVisible()
      await eventually('the curves have grown', async () => {
        const { size } = curves
        return curves.add(await imageOf(page.getByTestId('loss-chart').locator('canvas').first())).size > size
      })
    }
    await page.getByTestId('pause').click()
    await expect(page.getByTestId('resume')).toBeVisible()
    const losses = (await rowsOf(page).locator('td:nth-child(3)').allTextContents()).map(Number)
    expect(losses.length).toBeGreaterThanOrEqual(3)
    for (const loss of losses) expect(loss).toBeGreaterThan(0)
    expect(losses.at(-1)).toBeLessThan(losses[0] ?? 0)
    expect(losses.at(-1)).toBeLessThan(0.06) // the mean image's is 0.086
    await expect(page.getByTestId('figure-testMse')).toContainText(/\(PCA with 3 components: 0\.04\d+\)/)
  })

  await test.step('the timeline brings back each epoch\'s own pictures', async () => {
    const slider = page.getByTestId('timeline').getByRole('slider')
    const last = await rowsOf(page).count()
    await slider.press('Home')
    for (let epoch = 1; epoch <= last; epoch++) {
      await expect(page.getByTestId('epoch-title')).toHaveText(`Epoch ${epoch}`)
      await eventually('the pictures are there', async () => (await reconstructions(page)).every(isPicture))
      await painted(page)
      pictures.set(epoch, await reconstructions(page))
      await slider.press('ArrowRight')
    }
    expect(new Set([...pictures.values()].map(five => five.join())).size).toBe(last)
    await slider.press('Home')
    await expect.poll(() => reconstructions(page)).toEqual(pictures.get(1))
    await expect(page.getByTestId('timeline-epoch')).toHaveText(`1 of ${last}`)
    await page.getByTestId('timeline-live').click()
    await expect(page.getByTestId('epoch-title')).toHaveText(`Epoch ${last}`)
  })

  await test.step('a single step is one batch, and the run pauses again', async () => {
    const before = await shareDone(page)
    await page.getByTestId('step').click()
    await expect.poll(() => shareDone(page)).toBeGreaterThan(before)
    await expect(page.getByTestId('step')).toBeEnabled()
    const steps = Math.ceil(60_000 / 512)
    expect(await shareDone(page) - before).toBeCloseTo(1 / (60 * steps), 6)
  })

  await test.step('a reload in mid-training shows the whole picture again', async () => {
    await page.getByTestId('resume').click()
    await expect(page.getByTestId('pause')).toBeEnabled()
    const before = await rowsOf(page).count()
    await page.reload()
    await expect(page.getByTestId('run-facts')).toContainText('0.003')
    await expect.poll(() => rowsOf(page).count()).toBeGreaterThanOrEqual(before)
    await eventually('the pictures are there', async () => (await reconstructions(page)).every(isPicture))
    await untilEpoch(page, before + 1) // and it goes on
    await page.getByTestId('timeline').getByRole('slider').press('Home')
    await expect.poll(() => reconstructions(page)).toEqual(pictures.get(1))
  })

  await test.step('stop is answered at once', async () => {
    const took = await timeToStop(page)
    const description = `${Math.round(took)} ms at load ${loadavg()[0]?.toFixed(1)} on ${cpus().length} processors`
    test.info().annotations.push({ type: 'stopped after', description })
    expect(took).toBeLessThan(250 * slowness())
    await expect(page.getByTestId('run-title')).toContainText('Stopped')
    await expect(page.getByTestId('start')).toBeEnabled()
  })

  await test.step('the gallery has the same epochs', async () => {
    await page.getByTestId('nav-gallery').click()
    await expect(page.getByTestId('gallery-tile')).toHaveCount(24)
    await page.getByTestId('timeline').getByRole('slider').press('Home')
    await expect(page.getByTestId('epoch-title')).toHaveText('Epoch 1')
    await expect.poll(() => reconstructions(page)).toEqual(pictures.get(1))
  })

  await expectQuiet(lab)
})

test('by keyboard alone: a run of two epochs', async ({ lab }) => {
  const { page } = lab
  await tabTo(page, 'field-epochs')
  await write(page, '2')
  await page.keyboard.press('Tab')
  await expect(page.getByTestId('field-batchSize')).toBeFocused()
  await write(page, '16') // an epoch takes seconds: time to pause in the second one
  await page.keyboard.press('Tab')
  await write(page, '0.003')
  await expect(page.getByTestId('start')).toBeEnabled({ timeout: 30_000 })
  await page.keyboard.press('Control+Enter')
  await untilEpoch(page, 1)
  await page.getByTestId('run-title').focus().catch(() => undefined)
  await page.keyboard.press('p')
  await expect(page.getByTestId('resume')).toBeVisible({ timeout: epochLimit })
  await page.keyboard.press('.')
  await expect(page.getByTestId('step')).toBeEnabled()
  await page.keyboard.press('p')
  await expect(page.getByTestId('run-title')).toContainText('Finished', { timeout: epochLimit })
  await expect(page.getByTestId('timeline-epoch')).toHaveText('2 of 2')
  await page.keyboard.press('[')
  await expect(page.getByTestId('epoch-title')).toHaveText('Epoch 1')
  await page.keyboard.press(']')
  await expect(page.getByTestId('epoch-title')).toHaveText('Epoch 2')
  await expectQuiet(lab)
})

test('the window outlives the engine, and the engine the window', async ({ lab }) => {
  const { page } = lab
  await set(page, { epochs: '60', batchSize: '512' })
  await page.getByTestId('start').click()
  await untilEpoch(page, 1)
  const engine = await enginePid(lab)

  await test.step('the page crashes; training goes on and the page is back with it', async () => {
    await lab.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer())
    await eventually('the run is shown again', async () => /epoch \d+ of 60/i.test(await textInPage(lab, 'run-title')), epochLimit)
    expect(await enginePid(lab)).toBe(engine)
  })

  await test.step('the engine is killed; the window says so and brings it back', async () => {
    kill(engine, 'SIGKILL')
    const told = async () => (await Promise.all(['messages', 'engine-trouble', 'trouble'].map(id => textInPage(lab, id)))).join('\n')
    await eventually('the window tells of it', async () => (await told()).includes('ended from outside'), 2000 * slowness())
    await eventually('another engine is ready', async () => await textInPage(lab, 'engine-state') === 'Ready', epochLimit)
    expect(isAlive(engine)).toBe(false)
    expect(await enginePid(lab)).not.toBe(engine)
  })

  await test.step('quitting leaves nothing behind', async () => {
    const tree = processTree(lab.pid)
    expect(await lab.close()).toEqual([])
    expect(survivors(tree)).toEqual([])
  })
})

test.describe('a form that cannot be', () => {
  test.use({ launch: { folder: apps.fakeEngine } })
  const wrong: Readonly<Record<string, readonly string[]>> = {
    epochs: ['0', '-1', '1.5', '1e9', '', 'ten'],
    batchSize: ['0', '-5', '60001', '1e9', '2.5', ''],
    learningRate: ['0', '-0.1', '1e-320', 'fast', ''],
    latent: ['0', '785', '1e6', ''],
  }
  test('says what is wrong where it is, and does not start', async ({ lab }) => {
    const { page } = lab
    await expect(page.getByTestId('start')).toBeEnabled()
    for (const [field, values] of Object.entries(wrong)) {
      const input = page.getByTestId(`field-${field}`)
      const good = await input.inputValue()
      for (const value of values) {
        await input.fill(value)
        await expect(page.getByTestId('start'), `${field} = "${value}"`).toBeDisabled()
        const note = page.locator(`#${await input.getAttribute('aria-describedby')}`)
        await expect(note).toHaveText(/\w+/)
        await expect(input).toHaveAttribute('aria-invalid', 'true')
      }
      await input.fill(good)
      await expect(page.getByTestId('start')).toBeEnabled()
    }
  })
})

async function set(page: Page, values: Readonly<Record<string, string>>) {
  for (const [field, value] of Object.entries(values)) await page.getByTestId(`field-${field}`).fill(value)
  await expect(page.getByTestId('start')).toBeEnabled({ timeout: 30_000 })
}

async function untilEpoch(page: Page, epoch: number) {
  await expect.poll(() => rowsOf(page).count(), { timeout: epochLimit }).toBeGreaterThanOrEqual(epoch)
}

/** One for each epoch, in the table beside the curves. */
function rowsOf(page: Page): Locator {
  return page.getByTestId('loss-table').locator('tbody tr')
}

function reconstructions(page: Page): Promise<string[]> {
  return page.getByTestId('gallery-seed').getByTestId('seed-reconstruction')
    .evaluateAll(canvases => canvases.map(canvas => (canvas as HTMLCanvasElement).toDataURL()))
}

function imageOf(canvas: Locator): Promise<string> {
  return canvas.evaluate(element => (element as HTMLCanvasElement).toDataURL())
}

/** After the next frame but one, what has changed is drawn. */
function painted(page: Page): Promise<void> {
  return page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))))
}

/** Of the whole run, 0 to 1, as the bar is drawn. */
function shareDone(page: Page): Promise<number> {
  return page.getByTestId('progress').evaluate(bar => Number(/scaleX\(([\d.e-]+)\)/.exec((bar.firstElementChild as HTMLElement).style.transform)?.[1]))
}

/** An encoded picture with something on it: a blank one is a hundred bytes. */
function isPicture(url: string): boolean {
  return url.length > 300
}

/** From the click to the run's end as the page knows it, in milliseconds. */
function timeToStop(page: Page): Promise<number> {
  return page.evaluate(() => new Promise<number>((resolve) => {
    const button = document.querySelector<HTMLElement>('[data-testid="stop"]')
    if (!button) throw new Error('There is no run to stop.')
    const begin = performance.now()
    new MutationObserver((_changes, observer) => {
      if (document.querySelector('[data-testid="stop"]')) return
      observer.disconnect()
      resolve(performance.now() - begin)
    }).observe(document.body, { childList: true, subtree: true, characterData: true })
    button.click()
  }))
}

/** How much slower than alone a program runs now: timings are promised for a machine that has nothing else to do. */
function slowness(): number {
  return Math.max(1, (loadavg()[0] ?? 0) / cpus().length)
}

async function tabTo(page: Page, testId: string) {
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(() => document.activeElement?.getAttribute('data-testid')) === testId) return
  }
  throw new Error(`${testId} is not reached with Tab.`)
}

async function write(page: Page, text: string) {
  await page.keyboard.press('Control+A')
  await page.keyboard.type(text)
}

function enginePid(lab: Lab): Promise<number> {
  return lab.app.evaluate(({ app }) => app.getAppMetrics().find(({ name }) => name === 'Latent Lab Engine')?.pid ?? 0)
}

/** What an element says, asked by main: Playwright lets go of a page that has crashed. */
function textInPage(lab: Lab, testId: string): Promise<string> {
  return lab.app.evaluate(async ({ BrowserWindow }, testId) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (!contents || contents.isCrashed() || contents.isLoading()) return ''
    const text = contents.executeJavaScript(`document.querySelector('[data-testid="${testId}"]')?.innerText ?? ''`) as Promise<string>
    // A script given to a page between two lives is never answered.
    return Promise.race([text, new Promise<string>(resolve => setTimeout(() => resolve(''), 1000))])
  }, testId)
}

/** No error, no violation of the policy, no request that left. */
async function expectQuiet({ faults, sent }: Lab) {
  expect(faults).toEqual([])
  expect(await sent()).toEqual([])
}
