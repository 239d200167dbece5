/** A thread that does path.worker's work when it is told to. */
import { Crowd } from '@shared/domain/latent/crowd'
import type { PathNews, PathTask } from '../../../../src/renderer/workers/path.worker'

export class FakePathWorker {
  static readonly made: FakePathWorker[] = []
  readonly tasks: PathTask[] = []
  isEnded = false
  onmessage: ((event: { data: PathNews }) => void) | null = null
  onerror: ((event: { message: string }) => void) | null = null
  private crowd: Crowd | null = null

  constructor() {
    FakePathWorker.made.push(this)
  }

  postMessage(task: PathTask): void {
    this.tasks.push(structuredClone(task))
  }

  terminate(): void {
    this.isEnded = true
  }

  /** Answers every question so far, the oldest first. */
  answer(): void {
    for (const { id, cloud, ends } of this.tasks.splice(0)) {
      if (cloud) this.crowd = new Crowd(cloud)
      if (!this.isEnded && this.crowd) this.onmessage?.({ data: { id, route: this.crowd.follow(ends) } })
    }
  }
}

/** The thread that was made last. */
export function lastWorker(): FakePathWorker {
  const worker = FakePathWorker.made.at(-1)
  if (!worker) throw new Error('no thread was made')
  return worker
}
