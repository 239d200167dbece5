/**
 * The recorder of requests is tried: whatever the app asks of the network, in any of its ways and processes and from its first line, is heard, and
 * fails a test that has not said so.
 */
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { startAlone } from '../support/alone'
import { apps, expect, launchLab, test as base } from '../support/lab'
import { openPort } from '../support/pagePort'
import { eventually } from '../support/processes'

interface Asking {
  /** A server on 127.0.0.1. */
  readonly host: string
  /** The bare app whose program asks for an address as soon as it begins. */
  appThatAsks(program: 'index' | 'engine' | 'probe', url: string): string
}

const test = base.extend<{ asking: Asking }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures it needs off this pattern: none
  asking: async ({}, use) => {
    const server = createServer((_request, response) => response.end('heard')).listen(0, '127.0.0.1')
    await new Promise(resolve => server.once('listening', resolve))
    const folder = mkdtempSync(join(tmpdir(), 'lab-asking-'))
    await use({
      host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
      appThatAsks(program, url) {
        cpSync(apps.bare, folder, { recursive: true })
        const file = join(folder, `out/main/${program}.js`)
        writeFileSync(file, `void fetch(${JSON.stringify(url)}).catch(() => 0)\n${readFileSync(file, 'utf8')}`)
        return folder
      },
    })
    rmSync(folder, { recursive: true })
    server.closeAllConnections()
    server.close()
  },
})

const ways = ['fetch', 'net.fetch', 'net.request', 'a page', 'http.get', 'http.request', 'https.request', 'net.connect', 'tls.connect'] as const

for (const way of ways) {
  test(`a request by ${way} is heard, and the app that made it is not let pass`, async ({ asking: { host } }) => {
    const isSocket = /connect/.test(way)
    const url = isSocket ? `tcp://${host}` : `${way.startsWith('https') ? 'https' : 'http'}://${host}/${way.replace(' ', '-')}`
    const lab = await launchLab({ folder: apps.bare })
    await lab.app.evaluate(async ({ BrowserWindow, net }, { way, url }) => {
      const [http, https, sockets, tls] = [
        process.getBuiltinModule('node:http'), process.getBuiltinModule('node:https'), process.getBuiltinModule('node:net'), process.getBuiltinModule('node:tls'),
      ]
      const { hostname: host, port, pathname } = new URL(url)
      const done = (request: { on(event: 'close' | 'error', listener: () => void): unknown }) =>
        new Promise<void>(resolve => ['close', 'error'].forEach(event => request.on(event as 'close', resolve)))
      switch (way) {
        case 'fetch': return void await fetch(url)
        case 'net.fetch': return void await net.fetch(url).catch(() => 0) // the session's lock stops it besides
        case 'a page': return new BrowserWindow({ show: false, webPreferences: { partition: 'another session, without a lock' } }).loadURL(url)
        case 'net.request': {
          const request = net.request(url)
          request.end()
          return done(request)
        }
        case 'http.get': return done(http.get(new URL(url), response => response.resume()))
        case 'http.request': return done(http.request(url, response => response.resume()).end())
        case 'https.request': return done(https.request({ host, port, path: pathname }).end())
        case 'net.connect': return done(sockets.connect(Number(port), host).end())
        case 'tls.connect': return done(tls.connect({ host, port: Number(port) }))
      }
    }, { way, url })
    expect(await lab.sent()).toEqual([url])
    await expect(lab.close()).rejects.toThrow(`it had had requests:\n${url}`)
  })
}

test('a request on main\'s first line is heard, before there is a window', async ({ asking: { host, appThatAsks } }) => {
  const url = `http://${host}/first-line`
  const lab = await launchLab({ folder: appThatAsks('index', url) })
  await expect(lab.close()).rejects.toThrow(`it had had requests:\n${url}`)
})

for (const program of ['engine', 'probe'] as const) {
  test(`a request of the process of the ${program} is heard`, async ({ asking: { host, appThatAsks } }) => {
    const url = `http://${host}/${program}`
    const lab = await launchLab({ folder: appThatAsks(program, url) })
    if (program === 'probe') void (await openPort(lab.page, 'main')).ask('selfTest').catch(() => 0) // nobody waits for its end
    await eventually('it is heard', async () => (await lab.sent()).length > 0)
    await expect(lab.close()).rejects.toThrow(`it had had requests:\n${url}`)
  })
}

test('a request of an app that is started without Playwright is heard', async ({ asking: { host, appThatAsks } }) => {
  const url = `http://${host}/alone`
  const { ended } = startAlone(['--disable-seccomp-filter-sandbox'], { folder: appThatAsks('index', url) })
  await expect(ended).rejects.toThrow(url)
})

test('an app that asks for nothing passes', async () => {
  const lab = await launchLab({ folder: apps.bare })
  expect(await lab.sent()).toEqual([])
  expect(await lab.close()).toEqual([])
})

test('no test starts the app past the recorder', () => {
  const others = readdirSync(import.meta.dirname).filter(name => name.endsWith('.ts') && name !== basename(import.meta.filename))
  expect(others.length).toBeGreaterThan(20)
  const otherDoor = /\belectronPath\b|\bimport \{[^}]*\b(?:_electron|chromium)\b/
  expect(others.filter(name => otherDoor.test(readFileSync(join(import.meta.dirname, name), 'utf8')))).toEqual([])
})
