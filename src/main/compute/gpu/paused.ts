/** What stops a fetch or an unpacking by the user's wish: no fault. */
export class Paused extends Error {
  override readonly name = 'Paused'
}

export function throwIfPaused(signal: AbortSignal): void {
  if (signal.aborted) throw new Paused()
}
