/** How crowded it is around images in latent space, and how often their neighbours are of another class: whatever a drawing of it shows. */
import { eachBlock, type Neighbours } from './neighbours'

/** The neighbours that are looked at: the k-th stands for the density, because it is less noisy than the first. */
export const surroundingImages = 10

export interface Surroundings {
  /** Distance to the 10th nearest other image (n); NaN where the image has no place. */
  readonly spacing: Float32Array
  /** Share of the 10 that are of another class, 0 to 1 (n). */
  readonly disagreement: Float32Array
}

export interface Placed {
  /** N × d. */
  readonly points: Float32Array
  readonly dimension: number
  readonly labels: Uint8Array // (N)
}

/** Of the images `first` to `first + count`; `neighbours` are those among all points, and `breathe` is called between blocks. */
export async function surroundingsOf(
  { points, dimension, labels }: Placed, neighbours: Neighbours, first: number, count: number, breathe: () => Promise<unknown>,
): Promise<Surroundings> {
  const spacing = new Float32Array(count).fill(NaN)
  const disagreement = new Float32Array(count).fill(NaN)
  const k = Math.min(labels.length, surroundingImages + 1) // the image itself is among them
  const queries = points.subarray(first * dimension, (first + count) * dimension)
  await eachBlock(neighbours, queries, dimension, k, breathe, (nearest, start) => {
    for (let q = 0; q * k < nearest.length; q++) {
      const own = first + start + q
      const others = [...nearest.subarray(q * k, (q + 1) * k)].filter(image => image >= 0 && image !== own).slice(0, surroundingImages)
      const last = others.at(-1)
      if (last === undefined || !isPlaced(points, own, dimension)) continue
      spacing[start + q] = distance(points, own, last, dimension)
      disagreement[start + q] = others.filter(image => labels[image] !== labels[own]).length / others.length
    }
  })
  return { spacing, disagreement }
}

function isPlaced(points: Float32Array, image: number, dimension: number): boolean {
  return points.subarray(image * dimension, (image + 1) * dimension).every(Number.isFinite)
}

function distance(points: Float32Array, a: number, b: number, dimension: number): number {
  let sum = 0
  for (let axis = 0; axis < dimension; axis++) sum += ((points[a * dimension + axis] ?? 0) - (points[b * dimension + axis] ?? 0)) ** 2
  return Math.sqrt(sum)
}
