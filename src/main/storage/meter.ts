/** A long copy that is watched: how far it is, and whether it is still wanted. */

export interface Watch {
  /** From 0 to 1, whenever it has come further. */
  onProgress(share: number): void
  /** Aborted: the copy throws, and takes away what it has made. */
  readonly signal: AbortSignal
}

export class Meter {
  private done = 0

  /** `total` in bytes, near enough. */
  constructor(private readonly total: number, private readonly watch: Watch | null) {}

  add(bytes: number): void {
    this.done += bytes
    this.watch?.onProgress(this.total > 0 ? Math.min(1, this.done / this.total) : 1)
    this.watch?.signal.throwIfAborted()
  }
}
