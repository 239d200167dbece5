/** A kept run at the size of a row: its latent space, and what it makes of the first few test images. A few kilobytes, the same in every theme. */
import { imagePixels } from '@shared/domain/image'
import type { Rgb } from '@shared/domain/latent/colours'
import type { FlatCloud } from './flatten'

export interface Thumbnail {
  /**
   * `cloudSide` × `cloudSide`, the top row first. 0 where no point is; else, in the lower four bits, one more than the class that most points of
   * the place have, and in the upper four how many there are: 1 for one, 2 for two to three, 3 for up to seven, …
   */
  readonly cloud: Uint8Array
  /** Of `pictured`, one after the other. */
  readonly pictures: Uint8Array
}

export const cloudSide = 56
/** Test images: a boot, a pullover, trousers, a shirt. */
export const pictured = [0, 1, 2, 4] as const

const classes = 10

export function thumbnailOf(cloud: FlatCloud, made: Uint8Array): Thumbnail {
  return { cloud: rastered(cloud), pictures: made.slice(0, pictured.length * imagePixels) }
}

function rastered({ places, labels }: FlatCloud): Uint8Array {
  const counts = new Uint16Array(cloudSide * cloudSide * classes)
  for (let i = 0; i < labels.length; i++) {
    const [x, y] = [Math.floor((places[2 * i] ?? NaN) * cloudSide), Math.floor((1 - (places[2 * i + 1] ?? NaN)) * cloudSide)]
    if (!(x >= 0 && y >= 0 && x < cloudSide && y < cloudSide)) continue // an outlier, or not a number
    const at = (y * cloudSide + x) * classes + (labels[i] ?? 0) % classes
    counts[at] = (counts[at] ?? 0) + 1
  }
  return Uint8Array.from({ length: cloudSide * cloudSide }, (_, place) => {
    const here = counts.subarray(place * classes, (place + 1) * classes)
    const points = here.reduce((sum, count) => sum + count, 0)
    if (points === 0) return 0
    return Math.min(15, 1 + Math.floor(Math.log2(points))) << 4 | here.indexOf(Math.max(...here)) + 1
  })
}

/** A single point is seen, and many are brighter. */
const [faintest, perDoubling] = [150, 45]

/** RGBA of the cloud; where nothing is, the ground shines through. */
export function cloudPixels({ cloud }: Thumbnail, colours: readonly Rgb[]): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(4 * cloud.length)
  cloud.forEach((value, place) => {
    if (value === 0) return
    const [red, green, blue] = colours[(value & 15) - 1] ?? [0, 0, 0]
    rgba.set([red, green, blue, faintest + perDoubling * ((value >> 4) - 1)], 4 * place)
  })
  return rgba
}
