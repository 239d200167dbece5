/**
 * Ways through the crowd off the window's thread: it is told a cloud once, keeps its neighbour graph, and joins places through it.
 * It is stopped by ending it.
 */
import { Crowd, type Crowded, type Route } from '@shared/domain/latent/crowd'
import type { Latent } from '@shared/domain/latent/paths'

export interface PathTask {
  readonly id: number
  /** Absent where it is the one before. */
  readonly cloud?: Crowded
  readonly ends: readonly Latent[]
}

export interface PathNews {
  readonly id: number
  readonly route: Route
}

let crowd: Crowd | null = null

addEventListener('message', ({ data: { id, cloud, ends } }: MessageEvent<PathTask>) => {
  if (cloud) crowd = new Crowd(cloud)
  if (!crowd) throw new RangeError('no cloud was told')
  const news: PathNews = { id, route: crowd.follow(ends) }
  postMessage(news)
})
