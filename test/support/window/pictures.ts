/** Pictures for the made-up engine: drawn by arithmetic, or cut from the real files where a page has them. */
import { imagePixels, imageSide } from '@shared/domain/image'
import type { Split } from '@shared/domain/image'

export interface Pictures {
  picture(split: Split, index: number): Uint8Array
  label(split: Split, index: number): number
  /** Mean picture of a class. */
  mean(label: number): Uint8Array
}

/** Shapes that tell the ten classes apart, with a little of each index in them. */
export function drawnPictures(): Pictures {
  const label = (split: Split, index: number) => (index * 7 + (split === 'train' ? 3 : 9)) % 10
  return {
    label,
    picture: (split, index) => draw(label(split, index), index + (split === 'train' ? 0 : 60_000)),
    mean: of => draw(of, 0),
  }
}

function draw(label: number, seed: number): Uint8Array {
  const wide = 6 + (label * 5) % 8 + (seed % 3)
  const tall = 5 + (label * 3) % 9 + (seed % 2)
  return Uint8Array.from({ length: imagePixels }, (_, p) => {
    const x = (p % imageSide) - 13.5
    const y = Math.floor(p / imageSide) - 13.5
    const inside = (Math.abs(x) / wide) ** (1 + label % 3) + (Math.abs(y) / tall) ** 2 < 1
    return inside ? 90 + ((label * 31 + Math.abs(x * 9) + ((p * (seed % 7)) % 23) * 3) % 165) : 0
  })
}

/** Pixels and labels as the idx files hold them, headers cut off. */
export function filePictures(files: Readonly<Record<Split, { readonly pixels: Uint8Array, readonly labels: Uint8Array }>>): Pictures {
  const picture = (split: Split, i: number) => files[split].pixels.subarray(i * imagePixels, (i + 1) * imagePixels)
  const label = (split: Split, i: number) => files[split].labels[i] ?? 0
  const means = Array.from({ length: 10 }, (_, of) => meanOf(of))
  function meanOf(of: number) {
    const sum = new Float64Array(imagePixels)
    let count = 0
    for (let i = 0; i < 2000; i++) {
      if (label('train', i) !== of) continue
      picture('train', i).forEach((value, p) => (sum[p] = (sum[p] ?? 0) + value))
      count++
    }
    return Uint8Array.from(sum, value => value / Math.max(1, count))
  }
  return { picture, label, mean: of => means[of] ?? meanOf(of) }
}

/** What a network that has learned for `epoch` epochs might make of a picture: the class's mean first, then more and more of itself. */
export function reconstruction(original: Uint8Array, mean: Uint8Array, epoch: number): Uint8Array {
  const own = 0.75 * (1 - Math.exp(-epoch / 3))
  const grey = 30 * Math.exp(-epoch)
  return Uint8Array.from(original, (_, p) => Math.min(255, grey + own * blurred(original, p) + (1 - own) * (mean[p] ?? 0)))
}

function blurred(pixels: Uint8Array, p: number): number {
  const near = [0, -1, 1, -imageSide, imageSide]
  return near.reduce((sum, d) => sum + (pixels[p + d] ?? 0), 0) / near.length
}
