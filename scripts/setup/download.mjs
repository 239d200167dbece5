/** Downloads over HTTPS that take up where they stopped and are checked against a pinned sum. */
import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { isNetworkTrouble, NetworkError, SetupError } from './failure.mjs'
import { sha256 } from './hash.mjs'

/**
 * @typedef {object} Wanted
 * @property {string} url
 * @property {string} file where it goes when it is complete and checked
 * @property {string} sha256
 * @property {number} bytes
 */

/** The server answered, with something else than the file. */
class AnswerError extends Error {}

/**
 * Brings one file. A part left by an earlier try is continued; a file with a wrong sum is fetched once more from its start.
 * @param {Wanted} wanted
 * @param {{ tries?: number, pause?: number, idle?: number }} [patience] `pause` between tries and `idle` without a byte, in milliseconds
 * @throws {NetworkError} when nobody answers
 * @throws {SetupError} when what came is not the file that was pinned
 */
export async function download(wanted, { tries = 4, pause = 1000, idle = 30_000 } = {}) {
  const part = `${wanted.file}.part`
  for (let spoiled = 0; spoiled < 2; spoiled += 1) {
    await fetchAll(wanted, part, tries, pause, idle)
    if (await sha256(part) === wanted.sha256) return rename(part, wanted.file)
    await rm(part)
  }
  throw new SetupError(`${basename(wanted.file)} came with a wrong checksum twice: something between this computer and the server changes it.`)
}

/**
 * @param {Wanted} wanted
 * @param {string} part
 * @param {number} tries
 * @param {number} pause
 * @param {number} idle
 */
async function fetchAll(wanted, part, tries, pause, idle) {
  for (let left = tries; await sizeOf(part) < wanted.bytes;) {
    const before = await sizeOf(part)
    try {
      await fetchRest(wanted, part, before, idle)
    } catch (error) {
      left = await sizeOf(part) > before ? tries : left - 1
      if (left <= 0 || error instanceof AnswerError) throw asFailure(wanted, error)
      await wait(pause)
    }
  }
}

/**
 * One request for what is still missing.
 * @param {Wanted} wanted
 * @param {string} part
 * @param {number} from
 * @param {number} idle
 */
async function fetchRest(wanted, part, from, idle) {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(new NetworkError(basename(wanted.file))), idle)
  try {
    const response = await fetch(wanted.url, { signal: stop.signal, headers: from > 0 ? { range: `bytes=${from}-` } : {} })
    if (!response.ok || !response.body) throw new AnswerError(`${response.status} ${response.statusText}`)
    const flags = response.status === 206 ? 'a' : 'w' // a server without ranges starts over
    const body = Readable.fromWeb(/** @type {import('node:stream/web').ReadableStream} */ (response.body))
    body.on('data', () => timer.refresh())
    await pipeline(body, createWriteStream(part, { flags }))
    if (await sizeOf(part) < wanted.bytes) throw new NetworkError(basename(wanted.file))
  } finally {
    clearTimeout(timer)
  }
}

/**
 * @param {Wanted} wanted
 * @param {unknown} error
 */
function asFailure(wanted, error) {
  const name = basename(wanted.file)
  if (error instanceof AnswerError) return new SetupError(`The server of ${name} answered "${error.message}".`, { cause: error })
  if (isNetworkTrouble(error) || error instanceof TypeError) return new NetworkError(name, error) // fetch wraps its causes in a TypeError
  return error
}

/** @param {string} file */
export async function sizeOf(file) {
  return stat(file).then(({ size }) => size, () => 0)
}
