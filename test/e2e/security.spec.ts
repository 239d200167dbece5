/** Electron's security checklist, in the running app. Where a lock is proven by what a page cannot do, the page tries it. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { ageOf, majorOf, supportedMajors } from '../../scripts/setup/electronReleases.mjs'
import { electronFromRegistry } from '../../scripts/setup/pins.mjs'
import { apps, bareTest as test, expect, root } from '../support/lab'
import type { Lab } from '../support/lab'
import { openPort } from '../support/pagePort'
import { eventually } from '../support/processes'

test.use({ launch: { folder: apps.bare, provokes: ['faults'] } }) // what is forbidden is reported in the page's console
// What one test has done to the shared page the next does not see.
test.afterEach(({ bare }) => bare.page.reload())

const policy = 'default-src \'none\'; script-src \'self\'; style-src \'self\'; img-src \'self\' blob:; font-src \'self\'; connect-src \'self\'; '
  + 'worker-src \'self\'; object-src \'none\'; base-uri \'none\'; form-action \'none\'; frame-ancestors \'none\'; '
  + 'require-trusted-types-for \'script\'; trusted-types vue lab-worker'

test.describe('1, 6: nothing comes from elsewhere', () => {
  test('requests to another origin never leave', async ({ bare }) => {
    const server = await countingServer()
    const attempts = await bare.page.evaluate(async ({ http, ws }) => {
      const outcome = (promise: Promise<unknown>) => promise.then(() => 'went through', () => 'refused')
      const load = (tag: string, name: string) => outcome(new Promise((resolve, reject) => {
        const element = Object.assign(document.createElement(tag), { onload: resolve, onerror: reject })
        element.setAttribute(name, http)
        if (tag === 'link') element.setAttribute('rel', 'stylesheet')
        document.body.append(element)
      }))
      const socket = outcome(new Promise((resolve, reject) => {
        try {
          Object.assign(new WebSocket(ws), { onopen: resolve, onerror: reject })
        } catch (error) {
          reject(error as Error)
        }
      }))
      navigator.sendBeacon(http, 'x')
      return Promise.all([outcome(fetch(http)), outcome(fetch(http, { mode: 'no-cors' })), load('img', 'src'), load('link', 'href'), socket])
    }, { http: server.http, ws: server.ws })
    expect(attempts).toEqual(Array(5).fill('refused'))
    expect(server.arrived()).toBe(0)
    server.close()
  })

  test('nor do they from a page that has no policy', async ({ lab }) => {
    const server = await countingServer()
    const outcomes = await lab.app.evaluate(async ({ BrowserWindow }, { http, ws }) => {
      const window = BrowserWindow.getAllWindows()[0]
      await window?.loadURL('about:blank')
      return await window?.webContents.executeJavaScript(`Promise.all([
        fetch('${http}', { mode: 'no-cors' }),
        new Promise((resolve, reject) => Object.assign(new Image(), { onload: resolve, onerror: reject, src: '${http}' })),
        new Promise((resolve, reject) => Object.assign(new WebSocket('${ws}'), { onopen: resolve, onerror: reject })),
      ].map(attempt => attempt.then(() => 'went through', () => 'refused')))`) as string[]
    }, { http: server.http, ws: server.ws })
    expect(outcomes).toEqual(['refused', 'refused', 'refused'])
    expect(server.arrived()).toBe(0)
    server.close()
  })

  test('the built window loads nothing by an address of the web', () => {
    const folder = join(root, 'out/renderer')
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
      .map(({ name, parentPath }) => ({ name, text: readFileSync(join(parentPath, name), 'utf8') }))
    const loading = /(?:import\(|fetch\(|WebSocket\(|EventSource\(|Worker\(|\.(?:src|href)\s*=)\s*["'`](?:https?|wss?):/
    expect(files.filter(({ name }) => name.endsWith('.js')).length).toBeGreaterThan(0)
    expect(files.filter(({ name, text }) => /\.(html|css)$/.test(name) && /(?:https?|wss?):\/\//.test(text))).toEqual([])
    expect(files.filter(({ name, text }) => name.endsWith('.js') && loading.test(text)).map(({ name }) => name)).toEqual([])
  })
})

test('2-4, 6, 8-11, 13: the window\'s preferences are the strict ones', async ({ bare }) => {
  const preferences = await bare.app.evaluate(({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0] as unknown as { webContents: { getLastWebPreferences(): Record<string, unknown> } }
    return webContents.getLastWebPreferences()
  })
  expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, webSecurity: true })
  // Electron leaves out some which are at their default.
  const off = ['nodeIntegration', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames', 'webviewTag', 'navigateOnDragDrop', 'spellcheck',
    'allowRunningInsecureContent', 'experimentalFeatures', 'enableBlinkFeatures', 'enableWebSQL', 'plugins', 'additionalArguments']
  expect(off.filter(name => preferences[name])).toEqual([])
})

test('2: no Node in page, frame or worker', async ({ bare }) => {
  const found = await bare.page.evaluate(async () => {
    const names = ['require', 'process', 'module', 'Buffer', 'global']
    const frame = document.body.appendChild(document.createElement('iframe'))
    const inside = frame.contentWindow as unknown as Record<string, unknown>
    const inFrame = names.filter(name => typeof inside[name] !== 'undefined')
    frame.remove()
    const policy = window.trustedTypes.createPolicy('vue', { createScriptURL: (url: string) => url })
    const worker = new Worker(policy.createScriptURL('/worker.js'))
    const inWorker = await new Promise(resolve => worker.addEventListener('message', event => resolve(event.data)))
    worker.terminate()
    return { inPage: names.filter(name => typeof (window as unknown as Record<string, unknown>)[name] !== 'undefined'), inFrame, inWorker }
  })
  expect(found).toEqual({ inPage: [], inFrame: [], inWorker: [] })
})

test('3: what the page does to its prototypes does not reach the preload', async ({ lab }) => {
  const answer = await lab.page.evaluate(async () => {
    const stolen: unknown[] = []
    Array.prototype.push = (...items: unknown[]) => stolen.unshift(...items)
    Function.prototype.call = () => { throw new Error('patched') }
    return window.lab.connect('main')
  })
  expect(answer).toBeNull()
  const seen = await inPreloadWorld(lab.app, '[Array.prototype.push, Function.prototype.call].every(f => f.toString().includes("[native code]"))')
  expect(seen).toBe(true)
})

test('5: permissions are denied, whatever the page asks for', async ({ bare }) => {
  const granted = await bare.page.evaluate(async () => {
    interface Devices { requestDevice(options: object): Promise<unknown>, requestPort(): Promise<unknown> }
    const { usb, hid, serial } = navigator as unknown as Record<'usb' | 'hid' | 'serial', Devices>
    const attempts: Readonly<Record<string, () => Promise<unknown>>> = {
      geolocation: () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject, { timeout: 3000 })),
      camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
      microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
      screen: () => navigator.mediaDevices.getDisplayMedia(),
      notifications: async () => await Notification.requestPermission() === 'granted' || Promise.reject(new Error('denied')),
      midi: () => navigator.requestMIDIAccess({ sysex: true }),
      clipboard: () => navigator.clipboard.readText(),
      usb: () => usb.requestDevice({ filters: [] }),
      hid: async () => (await hid.requestDevice({ filters: [] }) as unknown[]).length > 0 || Promise.reject(new Error('none given')),
      serial: () => serial.requestPort(),
    }
    const outcomes = Object.entries(attempts).map(([name, attempt]) => attempt().then(() => [name], () => []))
    return (await Promise.all(outcomes)).flat()
  })
  expect(granted).toEqual([])
})

test('5: the session says the same of every permission by name', async ({ bare }) => {
  const states = await bare.page.evaluate(() => Promise.all(['geolocation', 'notifications', 'midi', 'camera', 'microphone', 'clipboard-read', 'storage-access', 'window-management']
    .map(async name => [name, (await navigator.permissions.query({ name: name as PermissionName })).state])))
  expect(states.filter(([, state]) => state === 'granted')).toEqual([])
})

test.describe('7: the content security policy', () => {
  test('comes as a header with the page and with all of its files', async ({ bare }) => {
    const headers = await bare.page.evaluate(() => Promise.all(['/', '/index.html', '/worker.js', '/missing.js']
      .map(async path => (await fetch(path)).headers.get('content-security-policy'))))
    expect(headers).toEqual(Array(4).fill(policy))
  })

  test('comes as a header with others: no kind of file is guessed, no address told, no file lent', async ({ bare }) => {
    const headers = await bare.page.evaluate(() => Promise.all(['/', '/worker.js', '/missing.js'].map(async (path) => {
      const { headers } = await fetch(path)
      return ['x-content-type-options', 'referrer-policy', 'cross-origin-resource-policy'].map(name => headers.get(name))
    })))
    expect(headers).toEqual(Array(3).fill(['nosniff', 'no-referrer', 'same-origin']))
  })

  const injections: Readonly<Record<string, string>> = {
    'style-src-elem': 'document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: "https://example.com/a.css" }))',
    'style-src-attr': 'document.body.setAttribute("style", "color: red")',
    'img-src': 'new Image().src = "data:image/gif;base64,R0lGODlhAQABAAAAACw="',
    'connect-src': 'fetch("https://example.com/").catch(() => 0)',
    'frame-src': 'document.body.append(Object.assign(document.createElement("iframe"), { src: "/index.html" }))',
    'base-uri': 'document.head.append(Object.assign(document.createElement("base"), { href: "/elsewhere/" }))',
    'form-action': 'const f = Object.assign(document.createElement("form"), { action: "/", method: "post" }); document.body.append(f); f.submit()',
    'require-trusted-types-for': 'document.body.innerHTML = "<b>bold</b>"',
    'trusted-types': 'trustedTypes.createPolicy("mine", {})',
  }
  for (const [directive, script] of Object.entries(injections)) {
    test(`stops what ${directive} forbids`, async ({ bare }) => {
      expect(await violationsOf(bare, script)).toContain(directive)
    })
  }

  test('stops what a page of our own would bring along in its text', async ({ lab }) => {
    await lab.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.loadURL('app://lab/hostile.html'))
    await lab.page.click('#link')
    const { violations, mark } = await lab.page.evaluate(() => ({ violations: window.violations, mark: window.mark }))
    expect(mark).toBeUndefined()
    expect([...new Set(violations)].sort()).toEqual(['frame-src', 'object-src', 'script-src-attr', 'script-src-elem', 'style-src-elem'])
    expect(violations.filter(name => name === 'script-src-elem')).toHaveLength(4) // in the text, as data, from the web, as a link
  })
})

test('10: a middle click on a link opens nothing', async ({ bare }) => {
  await bare.page.evaluate(() => document.getElementById('link')?.setAttribute('href', '/index.html'))
  await bare.page.click('#link', { button: 'middle' })
  expect(await windowCount(bare.app)).toBe(1)
})

test('11, 12: a webview is inert, also in a window that allows the tag', async ({ bare }) => {
  await bare.page.evaluate(() => document.body.append(Object.assign(document.createElement('webview'), { src: 'about:blank' })))
  const attached = await bare.app.evaluate(async ({ BrowserWindow, webContents }) => {
    const window = new BrowserWindow({ show: false, webPreferences: { webviewTag: true, sandbox: true } })
    await window.loadURL('app://lab/')
    await window.webContents.executeJavaScript('document.body.append(Object.assign(document.createElement("webview"), { src: "app://lab/" }))')
    await new Promise(resolve => setTimeout(resolve, 500))
    const kinds = webContents.getAllWebContents().map(contents => contents.getType())
    window.destroy()
    return kinds
  })
  expect(attached).not.toContain('webview')
})

test.describe('13: navigation', () => {
  const attempts: Readonly<Record<string, string>> = {
    'to the web': 'location.href = "https://example.com/"',
    'to a file': 'location.href = "file:///etc/hostname"',
    'to data': 'location.href = "data:text/html,hello"',
    'to a script': 'location.href = "javascript:document.title=1"',
    'to another app host': 'location.href = "app://other/"',
    'to a file of the page': 'location.href = "app://lab/worker.js"',
    'by a form': 'const f = Object.assign(document.createElement("form"), { action: "https://example.com/" }); document.body.append(f); f.submit()',
    'by a refresh': 'document.head.append(Object.assign(document.createElement("meta"), { httpEquiv: "refresh", content: "0; url=https://example.com/" }))',
    'by a link': 'const a = Object.assign(document.createElement("a"), { href: "https://example.com/" }); document.body.append(a); a.click()',
  }
  for (const [name, script] of Object.entries(attempts)) {
    test(`${name} goes nowhere`, async ({ bare }) => {
      await runInPage(bare.app, script)
      await bare.page.waitForTimeout(150)
      expect(await addressOf(bare.app)).toBe('app://lab/')
      expect(await titleOf(bare.app)).toBe('An empty page')
    })
  }

  test('by a download ends before it begins', async ({ bare }) => {
    await bare.app.evaluate(({ session }) => session.defaultSession.on('will-download', (event) => {
      Object.assign(globalThis, { download: event.defaultPrevented ? 'prevented' : 'begun' })
    }))
    await runInPage(bare.app, 'document.body.append(Object.assign(document.createElement("a"), { href: "/worker.js", download: "x.js", id: "d" })); d.click()')
    const download = () => bare.app.evaluate(() => (globalThis as { download?: string }).download)
    await eventually('it is tried', download)
    expect(await download()).toBe('prevented')
  })

  test('stays possible to the page itself, which is loaded anew', async ({ bare }) => {
    await bare.page.evaluate(() => void (window.mark = 1))
    await Promise.all([bare.page.waitForEvent('load'), runInPage(bare.app, 'location.reload()')])
    expect(await bare.page.evaluate(() => window.mark)).toBeUndefined()
  })
})

test('14: window.open opens nothing', async ({ bare }) => {
  const opened = await bare.page.evaluate(() => ['https://example.com/', 'app://lab/', 'about:blank', '', 'data:text/html,x', 'file:///etc/hostname', 'javascript:1']
    .map(url => window.open(url)))
  expect(opened).toEqual(Array(7).fill(null))
  expect(await windowCount(bare.app)).toBe(1)
})

function pinnedElectron(): string {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, { version?: string }> }
  return packages['node_modules/electron']?.version ?? ''
}

test('16: the pinned Electron is a supported one', () => {
  expect(supportedMajors).toContain(majorOf(pinnedElectron()))
})

test('16: the tests run on the pinned Electron, or on 33.2.1 where no other can be had', async ({ bare }, info) => {
  const running = await bare.app.evaluate(() => process.versions.electron)
  console.log(`Running here: ${ageOf(running)}\nPinned: ${ageOf(pinnedElectron())}`)
  info.annotations.push({ type: 'electron', description: running })
  if (running === electronFromRegistry.version) info.annotations.push({ type: 'exception', description: 'Electron 33 is out of support: for verification only, never shipped.' })
  else expect(supportedMajors).toContain(majorOf(running))
})

test.describe('18: addresses that lead out of the page\'s folder', () => {
  const tricks = [
    '../package.json', '..%2f..%2fpackage.json', '%2e%2e/%2e%2e/package.json', '%2e%2e%2f%2e%2e%2fpackage.json', '..%5c..%5cpackage.json', '..\\..\\package.json',
    '%252e%252e%252fpackage.json', '/%2fetc%2fhosts.json', '//etc/hosts.json', '%00package.json', 'index.html%00.js', '....//package.json',
    'C:/package.json', 'C%3a%5cpackage.json', '~/package.json', './.././../package.json', 'assets/..%2f..%2f..%2fpackage.json', '%c0%ae%c0%ae/package.json',
    '..;/package.json', `${'a/'.repeat(800)}package.json`, 'index.html/', '%', 'file:///etc/hostname',
  ]
  test(`${tricks.length} of them find nothing`, async ({ bare }) => {
    const statuses = await bare.page.evaluate(tricks => Promise.all(tricks.map(trick => fetch(`app://lab/${trick}`).then(({ status }) => status, () => 0))), tricks)
    expect(tricks.filter((_, i) => ![400, 404].includes(statuses[i] ?? 0))).toEqual([])
  })

  test('other schemes, hosts and methods fail as well', async ({ bare }) => {
    const reached = await bare.page.evaluate(() => Promise.all([
      fetch('file:///etc/hostname'), fetch('app://other/index.html'), fetch('data:text/plain,x'), fetch('ftp://localhost/x'), fetch('/index.html', { method: 'POST' }),
    ].map(attempt => attempt.then(({ ok }) => ok, () => false))))
    expect(reached).toEqual(Array(5).fill(false))
    const status = await inPreloadWorld(bare.app, 'fetch("file:///etc/hostname").then(r => r.text(), () => "refused")')
    expect(status).toBe('refused')
  })
})

test('20: the bridge is one function, which cannot be replaced, and hands out plain data', async ({ bare }) => {
  const seen = await bare.page.evaluate(async () => {
    'use strict'
    const { lab } = window as unknown as { lab: Record<string, unknown> }
    const attempts = [
      () => Object.assign(lab, { connect: 1 }),
      () => Object.assign(window, { lab: 1 }),
      () => Object.assign(lab, { more: 1 }),
    ]
    const kept = attempts.map((attempt) => {
      try {
        attempt()
        return false
      } catch {
        return true
      }
    })
    const shape = Object.fromEntries(Object.getOwnPropertyNames(lab).map(name => [name, typeof lab[name]]))
    const event = await new Promise<MessageEvent>((resolve) => {
      window.addEventListener('message', resolve, { once: true })
      void (lab['connect'] as (name: string) => void)('main')
    })
    return { kept, shape, data: event.data as unknown, origin: event.origin, ports: event.ports.length }
  })
  expect(seen).toEqual({ kept: [true, true, true], shape: { connect: 'function' }, data: { kind: 'lab:port', name: 'main' }, origin: 'app://lab', ports: 1 })
})

test('+: the engine\'s environment holds what is named and nothing else', async ({ bare }) => {
  const port = await openPort(bare.page, 'engine')
  const { output } = await port.ask('labels', { split: 'test' }) as { output: { labels: Record<string, number> } }
  const { env } = JSON.parse(Buffer.from(Object.values(output.labels)).toString()) as { env: Record<string, string> }
  const allowed = /^(PATH|HOME|LANG|LC_ALL|TZ|TMPDIR|TMP|TEMP|TF_\w+|CUDA_\w+|XLA_FLAGS|LATENT_LAB_\w+)$/
  // Chromium itself adds the bus's address to what it starts.
  expect(Object.keys(env).filter(name => !allowed.test(name) && name !== 'DBUS_SESSION_BUS_ADDRESS')).toEqual([])
  expect(env['LATENT_LAB_DATA']).toBeTruthy()
})

/** Runs a script in the page by main's hand: unlike Playwright's evaluate it does not wait for what the script sets off. */
function runInPage(app: ElectronApplication, script: string) {
  return app.evaluate(({ BrowserWindow }, script) => void BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(`{${script}}; 0`, true).catch(() => 0), script)
}

/** Electron runs preloads in this world of the page. */
const preloadWorld = 999

function inPreloadWorld(app: ElectronApplication, code: string): Promise<unknown> {
  return app.evaluate(({ BrowserWindow }, { world, code }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScriptInIsolatedWorld(world, [{ code }]), { world: preloadWorld, code })
}

/** The first directives that a script in the page violates. */
async function violationsOf({ app, page }: Lab, script: string): Promise<string[]> {
  await page.evaluate(() => {
    const violations: string[] = []
    Object.assign(window, { violations })
    document.addEventListener('securitypolicyviolation', event => violations.push(event.effectiveDirective))
  })
  const seen = () => page.evaluate(() => window.violations)
  await runInPage(app, script)
  await eventually('a violation is reported', async () => (await seen()).length > 0, 3000)
  return seen()
}

function addressOf(app: ElectronApplication): Promise<string | undefined> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())
}

function titleOf(app: ElectronApplication): Promise<string> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.title') as Promise<string>)
}

function windowCount(app: ElectronApplication): Promise<number> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
}

async function countingServer() {
  let arrived = 0
  const server = createServer((_request, response) => response.end(String(++arrived)))
  server.on('connection', () => arrived++)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { http: `http://${host}/`, ws: `ws://${host}/`, arrived: () => arrived, close: () => server.close() }
}
