/**
 * A program that measures on demand, in a process of its own. It prints `= "ready"` once it is warm; then each line that it is sent is the
 * name of a measurement, and it answers with `= ` and JSON. Other lines of its output are not ours and are passed over.
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')

export interface Worker {
  /** Process id. */
  readonly pid: number
  ask<T = number>(what: string): Promise<T>
  stop(): Promise<void>
}

const lastWords = 2000 // characters

/** Starts a worker and waits until it is ready. */
export async function startWorker(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Worker> {
  const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-lastWords)
  })
  child.stdin.on('error', () => undefined) // its end is told by `gone`
  const gone = new Promise<never>((_, reject) => {
    child.on('error', reject)
    child.on('close', code => reject(new Error(`${args.at(-1) ?? command} ended with code ${code}. ${complaint.trim()}`)))
  })
  gone.catch(() => undefined)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const answer = () => Promise.race([nextAnswer(lines), gone])

  await answer()
  return {
    pid: child.pid ?? 0,
    async ask<T>(what: string) {
      child.stdin.write(`${what}\n`)
      return await answer() as T
    },
    async stop() {
      child.stdin.end()
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
      await gone.catch(() => undefined)
      clearTimeout(timer)
    },
  }
}

/** One of our own TypeScript workers, by name. */
export function startOwnWorker(name: string, ...args: string[]): Promise<Worker> {
  return startWorker(process.execPath, ['--import', 'tsx', `bench/workers/${name}.ts`, ...args])
}

async function nextAnswer(lines: AsyncIterator<string>): Promise<unknown> {
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    if (next.value.startsWith('= ')) return JSON.parse(next.value.slice(2)) as unknown
  }
  return new Promise(() => undefined) // the process's end says why
}

/** Asks each of several workers in turn to stop. */
export async function stopAll(workers: readonly Worker[]): Promise<void> {
  await Promise.all(workers.map(worker => worker.stop()))
}
