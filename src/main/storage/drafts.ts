/**
 * Runs in the making, beside the others until they are whole. A draft's name says which process makes it, so that what a killed one has left can be
 * told from what is being made: `.tmp-<name>-<host>-<boot>-<pid>-<start>-<token>`, the first two as digests.
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { newToken, temporary, temporaryPrefix } from './layout'
import { identityOf, stateOf } from './processes'
import { removeTree } from './trees'
import type { FsPort } from './fsPort'
import type { ProcessIdentity } from './processes'

/** A new one for what shall be called `name`. */
export function draftPath(folder: string, name: string, maker = identityOf()): string {
  return temporary(folder, [name, ...marksOf(maker)].join('-'), newToken())
}

/** Removes the drafts whose makers are gone for certain; answers their names. One of another computer may be under way, so it stays. */
export async function clearDrafts(fs: FsPort, folder: string, self = identityOf()): Promise<string[]> {
  const names = (await fs.list(folder)).filter((name) => {
    const maker = makerOf(name, self)
    return maker !== null && stateOf(maker, self) === 'gone'
  })
  for (const name of names) await removeTree(fs, join(folder, name))
  return names
}

const none = '0'

function marksOf({ host, boot, pid, started }: ProcessIdentity): string[] {
  return [digest(host), boot === null ? none : digest(boot), String(pid), started ?? none]
}

const marked = /-([0-9a-f]{8})-([0-9a-f]{8}|0)-([1-9]\d{0,9})-(\d{1,20})-[0-9a-f]{12}$/

/** Null for what is no draft, or none of this computer. */
function makerOf(name: string, self: ProcessIdentity): ProcessIdentity | null {
  const [, host, boot, pid, started] = name.startsWith(temporaryPrefix) ? marked.exec(name) ?? [] : []
  const [ownHost, ownBoot] = marksOf(self)
  if (host !== ownHost) return null
  return {
    host: self.host, pid: Number(pid),
    boot: boot === ownBoot ? self.boot : boot ?? null,
    started: started === undefined || started === none ? null : started,
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
