/** Runs other programs: quietly into set-up's log, or with the terminal handed to them. No program outlives a stopped set-up. */
import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { constants } from 'node:os'

/**
 * @typedef {object} ToolOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] added to this process's own
 * @property {string} [log] file that the output is appended to
 * @property {number} [keep] how much of the output is returned, from its end; in characters
 */

/** A program that ended with a failure; `output` is the end of what it printed. */
export class ToolError extends Error {
  /**
   * @param {string} command
   * @param {number} code
   * @param {string} output
   */
  constructor(command, code, output) {
    super(`${command} failed with code ${code}.`)
    this.name = 'ToolError'
    this.code = code
    this.output = output
  }
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()

/** Where groups of processes exist, each quiet tool leads one, so that what it has started itself can be ended with it. */
const groups = process.platform !== 'win32'

/** Ends whatever `run` has started. */
export function stopTools() {
  for (const { pid } of running) {
    if (pid !== undefined) signalTool(pid)
  }
}

/** @param {number} pid */
function signalTool(pid) {
  try {
    process.kill(groups ? -pid : pid, 'SIGTERM')
  } catch {
    // it has just ended by itself
  }
}

/**
 * Runs a program to its end and returns what it printed (the end of it).
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ToolOptions} [options]
 * @returns {Promise<string>}
 * @throws {ToolError}
 */
export function run(command, args, { cwd, env, log, keep = 65_536 } = {}) {
  const sink = log ? createWriteStream(log, { flags: 'a' }) : null
  sink?.write(`\n$ ${command} ${args.join(' ')}\n`)
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: groups })
  running.add(child)
  child.on('exit', () => running.delete(child)).on('error', () => running.delete(child))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output = (output + text).slice(-keep)
      sink?.write(text)
    })
  }
  return ended(child).then(async (code) => {
    if (sink) await new Promise(resolve => sink.end(() => resolve(undefined))) // whoever reads the log next finds all of it
    if (code !== 0) throw new ToolError(command, code, output)
    return output
  })
}

/**
 * Runs a program that owns the terminal and returns its exit code.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ToolOptions & { stdio?: import('node:child_process').StdioOptions }} [options]
 * @returns {Promise<number>}
 */
export function attach(command, args, { cwd, env, stdio = 'inherit' } = {}) {
  return ended(spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio }))
}

/**
 * Runs a program in this one's place: signals are its to answer, and its exit code is the result.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ToolOptions} options
 * @returns {Promise<number>}
 */
export async function handOver(command, args, { cwd, env }) {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' })
  process.on('SIGINT', () => undefined) // Ctrl-C reaches the program by itself
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal))
  return ended(child)
}

/**
 * Whether a program can be started at all.
 * @param {string} command
 * @param {readonly string[]} [args]
 */
export function works(command, args = ['--version']) {
  return run(command, args).then(() => true, () => false)
}

/**
 * The exit code, as a shell would give it: 128 + signal, 127 where there is no such program.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function ended(child) {
  return new Promise((resolve) => {
    child.on('error', () => resolve(127))
    child.on('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  }).then(Number)
}
