/** What comes from outside the form: arguments, other instances, dropped files, floods, other languages and a hostile environment. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { cannot } from '../reliability/counts'
import { secondInstance, startAlone } from '../support/alone'
import { apps, expect, launchLab, root, test } from '../support/lab'
import type { Lab } from '../support/lab'
import { drop } from '../support/dropping'
import type { Dropped } from '../support/dropping'
import { hostileTexts } from '../support/hostileTexts'
import { eventually } from '../support/processes'

const views = ['gallery', 'explore', 'runs', 'settings', 'help', 'train'] as const

test.describe('the command line', () => {
  const args = [
    '--disable-web-security', '--js-flags=--expose-gc', '--load-extension=/tmp', '--ignore-certificate-errors', '--proxy-server=127.0.0.1:9',
    '--enable-blink-features=MojoJS', '--log-net-log=/tmp/net.log', '--ssl-key-log-file=/tmp/keys.log',
    '--run=one', '--run=two', '--run=../../../etc/passwd', '--unknown', '-psn_0_1', '--', 'file:///etc/passwd', 'latentlab://open?run=x', `--long=${'x'.repeat(100_000)}`,
  ]
  test.use({ launch: { folder: apps.fakeEngine, args } })

  test('may say what it likes: the app starts as ever, and what would loosen it is inert and logged', async ({ lab }) => {
    const { page } = lab
    await expect(page.getByTestId('start')).toBeEnabled()
    expect(await page.evaluate(() => ['gc', 'Mojo'].filter(name => name in globalThis))).toEqual([])
    const log = readFileSync(join(lab.userData, 'logs/main.log'), 'utf8')
    for (const name of ['disable-web-security', 'js-flags', 'load-extension', 'ignore-certificate-errors', 'proxy-server', 'enable-blink-features', 'log-net-log', 'ssl-key-log-file']) {
      expect(log).toContain(`the switch --${name} was ignored`)
    }
    expect(log).not.toContain('xxxx')
    await expectAsEver(lab)
  })
})

test('a switch that has taken the sandbox away before the app is heard ends it, with a sentence', async () => {
  for (const flag of ['--disable-seccomp-filter-sandbox', '--disable-namespace-sandbox']) {
    const { child, ended } = startAlone([flag])
    const late = setTimeout(() => child.kill('SIGKILL'), 30_000)
    const { code, said } = await ended
    clearTimeout(late)
    expect(said).toContain(`Latent Lab does not start with ${flag}`)
    expect(code).toBe(2)
  }
})

test.describe('other instances, and files that the system hands over', () => {
  test.use({ launch: { folder: apps.fakeEngine } })

  test('a flood of them ends at the one window, which comes forward once', async ({ lab }) => {
    const { page } = lab
    await expect(page.getByTestId('start')).toBeEnabled()
    await lab.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      if (window) window.focus = () => Object.assign(globalThis, { focused: ((globalThis as { focused?: number }).focused ?? 0) + 1 })
    })
    const focused = () => lab.app.evaluate(() => (globalThis as { focused?: number }).focused ?? 0)
    expect(await secondInstance(lab.userData, [])).toBe(0)
    await eventually('it comes forward', async () => await focused() === 1)
    await page.waitForTimeout(1100) // a flood of its own
    await page.getByTestId('field-epochs').fill('7')
    const codes = await Promise.all(Array.from({ length: 4 }, (_, n) => secondInstance(lab.userData, ['--run=../x', `javascript:${n}`, 'y'.repeat(10_000)])))
    expect(codes).toEqual([0, 0, 0, 0])
    const windows = await lab.app.evaluate(({ app, BrowserWindow }) => {
      for (let n = 0; n < 1000; n++) {
        app.emit('second-instance', {}, ['app', '--run=../../x', '\0', 'file:///etc/passwd'], '/nowhere/at/all', { evil: true })
        app.emit('open-file', { preventDefault: () => undefined }, `/nowhere/${n}.tar`)
        app.emit('open-url', { preventDefault: () => undefined }, 'latentlab://delete?run=all')
      }
      return BrowserWindow.getAllWindows().length
    })
    expect(windows).toBe(1)
    expect(await focused()).toBeLessThanOrEqual(1 + 4 + 1) // the four are seconds apart where the machine is slow
    const before = await focused()
    await page.waitForTimeout(1100)
    await lab.app.evaluate(({ app }) => {
      for (let n = 0; n < 100; n++) app.emit('second-instance', {}, ['app'], '/', {})
    })
    expect(await focused()).toBe(before + 1)
    await expect(page.getByTestId('field-epochs')).toHaveValue('7')
    await expectAsEver(lab)
  })
})

test.describe('dropped', () => {
  test.use({ launch: { folder: apps.fakeEngine } })

  test('files, folders and addresses lead nowhere, on no view', async ({ lab }) => {
    const { page } = lab
    await expect(page.getByTestId('start')).toBeEnabled()
    const folder = mkdtempSync(join(tmpdir(), 'lab-dropped-'))
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    mkdirSync(join(folder, 'many'))
    for (let n = 0; n < 500; n++) file(`many/${n}.txt`, '')
    const dropped: readonly Dropped[] = [
      { files: [file('page.html', '<script>document.title = "hit"</script>')] },
      { files: [file('link.desktop', '[Desktop Entry]\nType=Link\nURL=https://example.com')] },
      { files: [file('short.lnk', 'L')] }, { files: [file('empty.png', '')] }, { files: [file('run.tar', 'not a tar')] }, { files: [join(folder, 'many')] },
      { files: [join(folder, 'gone.png')] },
      { items: [{ mimeType: 'text/uri-list', data: 'https://example.com/' }] },
      { items: [{ mimeType: 'text/html', data: '<img src=x onerror=alert(1)>' }] }, { items: [{ mimeType: 'text/plain', data: 'javascript:alert(1)' }] },
    ]
    for (const view of views) {
      await page.getByTestId(`nav-${view}`).click()
      for (const what of dropped) {
        await drop(page, what)
        const said = page.getByTestId('messages').locator('li').filter({ hasText: what.files?.[0]?.endsWith('.png') ? 'Pictures are' : 'cannot be used here' })
        await expect(said).toBeVisible()
        await said.getByRole('button', { name: 'Dismiss' }).click()
      }
      await expectAsEver(lab)
    }
    rmSync(folder, { recursive: true })
  })
})

test.describe('in a hostile environment', () => {
  const environments: Readonly<Record<string, Record<string, string | undefined>>> = {
    'Turkish': { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    'German': { LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' },
    'Arabic, and an empty home': { LANG: 'ar_EG.UTF-8', LC_ALL: 'ar_EG.UTF-8', HOME: '' },
    'no home at all': { HOME: undefined },
    'an odd time zone, and no language at all': { TZ: ':../../etc/passwd', LANG: 'xx', LC_ALL: undefined, LANGUAGE: '%s%n' },
    'C, and no languages': { LANG: 'C', LC_ALL: 'C', LANGUAGE: '' },
  }
  for (const [name, env] of Object.entries(environments)) {
    test(`${name}: the app is English, and numbers are read and written as everywhere`, async () => {
      const lab = await launchLab({ folder: apps.fakeEngine, env, settings: { welcomed: true } })
      const { page } = lab
      await expect(page.getByTestId('start')).toBeEnabled()
      await expect(page.getByTestId('nav-train')).toHaveText('Train')
      for (const [typed, isNumber] of [['0.5', true], ['0,5', false], ['٠٫٥', false], ['1e-3', true]] as const) {
        await page.getByTestId('field-learningRate').fill(typed)
        await expect(page.getByTestId('start'), typed)[isNumber ? 'toBeEnabled' : 'toBeDisabled']()
      }
      await expect(page.getByText('219,891').first()).toBeVisible()
      await expectAsEver(lab)
      await lab.close()
    })
  }
})

test.describe('what keeps the app from its start', () => {
  const stub = 'require("electron").dialog.showMessageBox = async options => { console.log(JSON.stringify(options)); return { response: 0 } }\n'

  /** Runs a script before the app's first line. Answers how it ended, what it said, and in which dialog. */
  async function startWith(script: string, env: Readonly<Record<string, string>>, args: readonly string[] = []) {
    const folder = mkdtempSync(join(tmpdir(), 'lab-start-'))
    const first = join(folder, 'first.cjs')
    writeFileSync(first, stub + script)
    const { code, said, told } = await startAlone(args, { first, env: { TMPDIR: folder, ...env } }).ended
    const left = readdirSync(folder).filter(name => name.startsWith('latent-lab-'))
    rmSync(folder, { recursive: true, force: true })
    return { code, said, left, dialog: JSON.parse(/^\{.*\}$/m.exec(told)?.[0] ?? 'null') as { message?: string, detail?: string } | null }
  }

  test('no place for the user\'s data is told, in a dialog and to a shell, and leaves nothing behind', async () => {
    test.skip(process.platform !== 'linux', 'Where a folder takes nothing from anybody.')
    const { code, said, left, dialog } = await startWith('', { HOME: '/proc/nowhere', XDG_CONFIG_HOME: '/proc/nowhere', LC_ALL: 'C', LANGUAGE: 'en' })
    expect(code).toBe(2)
    expect(dialog?.message).toBe('Latent Lab cannot start.')
    expect(dialog?.detail).toMatch(/^Latent Lab cannot keep its settings and runs in \/proc\/nowhere\/\S+ \(\w+\)\. Make it a folder/)
    expect(said).toContain(dialog?.detail)
    expect(left).toEqual([])
  })

  test('a fault before the window is told likewise: nobody waits for a window that never comes', async () => {
    const userData = mkdtempSync(join(tmpdir(), 'lab-data-'))
    const { code, said, dialog } = await startWith('require("electron").protocol.handle = () => { throw new Error("The scheme is taken.") }', {}, [`--user-data-dir=${userData}`])
    rmSync(userData, { recursive: true, force: true })
    expect(code).toBe(2)
    expect(said).toContain(dialog?.detail)
    expect(dialog?.detail).toContain('The scheme is taken.')
  })

  test('files in the place of its folders do not: the app is there, and says what it lacks when that is wanted', async () => {
    const userData = mkdtempSync(join(tmpdir(), 'lab-data-'))
    for (const name of ['logs', 'runs', 'deleted-runs', 'gpu']) writeFileSync(join(userData, name), '')
    mkdirSync(join(userData, 'window.json'))
    const lab = await launchLab({ userData, folder: apps.fakeEngine })
    await expect(lab.page.getByTestId('start')).toBeEnabled()
    await lab.page.getByTestId('nav-runs').click()
    await expect(lab.page.getByTestId('messages')).toContainText('runs')
    await expectAsEver(lab)
    await lab.close()
    rmSync(userData, { recursive: true, force: true })
  })
})

/** These two without Playwright, which has Chromium keep its shared memory in that very folder. */
test('with a temporary folder that is none, the app starts and uses the usual one', async () => {
  const place = mkdtempSync(join(tmpdir(), 'lab-nowhere-'))
  await startsWith(join(place, 'at/all'), log => expect(log).toContain(`the folder ${join(place, 'at/all')} that TMPDIR names`))
  expect(readdirSync(place)).toEqual([]) // root could make it, and would then have tested nothing
  rmSync(place, { recursive: true })
})

test('with a temporary folder that is full, the app starts', async () => {
  const full = mkdtempSync(join(tmpdir(), 'lab-full-'))
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', full]).status !== 0) {
    cannot('a temporary folder that is full', 'mounting a small disk takes rights that this user has not')
    test.skip()
  }
  try {
    expect(() => {
      for (let n = 0; n < 40; n++) writeFileSync(join(full, `fill-${n}`), Buffer.alloc(4096))
    }).toThrow('ENOSPC')
    await startsWith(full, log => expect(log).not.toContain('ENOSPC'))
  } finally {
    spawnSync('umount', ['-l', full])
    rmSync(full, { recursive: true, force: true })
  }
})

/** The app, with that folder for what is temporary; then looks at its log. */
async function startsWith(temporary: string, look: (log: string) => void) {
  const userData = mkdtempSync(join(tmpdir(), 'lab-data-'))
  const { child, ended } = startAlone([`--user-data-dir=${userData}`], { env: { TMPDIR: temporary } })
  const log = () => readFileSync(join(userData, 'logs/main.log'), 'utf8')
  await eventually('the engine is ready', async () => existsSync(join(userData, 'logs/main.log')) && log().includes('"ready"'), 30_000)
  child.kill('SIGTERM')
  await eventually('it has ended', () => Promise.resolve(child.exitCode !== null || child.signalCode !== null), 15_000)
  await ended
  expect(log()).not.toMatch(/uncaught|crashed/)
  look(log())
  rmSync(userData, { recursive: true, force: true })
}

test.describe('in every text field', () => {
  test.describe.configure({ timeout: 180_000 })

  test(`${hostileTexts.length} hostile texts, markup, a picture and 50 MB at once are text, or a sentence`, async ({ lab }) => {
    const { page } = lab
    await page.getByTestId('field-epochs').fill('1')
    await page.getByTestId('field-batchSize').fill('512')
    await expect(page.getByTestId('start')).toBeEnabled({ timeout: 60_000 })
    await page.getByTestId('start').click()
    await expect(page.getByTestId('loss-table').locator('tbody tr')).toHaveCount(1, { timeout: 90_000 })
    await expect(page.getByTestId('stop')).toBeHidden({ timeout: 60_000 })

    const tried: string[] = []
    for (const view of ['train', 'gallery', 'explore', 'runs'] as const) {
      await page.getByTestId(`nav-${view}`).click()
      await prepare(page, view)
      for (const field of await textFields(page)) tried.push(await tryField(lab, field))
      if (view === 'gallery') tried.push(...await tryGallery(lab))
      if (view === 'explore') tried.push(...await tryExplore(lab))
      await expectAsEver(lab)
    }
    await page.getByTestId('nav-train').click()
    await page.getByTestId('field-epochs').fill('100')
    await page.getByTestId('start').click()
    await expect(page.getByTestId('live-rate')).toBeVisible({ timeout: 60_000 })
    tried.push(await tryField(lab, page.getByTestId('live-rate')))
    await page.getByTestId('stop').click()
    await expect(page.getByTestId('stop')).toBeHidden({ timeout: 60_000 })
    await expectAsEver(lab)

    expect(tried.length).toBeGreaterThan(20)
    expect(filesWithFields(), 'a new field is to be tried here').toEqual(Object.keys(fieldOf).sort())
    expect(tried).toEqual(expect.arrayContaining(Object.values(fieldOf).flat()))
    await page.reload()
    await expect(page.getByTestId('nav-train')).toBeVisible() // what was kept of it can be read
    await page.getByTestId('nav-runs').click()
    await expect(page.getByTestId('runs-count')).toContainText('2')
    await expectAsEver(lab)
  })
})

/** The fields that other sets of images ask for. */
async function tryGallery(lab: Lab): Promise<string[]> {
  const { page } = lab
  const tried: string[] = []
  for (const [set, field] of [['Random', 'gallery-random-seed'], ['Typed', 'gallery-indices']] as const) {
    await page.getByTestId('gallery-set').click()
    await page.getByRole('option', { name: set }).click()
    tried.push(await tryField(lab, page.getByTestId(field)))
  }
  return tried
}

/** The fields that come out when they are wanted. */
async function tryExplore(lab: Lab): Promise<string[]> {
  const { page } = lab
  await page.getByTestId('explore-tabs').getByText('Selection').click()
  const tried = [await tryField(lab, page.getByTestId('list-number'))]
  await page.getByTestId('save-menu').click()
  await page.getByTestId('picture-size').getByText('Other').click()
  for (const name of ['picture-width', 'picture-height']) tried.push(await tryField(lab, page.getByTestId(name)))
  await page.keyboard.press('Escape')
  return tried
}

/** The files that have fields of text, and a field of each by its name. */
const fieldOf: Readonly<Record<string, string | readonly string[]>> = {
  'explore/CoordinateFields.vue': 'coordinate-0',
  'explore/SaveMenu.vue': ['picture-width', 'picture-height'],
  'explore/SelectionList.vue': 'list-number',
  'gallery/SetPicker.vue': ['gallery-count', 'gallery-random-seed', 'gallery-indices'],
  'runs/RunLabels.vue': ['run-name', 'add-tag', 'run-notes'],
  'train/LayerList.vue': 'field-hidden-0',
  'train/NumberRow.vue': ['field-epochs', 'field-learningRate'],
  'train/RateControl.vue': 'live-rate',
  'ui/NumberField.vue': [],
  'ui/TextField.vue': [],
  'views/RunsView.vue': 'runs-search',
}

function filesWithFields(): string[] {
  const folder = join(root, 'src/renderer')
  const hasField = /<(?:TextField|NumberField|textarea)\b|<input\b(?![^>]*type="(?:checkbox|file|range)")/
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.vue') && hasField.test(readFileSync(join(folder, name), 'utf8')))
    .map(name => name.replace(/^components\//, '')).sort()
}

/** Brings out the fields that a view has. */
async function prepare(page: Page, view: string) {
  if (view === 'train') {
    const closed = page.locator('[data-tour=form] button[aria-expanded=false]:not([role=combobox])')
    while (await closed.count() > 0) await closed.first().click()
  }
  if (view === 'gallery') await expect(page.getByTestId('gallery-tile').first()).toBeVisible()
  if (view === 'explore') {
    await expect(page.getByTestId('stage')).toHaveAttribute('data-epoch', '1', { timeout: 30_000 })
    await page.getByTestId('stage').focus()
    await page.keyboard.press('e')
    await expect(page.getByTestId('coordinate-0')).toBeVisible()
  }
  if (view === 'runs') {
    await page.getByRole('row').nth(1).click()
    await expect(page.getByTestId('run-name')).toBeVisible()
  }
}

function textFields(page: Page): Promise<Locator[]> {
  return page.locator('main :is(input[type=text], textarea):visible:enabled').all()
}

async function tryField(lab: Lab, field: Locator): Promise<string> {
  const name = await field.evaluate(element => element.dataset['testid'] ?? element.getAttribute('aria-label') ?? '')
  const before = await field.inputValue()
  await field.evaluate(write, hostileTexts)
  const most = Number(await field.getAttribute('maxlength'))
  expect(most, `${name} takes no more than that`).toBeGreaterThan(0)
  expect(most, name).toBeLessThanOrEqual(100_000)
  if (flooded.test(name)) await flood(lab, field, most)
  await field.fill(before)
  return name
}

/** One field of each kind: the flood takes half a second each. */
const flooded = /^(field-epochs|gallery-count|coordinate-0|runs-search|run-name|add-tag|run-notes)$/

async function flood({ app, page }: Lab, field: Locator, most: number) {
  for (const what of ['markup', 'a picture'] as const) {
    await field.fill('')
    await page.evaluate(copyFromAnotherPage, what)
    await field.focus()
    await page.keyboard.press('Control+V')
    expect(await field.inputValue(), what).toBe(what === 'markup' ? '12' : '')
  }
  await app.evaluate(({ clipboard }) => clipboard.writeText('9'.repeat(50_000_000)))
  await field.fill('')
  const begin = Date.now()
  await page.keyboard.press('Control+V')
  expect(await field.inputValue()).toHaveLength(most)
  expect(Date.now() - begin).toBeLessThan(10_000)
}

/** In the page: what somebody would have on the clipboard who copied there. */
async function copyFromAnotherPage(what: 'markup' | 'a picture') {
  const markup = () => ({
    'text/html': new Blob(['<img src="https://example.com/x" onerror="document.title=1"><b>12</b>'], { type: 'text/html' }),
    'text/plain': new Blob(['12'], { type: 'text/plain' }),
  })
  const picture = async () => {
    const canvas = new OffscreenCanvas(64, 64)
    canvas.getContext('2d')?.fillRect(0, 0, 32, 32)
    return { 'image/png': await canvas.convertToBlob() }
  }
  await navigator.clipboard.write([new ClipboardItem(what === 'markup' ? markup() : await picture())])
}

/** In the page: writes each text as typing does, and leaves the field after each. */
async function write(element: HTMLElement, texts: readonly string[]) {
  const field = element as HTMLInputElement
  for (const text of texts) {
    field.focus()
    field.value = text
    field.dispatchEvent(new Event('input', { bubbles: true }))
    await new Promise(resolve => setTimeout(resolve))
    field.dispatchEvent(new Event('change', { bubbles: true }))
    field.blur()
    await new Promise(resolve => setTimeout(resolve))
  }
}

/** The page is where it was, one window shows it, nothing was thrown or forbidden, and nothing was asked of the network. */
async function expectAsEver({ app, page, faults, sent }: Lab) {
  expect(page.url()).toBe('app://lab/')
  expect(await page.title()).toBe('Latent Lab')
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  expect(faults).toEqual([])
  expect(await sent()).toEqual([])
}
