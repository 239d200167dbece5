/** Which process is which: an id alone may be given to another program later, an id with its time of start may not. */
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { z } from '@shared/schema'
import { systemCode } from './faults'

export const ProcessIdentity = z.strictObject({
  pid: z.int().check(z.gte(1)),
  /** Clock ticks from the machine's start to the process's; null where /proc does not tell. */
  started: z.nullable(z.string()),
  /** Changes with every start of the machine; null where /proc does not tell. */
  boot: z.nullable(z.string()),
  host: z.string(),
})
export type ProcessIdentity = z.infer<typeof ProcessIdentity>

export function identityOf(pid = process.pid): ProcessIdentity {
  return { pid, started: statusOf(pid)?.started ?? null, boot: read('/proc/sys/kernel/random/boot_id'), host: hostname() }
}

/** `elsewhere`: on another computer that shares the folder, so nobody here can tell. */
export function stateOf(holder: ProcessIdentity, self = identityOf()): 'alive' | 'gone' | 'elsewhere' {
  if (holder.host !== self.host) return 'elsewhere'
  if (holder.boot !== self.boot) return 'gone'
  if (!exists(holder.pid)) return 'gone'
  const found = statusOf(holder.pid)
  return holder.started === (found?.started ?? null) && !found?.isEnded ? 'alive' : 'gone'
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
}

interface Status {
  readonly started: string | null
  /** A process that has ended keeps its id, and answers signals, until its parent asks how it ended; a parent may never ask. */
  readonly isEnded: boolean
}

/** From fields 3 and 22 of /proc/<pid>/stat; the second field, the name in brackets, may itself hold spaces and brackets. */
function statusOf(pid: number): Status | null {
  const stat = read(`/proc/${pid}/stat`)
  if (stat === null) return null
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { started: fields[19] ?? null, isEnded: fields[0] === 'Z' || fields[0] === 'X' }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return null
  }
}
