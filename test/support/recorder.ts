/**
 * Loaded into an app under test before its first line, and into every process that main forks: writes down what they ask of the network, at once,
 * so that nothing is lost when one of them ends or is killed. Bundled by globalSetup.ts, because Electron's `-r` knows no TypeScript.
 */
import { appendFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { syncBuiltinESMExports } from 'node:module'
import { Socket } from 'node:net'
import { pathToFileURL } from 'node:url'
import { app, net, utilityProcess } from 'electron'
import { recordVariable } from './recordVariable'

type Ask = (...asked: unknown[]) => unknown

if (process.type === 'utility') {
  const [file = '', program = ''] = process.argv.splice(2, 2)
  process.argv[1] = program
  listen(file)
  void import(pathToFileURL(program).href)
} else {
  const file = process.env[recordVariable] ?? ''
  const note = listen(file)
  // Of all sessions what leaves: what their lock stops is not sent.
  app.on('session-created', session => session.webRequest.onSendHeaders(({ url }) => note(url)))
  const { fork } = utilityProcess
  utilityProcess.fork = (program, args = [], options = {}) => fork(__filename, [file, program, ...args], options)
}

/** Writes to the file, from now on, every address that this process asks for by any way of Node's or Electron's. */
function listen(file: string): (url: unknown) => void {
  const noted = new Set<string>()
  const note = (url: unknown) => {
    if (/^(?:app|blob|devtools|data):/.test(String(url))) return
    const { hostname, port, protocol } = URL.canParse(String(url)) ? new URL(String(url)) : { hostname: '', port: '', protocol: '' }
    noted.add(`${hostname}:${port || (/^(?:https|wss):/.test(protocol) ? '443' : '80')}`)
    appendFileSync(file, `${String(url)}\n`)
  }
  let isInner = false // `http.get` asks by `http.request`
  function wrap(owner: object, name: string, addressOf: (asked: readonly unknown[]) => unknown) {
    const plain = (owner as Record<string, Ask>)[name]
    function heard(this: unknown, ...asked: unknown[]) {
      if (!isInner) note(addressOf(asked))
      const before = isInner
      isInner = true
      try {
        return plain?.apply(this, asked)
      } finally {
        isInner = before
      }
    }
    Object.defineProperty(owner, name, { configurable: true, writable: true, enumerable: true, value: heard })
  }
  wrap(globalThis, 'fetch', addressIn(''))
  wrap(net, 'fetch', addressIn(''))
  wrap(net, 'request', addressIn('http'))
  for (const name of ['request', 'get']) {
    wrap(http, name, addressIn('http'))
    wrap(https, name, addressIn('https'))
  }
  // Whatever asks in another way ends here: sockets to what was not noted before.
  const connect = Socket.prototype.connect as Ask
  Socket.prototype.connect = function (this: Socket, ...asked: unknown[]) {
    const target = placeOf(asked)
    if (target !== null && !noted.has(target)) note(`tcp://${target}`)
    return connect.apply(this, asked) as Socket
  } as Socket['connect']
  syncBuiltinESMExports() // for what is imported by name
  return note
}

/** Of an address as text or object, a request that has one, or the parts of one. */
function addressIn(scheme: string): (asked: readonly unknown[]) => unknown {
  return ([first]) => {
    if (typeof first !== 'object' || first === null || first instanceof URL) return first
    const { url, host, hostname, port, path } = first as Record<string, unknown>
    return url ?? `${scheme}://${String(hostname ?? host)}${port ? `:${String(port)}` : ''}${String(path ?? '/')}`
  }
}

/** Host and port of a socket's `connect`; null for a socket of this computer's own, which has a path. */
function placeOf([first, second]: readonly unknown[]): string | null {
  const options: unknown = Array.isArray(first) ? first[0] : first // Node's own callers pass a list
  if (typeof options !== 'object' || options === null) return isNaN(Number(options)) ? null : `${typeof second === 'string' ? second : 'localhost'}:${String(options)}`
  const { host, port, path } = options as Record<string, unknown>
  return path !== undefined && path !== null && port === undefined ? null : `${String(host ?? 'localhost')}:${String(port)}`
}
