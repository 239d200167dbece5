/** Pictures of images of both splits, in the order asked for. */
import { imagePixels } from '@shared/domain/image'
import { engine } from '../clients/engine'
import { numberOf, splitOf } from '../stores/explore'

/** At most this many pictures a call: the contract's limit. */
export const mostPictures = 4096

export async function fetchImages(indices: readonly number[]): Promise<Uint8Array> {
  const pixels = new Uint8Array(indices.length * imagePixels)
  for (const split of ['train', 'test'] as const) {
    const places = indices.flatMap((index, at) => splitOf(index) === split ? [at] : [])
    if (places.length === 0) continue
    const found = await engine.calls.images({ split, indices: Int32Array.from(places, at => numberOf(indices[at] ?? 0)) })
    places.forEach((at, i) => pixels.set(found.pixels.subarray(i * imagePixels, (i + 1) * imagePixels), at * imagePixels))
  }
  return pixels
}
