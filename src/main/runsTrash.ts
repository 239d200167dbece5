/** Deleted runs: here until the app quits, so that a deletion can be undone; then in the system's trash. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Log } from './log'

export interface Trash {
  add(id: string, path: string): void
  find(id: string): string | undefined
  forget(id: string): void
  empty(): Promise<void>
}

/**
 * Emptying waits no longer than `patience` ms. What an earlier session left (it was killed, or the system refused) is tried again
 * when this one ends.
 */
export function openTrash(folder: string, discard: (path: string) => Promise<void>, log: Log, patience: number): Trash {
  const trashed = new Map<string, string>()

  async function discardAll() {
    const names = await readdir(folder).catch(() => [])
    for (const name of names) {
      await discard(join(folder, name)).catch((error: unknown) => log.write(`the system's trash did not take ${name}; it stays in ${folder}`, error))
    }
  }

  return {
    add: (id, path) => void trashed.set(id, path),
    find: id => trashed.get(id),
    forget: id => void trashed.delete(id),
    empty: () => Promise.race([discardAll(), wait(patience)]),
  }
}
