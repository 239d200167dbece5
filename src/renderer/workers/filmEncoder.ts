/** A film that is made frame by frame on another thread. */
import type { FilmNews, FilmTask } from './film.worker'
import filmWorker from './film.worker?worker&url'
import { openWorker } from './open'

interface Waiting {
  resolve(news: FilmNews): void
  reject(error: unknown): void
}

export class FilmEncoder {
  private readonly worker = openWorker(filmWorker)
  private waiting: Waiting | null = null

  constructor(width: number, height: number) {
    this.worker.onmessage = ({ data }: MessageEvent<FilmNews>) => this.settle(waiting => waiting.resolve(data))
    this.worker.onerror = ({ message }) => this.settle(waiting => waiting.reject(new Error(message)))
    this.tell({ kind: 'open', width, height })
  }

  /** Answers when the frame is in the film. One at a time. */
  async add(rgba: Uint8ClampedArray<ArrayBuffer>, time: number): Promise<void> {
    await this.ask({ kind: 'frame', rgba, time })
  }

  async finish(): Promise<Uint8Array<ArrayBuffer>> {
    const news = await this.ask({ kind: 'close' })
    if (news.kind !== 'film') throw new Error('no frame was added')
    return news.bytes
  }

  /** Ends the thread, and what waits for it rejects. */
  dispose(): void {
    this.worker.terminate()
    this.settle(waiting => waiting.reject(new DOMException('cancelled', 'AbortError')))
  }

  private ask(task: FilmTask): Promise<FilmNews> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject }
      this.tell(task)
    })
  }

  private tell(task: FilmTask): void {
    this.worker.postMessage(task)
  }

  private settle(how: (waiting: Waiting) => void): void {
    const { waiting } = this
    this.waiting = null
    if (waiting) how(waiting)
  }
}
