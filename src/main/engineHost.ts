/** Keeps an engine running: starts it, tells how it is, starts it again after a crash (within reason), and stops it. */
import { LabError, messageOf } from '@shared/errors'
import type { EngineState } from '@shared/contract/main'
import { describeEnding, kindOf } from './engineEnding'
import type { Ending } from './engineEnding'
import { EngineProcess } from './engineProcess'
import type { Child, Vitals } from './engineProcess'
import type { Log } from './log'
import { restartBudget } from './restartBudget'

export interface HostOptions<Port> extends Pick<Vitals, 'kill' | 'memoryKills'> {
  /** Starts the process; throws a LabError where that cannot be. */
  fork(): Child<Port>
  onState(state: EngineState): void
  /** The GPU build is of no use, and the engine has fallen back by itself. */
  onGpuFault?(why: string): void
  readonly log: Log
}

/** How long the engine may take to put its things away, in milliseconds. */
const farewell = 4000

export class EngineHost<Port extends { close(): void }> {
  private engine: EngineProcess<Port> | null = null
  private told: EngineState = { kind: 'starting' }
  private waiting: Port | null = null
  private isStopping = false
  private readonly mayRestart = restartBudget()

  constructor(private readonly options: HostOptions<Port>) {}

  get state(): EngineState {
    return this.told
  }

  get pid(): number | undefined {
    return this.engine?.pid
  }

  /** Whether a run is under way that would be lost from its last epoch on. */
  get training(): boolean {
    return this.engine?.training ?? false
  }

  /** Finished epochs that the disk has not taken: an end of the engine loses them. */
  get unsaved(): number {
    return this.engine?.unsaved ?? 0
  }

  start(): void {
    if (this.engine || this.isStopping) return
    this.tell({ kind: 'starting' })
    try {
      this.engine = this.bringUp()
    } catch (error) {
      this.options.log.write('the engine could not be started', error)
      return this.giveUp(messageOf(error))
    }
    this.handOver()
  }

  /** The user's wish after the engine was given up, or has fallen silent. */
  async restart(): Promise<void> {
    if (this.engine) await this.engine.stop(farewell)
    this.start()
  }

  /** Asks, waits, kills; nothing is started afterwards. */
  async stop(): Promise<void> {
    this.isStopping = true
    await this.engine?.stop(farewell)
  }

  /** Leads a port to the engine, as soon as there is one; E_ENGINE_DIED where none will come by itself. */
  connect(port: Port): void {
    if (this.told.kind === 'gone' && !this.told.restarting) {
      port.close()
      throw new LabError('E_ENGINE_DIED', this.told.message)
    }
    this.waiting?.close()
    this.waiting = port
    this.handOver()
  }

  /** The page is gone. */
  disconnect(): void {
    this.waiting?.close()
    this.waiting = null
    this.engine?.post({ kind: 'disconnect' })
  }

  /** The runs are elsewhere from now on; an engine that is started later learns it from its environment. */
  moveRuns(folder: string): void {
    this.engine?.post({ kind: 'runs', folder })
  }

  /** What Electron says of a child process that bears the engine's name. */
  noteReason(reason: string): void {
    this.engine?.noteReason(reason)
  }

  private handOver() {
    if (!this.engine || !this.waiting) return
    this.engine.post({ kind: 'connect' }, [this.waiting])
    this.waiting = null
  }

  private bringUp(): EngineProcess<Port> {
    const { fork, log, kill, memoryKills } = this.options
    const engine = new EngineProcess(fork(), {
      kill, memoryKills,
      onReady: (gpuFault) => {
        if (gpuFault !== null) this.options.onGpuFault?.(gpuFault)
        this.tell({ kind: 'ready' })
      },
      onAnswer: () => this.tell({ kind: 'ready' }),
      onSilence: () => this.tell({ kind: 'silent', message: 'The engine does not answer. It may be busy with something large: wait, or restart it.' }),
      onDropped: reason => log.write('a message of the engine\'s process was not understood', reason),
    })
    void engine.ended.then(ending => this.afterwards(ending))
    return engine
  }

  private afterwards(ending: Ending) {
    this.engine = null
    this.options.log.write(`the engine's process ended: ${JSON.stringify(ending)}`)
    if (ending.asked) return
    const what = describeEnding(ending)
    if (kindOf(ending) === 'left' || !this.mayRestart()) return this.giveUp(`${what} Your run is kept up to its last epoch. Restart the engine?`)
    this.tell({ kind: 'gone', message: `${what} It is being restarted; your run is kept up to its last epoch.`, restarting: true })
    this.start()
  }

  private giveUp(message: string) {
    this.waiting?.close()
    this.waiting = null
    this.tell({ kind: 'gone', message, restarting: false })
  }

  private tell(state: EngineState) {
    this.told = state
    this.options.log.write(`engine: ${JSON.stringify(state)}`)
    this.options.onState(state)
  }
}
