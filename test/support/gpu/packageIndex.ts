/** A package index on 127.0.0.1 with small wheels, which can be told to misbehave. */
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PackageIndex, Wheel } from '../../../src/main/compute/gpu/pins'
import { zip } from './zip'

export interface StandIn {
  readonly wheel: Wheel
  readonly bytes: Buffer
}

export interface Mischief {
  /** Cuts the connection after so many bytes of each of the first answers. */
  cuts?: number[]
  /** Falls silent after so many bytes of each of the first answers, and leaves the connection open. */
  stalls?: number[]
  /** Bytes between pauses of a millisecond; whole at once where absent. */
  dribble?: number
  /** Serves other bytes. */
  forge?: (bytes: Buffer) => Buffer
  /** Changes what the index says of a file. */
  announce?: (file: { url: string, size?: number, hashes: { sha256: string } }) => unknown
  noRanges?: boolean
  status?: number
  /** Sends a page that is none. */
  garbage?: string
}

export function aWheel(name: string, entries: Parameters<typeof zip>[0], version = '1.0'): StandIn {
  const bytes = zip(entries)
  return { wheel: { name, version, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }, bytes }
}

export async function servePackages(standIns: readonly StandIn[], mischief: Mischief = {}) {
  const requests: { path: string, range: string | undefined }[] = []
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? '', range: request.headers.range })
    answer(request, response, standIns, mischief).catch(() => response.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const index: PackageIndex = { address: `${origin}/simple/`, origins: [origin] }
  return {
    index, requests, mischief,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, standIns: readonly StandIn[], mischief: Mischief) {
  const [, kind, name] = (request.url ?? '').split('/')
  const found = standIns.find(({ wheel }) => wheel.name === name?.replace(/\.whl$/, ''))
  if (!found) return void response.writeHead(404).end()
  if (kind === 'simple') return void response.end(mischief.garbage ?? pageOf(found, mischief))
  await sendFile(request, response, mischief.forge?.(found.bytes) ?? found.bytes, mischief)
}

function pageOf({ wheel }: StandIn, { announce }: Mischief): string {
  const other = { url: '/files/other.whl', size: 1, hashes: { sha256: '0'.repeat(64) } }
  const file = { url: `/files/${wheel.name}.whl#sha256=${wheel.sha256}`, size: wheel.bytes, hashes: { sha256: wheel.sha256 } }
  return JSON.stringify({ meta: { 'api-version': '1.1' }, files: [other, announce?.(file) ?? file] })
}

async function sendFile(request: IncomingMessage, response: ServerResponse, bytes: Buffer, mischief: Mischief) {
  if (mischief.status) return void response.writeHead(mischief.status).end()
  const from = mischief.noRanges ? 0 : Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  if (from > 0) response.writeHead(206, { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}`, 'content-length': bytes.length - from })
  else response.writeHead(200, { 'content-length': bytes.length })
  const stall = mischief.stalls?.shift()
  if (stall !== undefined) return void response.write(bytes.subarray(from, from + stall))
  const cut = mischief.cuts?.shift()
  const end = cut === undefined ? bytes.length : Math.min(bytes.length, from + cut)
  const step = mischief.dribble ?? bytes.length
  for (let at = from; at < end; at += step) {
    response.write(bytes.subarray(at, Math.min(end, at + step)))
    if (mischief.dribble) await new Promise(resolve => setTimeout(resolve, 1))
  }
  if (cut === undefined) return void response.end()
  await new Promise(resolve => setTimeout(resolve, 20)) // what was written must be on its way
  response.destroy()
}
