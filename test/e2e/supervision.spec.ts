/** What happens when a process dies, hangs or is told to leave: T11-T13, T16-T18, T37 of the faults. The engine is of straw, its process is real. */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EngineState } from '../../src/shared/contract/main'
import { secondInstance } from '../support/alone'
import { apps, expect, launchLab, test as base } from '../support/lab'
import type { Lab } from '../support/lab'
import { enginePid, pagePid } from '../support/instruments'
import { openPort } from '../support/pagePort'
import { eventually, isAlive, kill, processTree, survivors } from '../support/processes'

/** A matcher in a string's place. */
const containing = (text: string) => expect.stringContaining(text) as unknown as string

interface Fault {
  readonly file: string
  /** Has the engine do what the fake one knows under this name. */
  cause(name: string, pid: number): void
}

const test = base.extend<{ fault: Fault }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures it needs off this pattern: none
  fault: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'lab-fault-'))
    const file = join(folder, 'fault')
    await use({
      file,
      cause(name, pid) {
        writeFileSync(file, name)
        kill(pid, 'SIGUSR2')
      },
    })
    rmSync(folder, { recursive: true })
  },
  launch: async ({ fault }, use) => use({ folder: apps.bare, env: { LATENT_LAB_FAULT: fault.file } }),
})

/** The engine as the page hears of it. */
async function watchEngine(lab: Lab) {
  const port = await openPort(lab.page, 'main')
  const state = async () => (await port.ask('engineState')).output as EngineState
  const told = async () => (await port.events()).filter(({ event }) => event === 'engine').map(({ payload }) => payload as EngineState)
  await eventually('the engine is ready', async () => (await state()).kind === 'ready')
  return {
    state, told,
    ask: port.ask,
    pid: () => enginePid(lab),
    ready: (limit?: number) => eventually('the engine is ready again', async () => (await state()).kind === 'ready', limit),
  }
}

test.describe('an engine that dies', () => {
  for (const signal of ['SIGKILL', 'SIGSEGV', 'SIGABRT'] as const) {
    test(`of ${signal} is told of within two seconds and is back within five`, async ({ lab }) => {
      const engine = await watchEngine(lab)
      const before = await engine.pid()
      kill(before, signal)
      const told = await eventually('its end is told', async () => (await engine.told()).some(({ kind }) => kind === 'gone'), 2000)
      await engine.ready(5000)
      expect(await engine.pid()).not.toBe(before)
      const gone = (await engine.told()).find(({ kind }) => kind === 'gone')
      const expected = signal === 'SIGKILL' ? 'ended from outside' : 'crashed'
      expect(gone).toMatchObject({ restarting: true, message: containing(expected) })
      test.info().annotations.push({ type: 'told after', description: `${Math.round(told)} ms` })
    })
  }

  test('again and again is restarted twice, and then asked about', async ({ lab }) => {
    const engine = await watchEngine(lab)
    for (let crash = 1; crash <= 3; crash++) {
      const pid = await engine.pid()
      kill(pid, 'SIGKILL')
      await eventually('it is gone', () => !isAlive(pid))
      if (crash < 3) await eventually('another is up', async () => ![0, pid].includes(await engine.pid()) && (await engine.state()).kind === 'ready')
    }
    await eventually('it is given up', async () => (await engine.state()).kind === 'gone')
    expect(await engine.state()).toMatchObject({ restarting: false, message: containing('Restart the engine?') })
    expect((await engine.told()).filter(state => state.kind === 'gone' && state.restarting)).toHaveLength(2)
    expect(await engine.pid()).toBe(0)
    const refused = await openPort(lab.page, 'engine').then(() => '', String)
    expect(refused).toContain('E_ENGINE_DIED')

    expect((await engine.ask('restartEngine')).ok).toBe(true)
    await engine.ready()
    expect((await (await openPort(lab.page, 'engine')).ask('snapshot')).ok).toBe(true)
  })

  const paths: Readonly<Record<string, Partial<EngineState> & { message: string }>> = {
    'goodbye 0': { kind: 'gone', restarting: false, message: 'ended itself' },
    'goodbye 5': { kind: 'gone', restarting: false, message: '(code 5)' },
    'exit 0': { kind: 'gone', restarting: true, message: 'crashed' },
    'exit 3': { kind: 'gone', restarting: true, message: 'crashed' },
    'throw': { kind: 'gone', restarting: true, message: 'crashed' },
    'abort': { kind: 'gone', restarting: true, message: 'crashed' },
  }
  test(`by each of ${Object.keys(paths).length} paths is told apart`, async ({ fault }) => {
    for (const [name, expected] of Object.entries(paths)) {
      await test.step(name, async () => {
        const lab = await launchLab({ folder: apps.bare, env: { LATENT_LAB_FAULT: fault.file } })
        const engine = await watchEngine(lab)
        fault.cause(name, await engine.pid())
        await eventually(`${name} is told`, async () => (await engine.told()).some(({ kind }) => kind === 'gone'), 3000)
        const gone = (await engine.told()).find(({ kind }) => kind === 'gone')
        expect(gone, name).toMatchObject({ ...expected, message: containing(expected.message) })
        expect(await lab.close()).toEqual([])
      })
    }
  })

  test('takes pending calls along, and the next port works', async ({ lab }) => {
    const engine = await watchEngine(lab)
    const port = await openPort(lab.page, 'engine')
    expect((await port.ask('snapshot')).ok).toBe(true)
    kill(await engine.pid(), 'SIGKILL')
    await eventually('its port is closed in the page', () => port.isClosed())
    await eventually('main knows', async () => (await engine.told()).some(({ kind }) => kind === 'gone'))
    const next = await openPort(lab.page, 'engine') // it may be starting still
    expect((await next.ask('snapshot')).ok).toBe(true)
  })

  test('talking nonsense first does no harm', async ({ lab, fault }) => {
    const engine = await watchEngine(lab)
    fault.cause('garble', await engine.pid())
    await eventually('the log has it', () => readFileSync(join(lab.userData, 'logs/main.log'), 'utf8').includes('was not understood'))
    expect((await engine.state()).kind).toBe('ready')
  })
})

test('an engine that hangs is told of after ten seconds; it may come back, or be restarted', async ({ lab }) => {
  const engine = await watchEngine(lab)
  const pid = await engine.pid()
  kill(pid, 'SIGSTOP')
  const told = await eventually('it is silent', async () => (await engine.state()).kind === 'silent', 14_000)
  expect(told).toBeGreaterThan(8_000)
  kill(pid, 'SIGCONT')
  await engine.ready()
  expect(await engine.pid()).toBe(pid)

  kill(pid, 'SIGSTOP')
  await eventually('it is silent again', async () => (await engine.state()).kind === 'silent', 14_000)
  const begin = performance.now()
  expect((await engine.ask('restartEngine')).ok).toBe(true)
  await engine.ready()
  expect(performance.now() - begin).toBeLessThan(5000)
  expect(await engine.pid()).not.toBe(pid)
  expect(isAlive(pid)).toBe(false)
})

test.describe('a window that dies', () => {
  test('comes back within three seconds, and the engine has not noticed', async ({ lab }) => {
    const engine = await watchEngine(lab)
    const pid = await engine.pid()
    for (let crash = 1; crash <= 3; crash++) {
      const took = await crashPage(lab)
      expect(took, `crash ${crash}`).toBeLessThan(3000)
      expect(await titleOf(lab)).toBe('An empty page')
    }
    expect(await enginePid(lab)).toBe(pid)
  })

  test('a fourth time within a minute is asked about', async ({ lab }) => {
    await lab.app.evaluate(({ dialog }) => {
      const asked: unknown[] = []
      Object.assign(globalThis, { asked })
      dialog.showMessageBox = ((_window: unknown, question: unknown) => {
        asked.push(question)
        return Promise.resolve({ response: 0, checkboxChecked: false })
      }) as typeof dialog.showMessageBox
    })
    const asked = () => lab.app.evaluate(() => (globalThis as unknown as { asked: { message: string }[] }).asked.map(({ message }) => message))
    for (let crash = 1; crash <= 3; crash++) await crashPage(lab)
    expect(await asked()).toEqual([])
    await crashPage(lab)
    expect(await asked()).toEqual(['The window has crashed several times in a minute.'])
    expect(await titleOf(lab)).toBe('An empty page')
  })
})

test.describe('leaving', () => {
  test('quits within five seconds and leaves nothing behind, even past an engine that will not go', async ({ fault }) => {
    for (const stubborn of [false, true]) {
      const lab = await launchLab({ folder: apps.bare, env: { LATENT_LAB_FAULT: fault.file } })
      const engine = await watchEngine(lab)
      if (stubborn) fault.cause('stubborn', await engine.pid())
      const tree = processTree(lab.pid)
      expect(tree.length).toBeGreaterThan(3)
      const begin = performance.now()
      expect(await lab.close()).toEqual([])
      expect(performance.now() - begin, stubborn ? 'past a stubborn engine' : '').toBeLessThan(stubborn ? 6000 : 2500)
      expect(survivors(tree)).toEqual([])
    }
  })

  test('on SIGTERM likewise', async ({ lab }) => {
    await watchEngine(lab)
    const tree = processTree(lab.pid)
    kill(lab.pid, 'SIGTERM')
    await eventually('all are gone', () => survivors(tree).length === 0, 5000)
  })

  test('by a kill of main takes the engine along within three seconds', async ({ lab }) => {
    await watchEngine(lab)
    const tree = processTree(lab.pid)
    kill(lab.pid, 'SIGKILL')
    await eventually('all are gone', () => survivors(tree).length === 0, 3000)
  })

  test('by closing the window asks first while a run is trained', async ({ lab, fault }) => {
    const engine = await watchEngine(lab)
    await lab.app.evaluate(({ dialog }) => {
      const answers = [0, 1] // stay, then leave
      Object.assign(globalThis, { asked: 0 })
      dialog.showMessageBox = (() => {
        Object.assign(globalThis, { asked: (globalThis as unknown as { asked: number }).asked + 1 })
        return Promise.resolve({ response: answers.shift() ?? 0, checkboxChecked: false })
      }) as unknown as typeof dialog.showMessageBox
    })
    const tree = processTree(lab.pid)
    const closeWindow = () => lab.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    fault.cause('train', await engine.pid())
    await lab.page.waitForTimeout(300)
    await closeWindow()
    await lab.page.waitForTimeout(300)
    const seen = await lab.app.evaluate(({ BrowserWindow }) => {
      const { asked } = globalThis as unknown as { asked: number }
      return { windows: BrowserWindow.getAllWindows().length, asked }
    })
    expect(seen).toEqual({ windows: 1, asked: 1 })
    await closeWindow()
    await eventually('all are gone', () => survivors(tree).length === 0, 5000)
  })
})

test('a second instance brings the first one forward and leaves', async ({ lab }) => {
  await lab.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
  expect(await secondInstance(lab.userData, [], { folder: apps.bare })).toBe(0)
  const windows = await lab.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(window => ({ visible: window.isVisible(), minimized: window.isMinimized() })))
  expect(windows).toEqual([{ visible: true, minimized: false }])
})

test('the window stands again where it stood', async () => {
  const userData = mkdtempSync(join(tmpdir(), 'latent-lab-'))
  const bounds = { x: 120, y: 90, width: 1100, height: 700 }
  const first = await launchLab({ folder: apps.bare, userData })
  await first.app.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), bounds)
  await first.page.waitForTimeout(300)
  await first.close()
  expect(existsSync(join(userData, 'window.json'))).toBe(true)
  const second = await launchLab({ folder: apps.bare, userData })
  const again = await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds())
  expect(again).toMatchObject({ width: bounds.width, height: bounds.height })
  await second.close()
  rmSync(userData, { recursive: true, force: true })
})

/** Crashes the page's process and waits until a page stands again; how long that took, in milliseconds. */
async function crashPage(lab: Lab): Promise<number> {
  const before = await pagePid(lab)
  await lab.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer())
  return eventually('the page is back', async () => ![0, before].includes(await pagePid(lab)) && await titleOf(lab) === 'An empty page')
}

function titleOf(lab: Lab): Promise<string> {
  return lab.app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    return contents && !contents.isCrashed() && !contents.isLoading() ? contents.getTitle() : ''
  })
}

test.describe('a fault that nobody hears', () => {
  test.use({ launch: { folder: apps.bare, provokes: ['uncaught'] } })

  test('is logged where it is a promise of main\'s, and a crash leaves its data here and sends it nowhere', async ({ lab }) => {
    const crashes = join(lab.userData, 'Crashpad')
    const dumps = () => readdirSync(crashes, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.dmp'))
    expect(dumps()).toEqual([])
    await lab.app.evaluate(({ BrowserWindow }) => {
      void Promise.reject(new Error('nobody has asked'))
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()
    })
    await eventually('the rejection is logged', () => /an unhandled rejection\nError: nobody has asked/.test(readFileSync(join(lab.userData, 'logs/main.log'), 'utf8')))
    await eventually('the crash left its data', () => dumps().length > 0)
    expect(await lab.app.evaluate(({ crashReporter }) => crashReporter.getUploadToServer())).toBe(false)
  })
})
