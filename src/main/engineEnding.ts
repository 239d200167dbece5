/** How the engine's process came to its end, told from what it said, what Electron reports and what the kernel counts. */

export interface Ending {
  /** The code of its goodbye; null if it went without one. */
  readonly goodbye: number | null
  /** What it said of why it goes; null where it said nothing. */
  readonly cause: string | null
  /** Whether main had asked it to go. */
  readonly asked: boolean
  /** Of the `exit` event. A signal's number stands here too, so it counts only where no reason is known. */
  readonly exitCode: number
  /** Of `child-process-gone`; null when that never came. */
  readonly reason: string | null
  /** Resident memory in bytes at the last heartbeat; 0 if there was none. */
  readonly lastRss: number
  /** Whether the kernel ended a process for want of memory since its last sign of life. */
  readonly outOfMemory: boolean
}

/** `left` was meant; what is `crashed` may be started again. */
export type EndingKind = 'left' | 'crashed' | 'killed' | 'out-of-memory'

/** The goodbye decides first: exit codes have been misreported both ways (electron#42283, electron#42290). */
export function kindOf(ending: Ending): EndingKind {
  if (ending.goodbye !== null || ending.asked) return 'left'
  if (ending.reason === 'oom' || ending.outOfMemory) return 'out-of-memory'
  return ending.reason === 'killed' ? 'killed' : 'crashed'
}

/** One sentence for the user: what happened. */
export function describeEnding(ending: Ending): string {
  switch (kindOf(ending)) {
    case 'left': return ending.cause ? `The engine could not start: ${ending.cause}` : `The engine ended itself${ending.goodbye ? ` (code ${ending.goodbye})` : ''}.`
    case 'killed': return 'The engine was ended from outside.'
    case 'crashed': return `The engine crashed (${ending.reason ?? 'no reason given'}, code ${ending.exitCode}).`
    case 'out-of-memory': return `The engine was ended for want of memory${memoryOf(ending)}. A smaller batch size or network needs less.`
  }
}

function memoryOf({ lastRss }: Ending): string {
  return lastRss > 0 ? ` (it held ${(lastRss / 1e9).toFixed(1)} GB)` : ''
}
