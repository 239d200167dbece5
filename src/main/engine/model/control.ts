/** How a run is steered from outside while its loop goes on. */
import { turn } from './turn'

export class Control {
  private readonly stopping = new AbortController()
  private wake: (() => void) | null = null
  private paused = false
  private singleSteps = 0

  /** Resolves once the run is told to stop. */
  readonly stopped = new Promise<void>(resolve => this.stopping.signal.addEventListener('abort', () => resolve()))

  /**
   * `learningRate` is the one that the schedule multiplies. `breathe` lets messages in: native ops block this thread, so it must be a macrotask
   * at least.
   */
  constructor(public learningRate: number, readonly breathe: () => Promise<void> = turn) {}

  get isPaused(): boolean {
    return this.paused
  }

  get isStopped(): boolean {
    return this.stopping.signal.aborted
  }

  pause(): void {
    this.paused = true
  }

  resume(): void {
    this.paused = false
    this.singleSteps = 0
    this.wake?.()
  }

  /** While paused: lets one step through. */
  step(): void {
    this.singleSteps++
    this.wake?.()
  }

  stop(): void {
    this.stopping.abort()
    this.wake?.()
  }

  /** Breathes, and throws where the run was stopped: for what is not worth finishing then. */
  async breatheUnlessStopped(): Promise<void> {
    await this.breathe()
    this.stopping.signal.throwIfAborted()
  }

  /** Waits while the run is paused. Answers how many steps may follow: 0 means stop. */
  async turn(most: number): Promise<number> {
    while (this.paused && this.singleSteps === 0 && !this.isStopped) {
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    }
    this.wake = null
    if (this.isStopped) return 0
    if (!this.paused) return most
    this.singleSteps--
    return 1
  }
}
