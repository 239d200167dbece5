/** Makes a GIF of frames off the window's thread. The first frame gives the colours for all. */
import { GifFilm } from '@shared/domain/latent/gif'
import { painter, paletteOf } from '@shared/domain/latent/palette'

export type FilmTask
  = | { readonly kind: 'open', readonly width: number, readonly height: number }
    /** RGBA; `time` in ms. */
    | { readonly kind: 'frame', readonly rgba: Uint8ClampedArray, readonly time: number }
    | { readonly kind: 'close' }

/** One frame was taken, or all of them are a film. */
export type FilmNews = { readonly kind: 'taken' } | { readonly kind: 'film', readonly bytes: Uint8Array<ArrayBuffer> }

let size = { width: 1, height: 1 }
let film: { gif: GifFilm, paint: (rgba: Uint8ClampedArray) => Uint8Array } | null = null

addEventListener('message', ({ data }: MessageEvent<FilmTask>) => {
  const tell = (news: FilmNews) => { postMessage(news) }
  switch (data.kind) {
    case 'open':
      size = data
      break
    case 'frame':
      film ??= begin(data.rgba)
      film.gif.add(film.paint(data.rgba), data.time)
      tell({ kind: 'taken' })
      break
    case 'close':
      if (film) tell({ kind: 'film', bytes: film.gif.finish() })
  }
})

function begin(rgba: Uint8ClampedArray) {
  const palette = paletteOf(rgba)
  return { gif: new GifFilm(size.width, size.height, palette), paint: painter(palette) }
}
