/** One life of the engine's process: from fork to exit, with its heartbeat watched on the way. */
import { FromEngine } from '@shared/contract/host'
import type { ToEngine } from '@shared/contract/host'
import type { Ending } from './engineEnding'

/** What is needed of Electron's UtilityProcess (and what tests put in its place). */
export interface Child<Port> {
  readonly pid?: number | undefined
  postMessage(message: ToEngine, ports?: Port[]): void
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
}

export interface Vitals {
  /** With why the GPU build is of no use, where it was to be used. */
  onReady(gpuFault: string | null): void
  /** No heartbeat for a while; followed by `onAnswer` if it comes back. */
  onSilence(): void
  onAnswer(): void
  onDropped(reason: unknown): void
  /** Ends processes that do not listen: SIGKILL. */
  kill(pid: number): void
  /** How many processes the kernel has ended for want of memory since it started. */
  memoryKills(): number
}

/** Seconds without a heartbeat until the engine counts as silent; loading TensorFlow from a cold disk may take longer. */
const patience = { ready: 10, starting: 60 }
/** Electron tells the reason of an exit a moment before or after the exit. */
const reasonMayTake = 200

export class EngineProcess<Port> {
  readonly ended: Promise<Ending>
  private isReady = false
  private isSilent = false
  private missed = 0
  private goodbye: number | null = null
  private cause: string | null = null
  private asked = false
  private reason: string | null = null
  private rss = 0
  private isTraining = false
  private waiting = 0
  /** At its last sign of life: what the kernel ended before cannot have been this process. */
  private killsBefore: number

  constructor(private readonly child: Child<Port>, private readonly vitals: Vitals) {
    this.killsBefore = vitals.memoryKills()
    child.on('message', message => this.hear(message))
    // Ticks are counted, not time: a machine that slept has not missed any.
    const watch = setInterval(() => this.tick(), 1000)
    this.ended = new Promise((resolve) => {
      child.on('exit', (exitCode) => {
        clearInterval(watch)
        setTimeout(() => resolve(this.ending(exitCode)), this.reason ? 0 : reasonMayTake)
      })
    })
  }

  get pid(): number | undefined {
    return this.child.pid
  }

  get training(): boolean {
    return this.isTraining
  }

  /** Finished epochs that are in its memory only. */
  get unsaved(): number {
    return this.waiting
  }

  post(message: ToEngine, ports: Port[] = []): void {
    this.child.postMessage(message, ports)
  }

  /** What `child-process-gone` says of this process. */
  noteReason(reason: string): void {
    this.reason = reason
  }

  /** Asks it to go, and ends it after `limit` milliseconds; one that is silent already is not asked. */
  async stop(limit: number): Promise<Ending> {
    this.asked = true
    if (!this.isSilent) this.post({ kind: 'shutdown' })
    const firm = setTimeout(() => this.pid !== undefined && this.vitals.kill(this.pid), this.isSilent ? 0 : limit)
    const ending = await this.ended
    clearTimeout(firm)
    return ending
  }

  private hear(raw: unknown) {
    const message = FromEngine.safeParse(raw)
    if (!message.success) return this.vitals.onDropped(message.error)
    switch (message.data.kind) {
      case 'ready':
        this.isReady = true
        this.beat()
        return this.vitals.onReady(message.data.gpuFault ?? null)
      case 'heartbeat':
        this.rss = message.data.rss
        this.isTraining = message.data.training ?? false
        this.waiting = message.data.unsaved ?? 0
        return this.beat()
      case 'goodbye':
        this.goodbye = message.data.code
        this.cause = message.data.reason ?? null
    }
  }

  private beat() {
    this.missed = 0
    this.killsBefore = this.vitals.memoryKills()
    if (!this.isSilent) return
    this.isSilent = false
    if (this.isReady) this.vitals.onAnswer()
  }

  private tick() {
    this.missed++
    if (this.isSilent || this.missed < patience[this.isReady ? 'ready' : 'starting']) return
    this.isSilent = true
    this.vitals.onSilence()
  }

  private ending(exitCode: number): Ending {
    return {
      goodbye: this.goodbye,
      cause: this.cause,
      asked: this.asked,
      exitCode,
      reason: this.reason,
      lastRss: this.rss,
      outOfMemory: this.reason === 'killed' && this.vitals.memoryKills() > this.killsBefore,
    }
  }
}
