/** UMAP off the window's thread: told once what to do, tells its progress and at last the places. It is stopped by ending it. */
import { umap } from '@shared/domain/latent/umap'

export interface UmapTask {
  /** (n × d) */
  readonly values: Float32Array
  readonly dimension: number
  /** (n × 3) */
  readonly start: Float32Array
  readonly seed: number
}

export type UmapNews = { readonly share: number } | { readonly places: Float32Array }

/** Between two tellings, in ms. */
const rest = 100

addEventListener('message', ({ data }: MessageEvent<UmapTask>) => {
  const tell = (news: UmapNews) => { postMessage(news) }
  let last = 0
  const places = umap(data.values, data.dimension, data.start, {
    seed: data.seed,
    onProgress(share) {
      if (performance.now() - last < rest) return
      last = performance.now()
      tell({ share })
    },
  })
  tell({ places })
})
