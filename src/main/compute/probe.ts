/** A probe's process as the self-test sees it: facts as they come, then an end. Electron and plain Node each start it their own way. */
import { FromProbe, probeVariable } from '@shared/contract/probe'
import type { ProbeTask } from '@shared/contract/probe'

export interface ProbeProcess {
  /** Calls with each message as it came; `onEnd` once, with the exit code or the signal's name. */
  listen(onMessage: (message: unknown) => void, onEnd: (how: string) => void): void
  kill(): void
}

/** Starts the program with these variables beside those that every engine gets. */
export type StartProbe = (environment: Readonly<Record<string, string>>) => ProbeProcess

export interface ProbeWish extends ProbeTask {
  /** What the libraries need to find each other. */
  readonly environment?: Readonly<Record<string, string>>
}

/** A silent probe is given up after this many milliseconds; loading a gigabyte from a cold disk and compiling take their time. */
const patience = 180_000

/** Runs a probe to its end; every fact is handed to `heed`. Resolves with null, or with a sentence where the process crashed or fell silent. */
export function runProbe(
  start: StartProbe, { environment = {}, ...task }: ProbeWish, heed: (fact: FromProbe) => void, signal: AbortSignal,
): Promise<string | null> {
  return new Promise((resolve) => {
    const child = start({ ...environment, [probeVariable]: JSON.stringify(task) })
    let isDone = false
    let silence: string | null = null
    const watch = setTimeout(() => {
      silence = `It did not answer for ${patience / 1000} seconds and was ended.`
      child.kill()
    }, patience)
    const stop = () => child.kill()
    signal.addEventListener('abort', stop)
    if (signal.aborted) stop()
    child.listen((raw) => {
      watch.refresh()
      const fact = FromProbe.safeParse(raw)
      if (!fact.success) return
      isDone ||= fact.data.kind === 'done'
      heed(fact.data)
    }, (how) => {
      clearTimeout(watch)
      signal.removeEventListener('abort', stop)
      resolve(isDone ? null : silence ?? `Its process ended before it was through (${how}).`)
    })
  })
}
