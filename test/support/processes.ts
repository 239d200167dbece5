/** The processes of the app under test, seen from outside: Linux's /proc. */
import { readFileSync, readdirSync } from 'node:fs'

export interface ProcessSeen {
  readonly pid: number
  readonly parent: number
  readonly command: string
  /** In the system's ticks: tells it from a later one with its number. */
  readonly started: string
}

/** A process and all that descend from it, alive now (a zombie is not). */
export function processTree(root: number): readonly ProcessSeen[] {
  const all = allProcesses()
  const below = (pid: number): ProcessSeen[] => all.filter(({ parent }) => parent === pid).flatMap(child => [child, ...below(child.pid)])
  return [...all.filter(({ pid }) => pid === root), ...below(root)]
}

export function isAlive(pid: number): boolean {
  return see(pid).length > 0
}

/** The ones of a list which still run; one that is about to end has lost its command already, and counts. */
export function survivors(processes: readonly ProcessSeen[]): readonly ProcessSeen[] {
  return processes.filter(({ pid, started }) => see(pid).some(now => now.started === started))
}

export function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal)
  } catch { /* gone already */ }
}

function allProcesses(): ProcessSeen[] {
  return readdirSync('/proc').filter(name => /^\d+$/.test(name)).flatMap(name => see(Number(name)))
}

function see(pid: number): ProcessSeen[] {
  try {
    const [, state, parent, started] = /^\d+ \(.*\) (\S) (\d+)(?: \S+){17} (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    if (!parent || !started || state === 'Z' || state === 'X') return []
    return [{ pid, parent: Number(parent), started, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() }]
  } catch {
    return []
  }
}

/** Waits until a condition holds; fails with `what` after `limit` milliseconds. Returns how long it took. */
export async function eventually(what: string, condition: () => unknown, limit = 10_000): Promise<number> {
  const begin = performance.now()
  while (!await condition()) {
    if (performance.now() - begin > limit) throw new Error(`Not within ${limit} ms: ${what}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  return performance.now() - begin
}
