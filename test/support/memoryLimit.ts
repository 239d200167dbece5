/** A limit of memory for one process, which the kernel enforces by killing it: a control group of its own. Needs rights over those. */
import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const places = [
  { root: '/sys/fs/cgroup/memory', limit: 'memory.limit_in_bytes' },
  { root: '/sys/fs/cgroup', limit: 'memory.max' },
]

export interface MemoryLimit {
  /** Each byte more than the limit that it takes from now on kills it. */
  hold(pid: number): void
  /** Once what it held has ended. */
  remove(): void
}

/** Null where this user may not make one. */
export function limitMemory(bytes: number): MemoryLimit | null {
  for (const { root, limit } of places) {
    const group = join(root, `latent-lab-${process.pid}`)
    try {
      mkdirSync(group)
    } catch {
      continue
    }
    try {
      writeFileSync(join(group, limit), String(bytes))
      return {
        hold: pid => writeFileSync(join(group, 'cgroup.procs'), String(pid)),
        remove: () => rmdirSync(group),
      }
    } catch {
      rmdirSync(group)
    }
  }
  return null
}
