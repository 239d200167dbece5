/** The recorder of requests is tried: whatever main asks of the network, in any of its ways, is heard, and fails a test that has not said so. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { apps, expect, launchLab, test } from '../support/lab'

const ways = ['fetch', 'net.fetch', 'net.request', 'http.get', 'http.request', 'https.request'] as const

for (const way of ways) {
  test(`a request by ${way} is heard, and the app that made it is not let pass`, async () => {
    const server = createServer((_request, response) => response.end('heard')).listen(0, '127.0.0.1')
    await new Promise(resolve => server.once('listening', resolve))
    const address = `127.0.0.1:${(server.address() as AddressInfo).port}/${way}`
    const url = `${way.startsWith('https') ? 'https' : 'http'}://${address}`
    const lab = await launchLab({ folder: apps.bare })
    await lab.app.evaluate(async ({ net }, { way, url }) => {
      const http = process.getBuiltinModule('node:http')
      const https = process.getBuiltinModule('node:https')
      const done = (request: { on(event: 'close' | 'error', listener: () => void): unknown }) =>
        new Promise<void>(resolve => ['close', 'error'].forEach(event => request.on(event as 'close', resolve)))
      switch (way) {
        case 'fetch': return void await fetch(url)
        case 'net.fetch': return void await net.fetch(url).catch(() => 0) // the session's lock stops it besides
        case 'net.request': {
          const request = net.request(url)
          request.end()
          return done(request)
        }
        case 'http.get': return done(http.get(new URL(url), response => response.resume()))
        case 'http.request': return done(http.request(url, response => response.resume()).end())
        case 'https.request': return done(https.request({ host: '127.0.0.1', port: new URL(url).port, path: `/${way}` }).end())
      }
    }, { way, url })
    expect(await lab.sent()).toEqual([url])
    await expect(lab.close()).rejects.toThrow(`it had had requests:\n${url}`)
    server.close()
  })
}

test('an app that asks for nothing passes', async () => {
  const lab = await launchLab({ folder: apps.bare })
  expect(await lab.sent()).toEqual([])
  expect(await lab.close()).toEqual([])
})
