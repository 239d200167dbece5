/** Resident memory of processes, from Linux's /proc. */
import { readFileSync } from 'node:fs'

/** Megabytes (10⁶ bytes); NaN where the process is gone. */
export function residentMemory(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) * 1024 / 1e6
  } catch {
    return NaN
  }
}
