/** Which process is which: an id alone may be given to another program later, an id with its time of start may not. */
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { z } from '@shared/schema'
import { systemCode } from './faults'

export const ProcessIdentity = z.strictObject({
  pid: z.int().min(1),
  /** Clock ticks from the machine's start to the process's; null where /proc does not tell. */
  started: z.string().nullable(),
  /** Changes with every start of the machine; null where /proc does not tell. */
  boot: z.string().nullable(),
  host: z.string(),
})
export type ProcessIdentity = z.infer<typeof ProcessIdentity>

export function identityOf(pid = process.pid): ProcessIdentity {
  return { pid, started: startOf(pid), boot: read('/proc/sys/kernel/random/boot_id'), host: hostname() }
}

/** `elsewhere`: on another computer that shares the folder, so nobody here can tell. */
export function stateOf(holder: ProcessIdentity, self = identityOf()): 'alive' | 'gone' | 'elsewhere' {
  if (holder.host !== self.host) return 'elsewhere'
  if (holder.boot !== self.boot) return 'gone'
  if (!exists(holder.pid)) return 'gone'
  return holder.started === startOf(holder.pid) ? 'alive' : 'gone'
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
}

/** Field 22 of /proc/<pid>/stat; the second field, the name in brackets, may itself hold spaces and brackets. */
function startOf(pid: number): string | null {
  const stat = read(`/proc/${pid}/stat`)
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return null
  }
}
