/** What an app under test asks of the network, in whichever way: heard as it happens, so that nothing is lost when main ends or is killed. */
import type { ElectronApplication } from '@playwright/test'

const mark = 'asked of the network: '

/** Addresses, the app's own files aside: those of its session that leave (its lock has stopped others), and all that main asks by itself. */
export async function recordRequests(app: ElectronApplication): Promise<readonly string[]> {
  const sent: string[] = []
  app.on('console', message => message.text().startsWith(mark) && sent.push(message.text().slice(mark.length)))
  await app.evaluate(({ net, session }, mark) => {
    const note = (url: unknown) => /^(?:app|blob|devtools|data):/.test(String(url)) || console.log(mark + String(url))
    session.defaultSession.webRequest.onSendHeaders(({ url }) => void note(url))
    const addressOf = (asked: unknown) => typeof asked === 'object' && asked !== null && 'url' in asked ? asked.url : asked
    for (const [owner, name] of [[globalThis, 'fetch'], [net, 'fetch'], [net, 'request']] as const) {
      const plain = (owner as unknown as Record<string, (...asked: unknown[]) => unknown>)[name]
      Object.defineProperty(owner, name, {
        configurable: true, writable: true,
        value: (...asked: unknown[]) => {
          note(addressOf(asked[0]))
          return plain?.apply(owner, asked)
        },
      })
    }
  }, mark)
  return sent
}
