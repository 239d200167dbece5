/**
 * One set-up at a time in a cache. The lock is a file that tells who holds it and is touched every few seconds; one whose holder has died,
 * or has long been silent (another computer on a shared home), is broken. It saves double work only: nothing in the cache would be harmed
 * without it, because everything there is put in place by one rename.
 */
import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * @typedef {{ pid: number, host: string, token: string }} Holder
 * @typedef {object} LockOptions
 * @property {(holder: Holder) => void} [onWait] told once, when somebody else has the lock
 * @property {number} [poll] milliseconds
 * @property {number} [silence] milliseconds after which a holder that does not touch its lock counts as gone
 */

/**
 * Does the work while holding the lock.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {LockOptions} [options]
 * @returns {Promise<T>}
 */
export async function withLock(file, work, { onWait = () => undefined, poll = 500, silence = 60_000 } = {}) {
  const me = { pid: process.pid, host: hostname(), token: randomUUID() }
  const announce = once(onWait)
  while (!await take(file, me)) {
    const other = await holderOf(file)
    if (other && isGone(other.holder, other.silentFor, silence)) await breakLock(file, other.holder)
    else if (other) announce(other.holder)
    await wait(poll)
  }
  const heartbeat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), silence / 6)
  const atExit = () => rmSync(file, { force: true })
  process.once('exit', atExit)
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    process.off('exit', atExit)
    await rm(file, { force: true })
  }
}

/**
 * Whether a holder will never give its lock back.
 * @param {Holder} holder
 * @param {number} silentFor milliseconds
 * @param {number} silence
 */
export function isGone(holder, silentFor, silence) {
  return silentFor > silence || (holder.host === hostname() && !isAlive(holder.pid))
}

/**
 * @param {(holder: Holder) => void} tell
 * @returns {(holder: Holder) => void} tells the first time only
 */
function once(tell) {
  let told = false
  return (holder) => {
    if (!told) tell(holder)
    told = true
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM' // alive, and somebody else's
  }
}

/**
 * A link appears with its contents, or not at all.
 * @param {string} file
 * @param {Holder} me
 */
async function take(file, me) {
  const mine = `${file}.${me.token}`
  await writeFile(mine, JSON.stringify(me))
  try {
    await link(mine, file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(mine, { force: true })
  }
}

/**
 * @param {string} file
 * @returns {Promise<{ holder: Holder, silentFor: number } | null>} null where the lock has just been given back
 */
async function holderOf(file) {
  try {
    return { holder: JSON.parse(await readFile(file, 'utf8')), silentFor: Date.now() - (await stat(file)).mtimeMs }
  } catch {
    return null
  }
}

/**
 * Moves the lock aside, and back again should it have changed hands in between.
 * @param {string} file
 * @param {Holder} holder
 */
async function breakLock(file, holder) {
  const aside = `${file}.${holder.token}.broken`
  await rename(file, aside).catch(() => undefined)
  const taken = await holderOf(aside)
  if (taken && taken.holder.token !== holder.token) await link(aside, file).catch(() => undefined)
  await rm(aside, { force: true })
}
