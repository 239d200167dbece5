import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { download } from '../../../scripts/setup/download.mjs'
import { NetworkError } from '../../../scripts/setup/failure.mjs'
import { temporaryFolder } from './temporary'

const data = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7919) % 251))
/** A busy machine may keep a server from its answer for a while. */
const patience = { tries: 2, pause: 1, idle: 10_000 }

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A server that gives one answer after the other, and the last one for ever; and a wish for its file. */
async function serve(...answers: Answer[]) {
  const ranges: (string | undefined)[] = []
  const server = createServer((request, response) => {
    ranges.push(request.headers.range)
    answers[Math.min(ranges.length, answers.length) - 1]?.(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close().closeAllConnections())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data.gz`
  const file = join(temporaryFolder(), 'data.gz')
  return { ranges, wanted: { url, file, bytes: data.length, sha256: createHash('sha256').update(data).digest('hex') } }
}

const whole: Answer = (_, response) => { response.end(data) }

const rest: Answer = (request, response) => {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
  response.writeHead(from ? 206 : 200).end(data.subarray(from))
}

/** Sends the first `length` bytes of what was asked for and hangs up. */
function cutAfter(length: number): Answer {
  return (request, response) => {
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
    response.writeHead(from ? 206 : 200, { 'content-length': data.length - from })
    response.write(data.subarray(from, from + length))
    setTimeout(() => response.destroy(), 50) // once what was sent has been read
  }
}

const spoiled: Answer = (_, response) => { response.end(Buffer.alloc(data.length, 1)) }

describe('a download', () => {
  it('brings the file', async () => {
    const { wanted, ranges } = await serve(whole)
    await download(wanted, patience)
    expect(readFileSync(wanted.file).equals(data)).toBe(true)
    expect(existsSync(`${wanted.file}.part`)).toBe(false)
    expect(ranges).toEqual([undefined])
  })

  it('goes on where the connection was cut', async () => {
    const { wanted, ranges } = await serve(cutAfter(60_000), cutAfter(60_000), rest)
    await download(wanted, patience)
    expect(readFileSync(wanted.file).equals(data)).toBe(true)
    expect(ranges[0]).toBeUndefined()
    expect(ranges.slice(1).every(range => Number(range?.slice(6, -1)) > 0)).toBe(true)
  })

  it('takes up the part that an earlier set-up left', async () => {
    const { wanted, ranges } = await serve(rest)
    writeFileSync(`${wanted.file}.part`, data.subarray(0, 150_000))
    await download(wanted, patience)
    expect(ranges).toEqual(['bytes=150000-'])
    expect(readFileSync(wanted.file).equals(data)).toBe(true)
  })

  it('starts over with a server that does not know ranges', async () => {
    const { wanted } = await serve(whole)
    writeFileSync(`${wanted.file}.part`, data.subarray(0, 150_000))
    await download(wanted, patience)
    expect(readFileSync(wanted.file).equals(data)).toBe(true)
  })

  it('fetches a spoiled file again', async () => {
    const { wanted, ranges } = await serve(spoiled, whole)
    await download(wanted, patience)
    expect(readFileSync(wanted.file).equals(data)).toBe(true)
    expect(ranges).toEqual([undefined, undefined])
  })

  it('fetches again when the part it took up was spoiled', async () => {
    const { wanted } = await serve(rest)
    writeFileSync(`${wanted.file}.part`, Buffer.alloc(1000, 1))
    await download(wanted, patience)
    expect(readFileSync(wanted.file).equals(data)).toBe(true)
  })

  it('gives up in a sentence when the sum is wrong twice, and keeps nothing of it', async () => {
    const { wanted } = await serve(spoiled)
    await expect(download(wanted, patience)).rejects.toThrow('data.gz came with a wrong checksum twice')
    expect(existsSync(wanted.file) || existsSync(`${wanted.file}.part`)).toBe(false)
  })

  it('tells the server\'s refusal', async () => {
    const { wanted } = await serve((_, response) => response.writeHead(404).end())
    await expect(download(wanted, patience)).rejects.toThrow('The server of data.gz answered "404 Not Found".')
  })

  it('gives up on a server that falls silent', async () => {
    const { wanted } = await serve((_, response) => { response.writeHead(200) })
    await expect(download(wanted, { ...patience, idle: 200 })).rejects.toBeInstanceOf(NetworkError)
  })

  it('says that nobody answers where nobody does', async () => {
    const { wanted } = await serve(whole)
    await expect(download({ ...wanted, url: 'http://127.0.0.1:9/data.gz' }, patience)).rejects.toBeInstanceOf(NetworkError)
  })
})
