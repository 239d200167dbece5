/** Asks for ways through the crowd on another thread; of several questions only the last is answered. */
import { thinned, type Crowded, type Route } from '@shared/domain/latent/crowd'
import type { Latent } from '@shared/domain/latent/paths'
import { openWorker } from './open'
import type { PathNews, PathTask } from './path.worker'
import pathWorker from './path.worker?worker&url'

interface Waiting {
  readonly id: number
  resolve(route: Route): void
  reject(error: unknown): void
}

export class PathFinder {
  private worker: Worker | null = null
  /** Whose neighbour graph the thread has, or is making. */
  private values: Float32Array | null = null
  private waiting: Waiting | null = null
  private lastId = 0

  /** Rejects with an AbortError where another question comes before the answer. */
  find(cloud: Crowded, ends: readonly Latent[]): Promise<Route> {
    if (cloud.values !== this.values) this.stop()
    else this.abandon()
    const id = ++this.lastId
    return new Promise((resolve, reject) => {
      const isKnown = this.worker !== null && this.values === cloud.values
      const worker = this.worker ??= this.open()
      const task: PathTask = { id, ends, ...isKnown ? {} : { cloud: thinned(cloud) } }
      this.values = cloud.values
      this.waiting = { id, resolve, reject }
      worker.postMessage(task)
    })
  }

  /** Ends what is being worked out; a thread at rest keeps its graph. */
  stop(): void {
    if (this.waiting) this.dispose()
  }

  dispose(): void {
    this.worker?.terminate()
    this.worker = this.values = null
    this.abandon()
  }

  private open(): Worker {
    const worker = openWorker(pathWorker)
    worker.onmessage = ({ data: { id, route } }: MessageEvent<PathNews>) => {
      if (id === this.waiting?.id) this.settle(waiting => waiting.resolve(route))
    }
    worker.onerror = ({ message }) => {
      const reason = new Error(message)
      this.settle(waiting => waiting.reject(reason))
      this.dispose()
    }
    return worker
  }

  private abandon(): void {
    this.settle(waiting => waiting.reject(new DOMException('another way was asked for', 'AbortError')))
  }

  private settle(how: (waiting: Waiting) => void): void {
    const { waiting } = this
    this.waiting = null
    if (waiting) how(waiting)
  }
}
