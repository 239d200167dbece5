/** Fetches one file of known length and sum. A part that is left, by a pause, a cut or a kill, is where the next try goes on. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { LabError } from '@shared/errors'
import { causeOf } from './lookUp'
import type { Fetch } from './lookUp'
import { Paused, throwIfPaused } from './paused'

export interface Download {
  readonly url: string
  /** Where it stands once it is whole and checked; until then `.part` is added. */
  readonly file: string
  readonly bytes: number
  readonly sha256: string
}

export interface DownloadOptions {
  readonly fetch: Fetch
  /** Aborting it pauses: the part stays. */
  readonly signal: AbortSignal
  /** Bytes of this file that are here now. */
  onProgress(bytes: number): void
  /** Tries without a single byte, ms between them, and ms without a byte until a connection counts as cut. */
  readonly tries?: number
  readonly pause?: number
  readonly idle?: number
}

/** The server answered with something that another try will not change. */
class Refusal extends Error {}

export function partOf(file: string): string {
  return `${file}.part`
}

/** E_IO where the network fails for good, E_DISK_FULL, E_TOO_BIG or E_FORMAT where what comes is not the file; Paused. */
export async function download(wanted: Download, options: DownloadOptions): Promise<void> {
  if (await isWhole(wanted.file, wanted)) return options.onProgress(wanted.bytes)
  for (let spoiled = 0; spoiled < 2; spoiled++) {
    await fetchAll(wanted, options)
    if (await isWhole(partOf(wanted.file), wanted)) return rename(partOf(wanted.file), wanted.file)
    await rm(partOf(wanted.file), { force: true })
  }
  throw new LabError('E_FORMAT', `${basename(wanted.file)} came with a wrong checksum twice and was thrown away: something between this computer and the index changes it.`)
}

/** Whether a file has the length and the sum. */
export async function isWhole(file: string, { bytes, sha256 }: Pick<Download, 'bytes' | 'sha256'>): Promise<boolean> {
  if (await sizeOf(file) !== bytes) return false
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer)
  return hash.digest('hex') === sha256
}

/** 0 where there is none. */
export async function sizeOf(file: string): Promise<number> {
  return stat(file).then(({ size }) => size, () => 0)
}

async function fetchAll(wanted: Download, options: DownloadOptions) {
  const { signal, tries = 5, pause = 1000 } = options
  const part = partOf(wanted.file)
  if (await sizeOf(part) > wanted.bytes) await rm(part)
  for (let left = tries; await sizeOf(part) < wanted.bytes;) {
    throwIfPaused(signal)
    const before = await sizeOf(part)
    try {
      await fetchRest(wanted, part, before, options)
    } catch (error) {
      throwIfPaused(signal)
      left = await sizeOf(part) > before ? tries : left - 1
      if (left <= 0 || isFinal(error)) throw faultOf(wanted, error)
      await wait(pause, undefined, { signal }).catch(() => throwIfPaused(signal))
    }
  }
}

/** One request for what is still missing. */
async function fetchRest({ url, bytes }: Download, part: string, from: number, { fetch, signal, onProgress, idle = 30_000 }: DownloadOptions) {
  const cut = new AbortController()
  const timer = setTimeout(() => cut.abort(new Error(`no byte for ${idle / 1000} s`)), idle)
  const stop = () => cut.abort(signal.reason)
  signal.addEventListener('abort', stop)
  let file: FileHandle | null = null
  try {
    signal.throwIfAborted()
    const response = await fetch(url, {
      headers: { 'accept-encoding': 'identity', ...from > 0 ? { range: `bytes=${from}-` } : {} }, redirect: 'error', signal: cut.signal,
    })
    const start = startOf(response, from, bytes)
    file = await open(part, start > 0 ? 'a' : 'w') // a server without ranges starts over
    let at = start
    for await (const chunk of chunksOf(response, cut.signal)) {
      timer.refresh()
      if (at + chunk.length > bytes) throw new LabError('E_TOO_BIG', `The server sends more than the ${bytes} bytes that were announced.`)
      await file.writeFile(chunk)
      at += chunk.length
      onProgress(at)
    }
    if (at < bytes) throw new Error('the connection was cut')
    await file.sync()
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
    await file?.close()
  }
}

/**
 * The body, until the signal. It is cancelled here, because Node's fetch holds the signal it was given by weak references alone once it has answered:
 * after a collection of garbage nothing would stop it. https://github.com/nodejs/undici: lib/web/fetch/request.js
 */
async function* chunksOf({ body }: Response, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader()
  const cancel = () => void reader?.cancel().catch(() => undefined)
  signal.addEventListener('abort', cancel)
  try {
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
      signal.throwIfAborted()
      yield read.value
    }
    signal.throwIfAborted()
  } finally {
    signal.removeEventListener('abort', cancel)
    cancel()
  }
}

/** Where in the file the answer begins. */
function startOf(response: Response, from: number, bytes: number): number {
  if (response.status === 200) return 0
  if (response.status !== 206) {
    const text = `${response.status} ${response.statusText}`
    throw response.status >= 500 || response.status === 429 ? new Error(text) : new Refusal(text)
  }
  const [, start, , total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '') ?? []
  if (Number(start) !== from || (total !== '*' && Number(total) !== bytes)) throw new Refusal('another part of the file than was asked for')
  return from
}

function isFinal(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return error instanceof Refusal || error instanceof LabError || code === 'ENOSPC' || code === 'EDQUOT' || code === 'EACCES' || code === 'EROFS'
}

function faultOf({ file }: Download, error: unknown): Error {
  const name = basename(file)
  const { code } = error as NodeJS.ErrnoException
  if (error instanceof LabError || error instanceof Paused) return error
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new LabError('E_DISK_FULL', `The disk is full, so ${name} could not be fetched whole. Free some space and go on: what is here is kept.`, { cause: error })
  if (error instanceof Refusal) return new LabError('E_IO', `The server of ${name} answered "${error.message}". Try again later, or install from a folder.`, { cause: error })
  return new LabError('E_IO', `${name} could not be fetched (${causeOf(error)}). Go on when the connection is back: what is here is kept.`, { cause: error })
}
