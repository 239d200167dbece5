/** What an app under test asks of the network, in whichever way: heard as it happens, so that nothing is lost when main ends or is killed. */
import type { ElectronApplication } from '@playwright/test'

const mark = 'asked of the network: '

/** Addresses, the app's own files aside: those of its session that leave (its lock has stopped others), and all that main asks by itself. */
export async function recordRequests(app: ElectronApplication): Promise<readonly string[]> {
  const sent: string[] = []
  app.on('console', message => message.text().startsWith(mark) && sent.push(message.text().slice(mark.length)))
  await app.evaluate(({ net, session }, mark) => {
    const [http, https] = ['http', 'https'].map(name => process.getBuiltinModule(`node:${name}`))
    const note = (url: unknown) => /^(?:app|blob|devtools|data):/.test(String(url)) || console.log(mark + String(url))
    session.defaultSession.webRequest.onSendHeaders(({ url }) => void note(url))
    /** An address as text or object, a request that has one, or the parts of one. */
    const addressOf = (asked: unknown, scheme: string): unknown => {
      if (typeof asked !== 'object' || asked === null || asked instanceof URL) return asked
      const { url, host, hostname, port, path } = asked as Record<string, unknown>
      return url ?? `${scheme}://${String(hostname ?? host)}${port ? `:${String(port)}` : ''}${String(path ?? '/')}`
    }
    let isInner = false // `http.get` asks by `http.request`
    for (const [owner, name, scheme] of [
      [globalThis, 'fetch', ''], [net, 'fetch', ''], [net, 'request', 'http'],
      [http, 'request', 'http'], [http, 'get', 'http'], [https, 'request', 'https'], [https, 'get', 'https'],
    ] as const) {
      const plain = (owner as unknown as Record<string, (...asked: unknown[]) => unknown>)[name]
      Object.defineProperty(owner, name, {
        configurable: true, writable: true, enumerable: true,
        value: (...asked: unknown[]) => {
          if (!isInner) note(addressOf(asked[0], scheme))
          const before = isInner
          isInner = true
          try {
            return plain?.apply(owner, asked)
          } finally {
            isInner = before
          }
        },
      })
    }
    process.getBuiltinModule('node:module').syncBuiltinESMExports() // for what was imported by name
  }, mark)
  return sent
}
