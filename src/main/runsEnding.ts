/** Watches runs in training for an end that nobody tells: a process that is killed writes nothing more, so no file changes either. */
import type { ListedRun } from './storage/listing'

/** Between two looks, in ms; a look reads two small files of each run in training. */
const interval = 1_000

export interface EndingWatch {
  /** From now on watches those of a listing that are in training, and no others. */
  watch(runs: readonly ListedRun[]): void
  close(): void
}

/** `onEnd` once any of them is no longer in training; they are watched again from the next listing on. */
export function watchEndings(describe: (id: string) => Promise<ListedRun>, onEnd: () => void, every = interval): EndingWatch {
  let timer: NodeJS.Timeout | undefined
  let watched: readonly string[] = []

  async function look() {
    const before = watched
    const now = await Promise.all(before.map(id => describe(id).catch(() => null)))
    if (watched !== before) return // listed anew meanwhile
    if (now.every(run => run?.state?.kind === 'training')) return wait()
    onEnd()
  }

  function wait() {
    clearTimeout(timer)
    if (watched.length > 0) timer = setTimeout(() => void look(), every).unref()
  }

  function watch(ids: readonly string[]) {
    watched = ids
    wait()
  }

  return {
    watch: runs => watch(runs.filter(({ state }) => state?.kind === 'training').map(({ id }) => id)),
    close: () => watch([]),
  }
}
