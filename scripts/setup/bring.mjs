/** Does the steps of set-up whose results are missing, one set-up at a time in a cache, and says in a sentence what went wrong. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { logOf, sweep } from './cache.mjs'
import { isNetworkTrouble, noNetwork, SetupError } from './failure.mjs'
import { withLock } from './lock.mjs'
import { stopTools, ToolError } from './tool.mjs'

/** @typedef {import('./steps.mjs').Step} Step */

/**
 * Brings what is missing, in the steps' order. Takes no lock and says nothing where nothing is.
 * @param {readonly Step[]} steps
 * @param {string} cache
 * @param {import('./report.mjs').Report} report
 * @throws {SetupError}
 */
export async function bringMissing(steps, cache, report) {
  if (await isComplete(steps)) return
  const onWait = /** @param {{ pid: number }} holder */ ({ pid }) => report.say(`Another set-up (process ${pid}) is at work; waiting for it …`)
  await whileStoppable(() => withLock(join(cache, 'lock'), () => bringUnderLock(steps, cache, report), { onWait }))
}

/** @param {readonly Step[]} steps */
async function isComplete(steps) {
  for (const step of steps) {
    if (!await step.present()) return false
  }
  return true
}

/**
 * Looks again, because whoever had the lock before may have brought it all.
 * @param {readonly Step[]} steps
 * @param {string} cache
 * @param {import('./report.mjs').Report} report
 */
async function bringUnderLock(steps, cache, report) {
  await rm(logOf(cache), { force: true })
  await sweep(cache)
  for (const step of steps) {
    if (!await step.present()) await report.during(step.title, () => bring(step, logOf(cache)), step.measure)
  }
}

/**
 * @param {Step} step
 * @param {string} log
 */
async function bring(step, log) {
  try {
    await step.bring()
  } catch (error) {
    if (error instanceof SetupError) throw error
    const output = error instanceof ToolError ? error.output : ''
    if (isNetworkTrouble(output) || isNetworkTrouble(error)) throw new SetupError(noNetwork(step.title), { cause: error })
    const reason = error instanceof Error ? error.message : String(error)
    throw new SetupError(`${step.title} could not be set up. ${reason} The details are in ${log}.`, { cause: error })
  }
}

/**
 * Does the work; a signal ends its programs and gives the lock back before this process goes.
 * @param {() => Promise<void>} work
 */
async function whileStoppable(work) {
  const stop = /** @param {NodeJS.Signals} signal @param {number} number */ (signal, number) => {
    stopTools()
    process.stderr.write('\nSet-up was stopped; the same command goes on from here.\n')
    process.exit(128 + number)
  }
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
  for (const signal of signals) process.on(signal, stop)
  try {
    await work()
  } finally {
    for (const signal of signals) process.off(signal, stop)
  }
}
