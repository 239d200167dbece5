/** How latent vectors (d numbers) become drawn positions (3 numbers), and how a place in the drawing becomes a latent vector. */
import type { Vec3 } from './bounds'
import { isDrawable } from './bounds'
import { KdTree } from './kdTree'
import type { Rotation } from './procrustes'
import { identity, invertRigid, moveRigid } from './procrustes'

export interface LatentSpace {
  readonly kind: 'direct' | 'pca' | 'umap'
  /** d: numbers of one latent vector. */
  readonly dimension: number
  /** How many axes are drawn: 1, 2 or 3. */
  readonly drawn: 1 | 2 | 3
  readonly axisNames: readonly string[]
  /** Share of the variance that each drawn axis explains; null where that has no meaning. */
  readonly explained: readonly number[] | null
  /** Where the drawing was turned to lie like the one before; the identity otherwise. */
  readonly rotation: Rotation
  /** (n × d) to (n × 3). */
  project(values: Float32Array): Float32Array
  /** The latent vector of a place in the drawing: exact for `direct`, the inverse projection otherwise. */
  locate(position: Vec3): Float32Array
}

/** d of at most 3, drawn as such; one dimension is spread a little in height, which carries no meaning. */
export function directSpace(dimension: number, rotation: Rotation = identity): LatentSpace {
  const drawn = dimension === 1 ? 1 : dimension === 2 ? 2 : 3
  return {
    kind: 'direct', dimension, drawn, rotation, explained: null,
    axisNames: Array.from({ length: drawn }, (_, axis) => `z${axis + 1}`),
    project: values => moveRigid(rotation, embed(values, dimension)),
    locate: position => Float32Array.from(invertRigid(rotation, position).slice(0, dimension)),
  }
}

export interface Components {
  /** (d) */
  readonly mean: Float32Array
  /** (3, d), rows of length 1 at right angles. */
  readonly basis: Float32Array
  readonly explained: Float32Array
}

/** d above 3, drawn on its three principal components; what lies at right angles to them is taken as the mean. */
export function pcaSpace({ mean, basis, explained }: Components, rotation: Rotation = identity): LatentSpace {
  const dimension = mean.length
  return {
    kind: 'pca', dimension, drawn: 3, rotation,
    explained: [...explained.slice(0, 3)],
    axisNames: ['PC1', 'PC2', 'PC3'],
    project: values => moveRigid(rotation, onComponents(values, mean, basis)),
    locate: position => fromComponents(invertRigid(rotation, position), mean, basis),
  }
}

/**
 * An embedding without a formula, known by some points: (m × 3) places and (m × d) latents. A place is located as the mean of the latents
 * of its nearest points, and a latent is drawn at the mean place of its nearest latents, each weighted by its nearness.
 */
export function embeddedSpace(dimension: number, positions: Float32Array, values: Float32Array, nearest = 8): LatentSpace {
  const tree = new KdTree(positions)
  return {
    kind: 'umap', dimension, drawn: 3, rotation: identity, explained: null,
    axisNames: ['UMAP1', 'UMAP2', 'UMAP3'],
    project(vectors) {
      const places = new Float32Array(vectors.length / dimension * 3)
      for (let i = 0; i < places.length / 3; i++) {
        const vector = vectors.subarray(i * dimension, (i + 1) * dimension)
        places.set(weightedMean(nearestRows(vector, values, positions, nearest), positions, 3), 3 * i)
      }
      return places
    },
    locate: position => weightedMean(tree.nearest(position, nearest), values, dimension),
  }
}

/** The k rows of `values` nearest to a vector, among those that have a place. */
function nearestRows(vector: Float32Array, values: Float32Array, positions: Float32Array, k: number): { index: number, distance: number }[] {
  const found: { index: number, distance: number }[] = []
  for (let index = 0; index < positions.length / 3; index++) {
    if (!isDrawable(positions[3 * index] as number, 0, 0)) continue
    let square = 0
    for (let c = 0; c < vector.length; c++) square += ((vector[c] as number) - (values[index * vector.length + c] as number)) ** 2
    const worst = found[k - 1]
    if (worst && square >= worst.distance) continue
    const at = found.findIndex(({ distance }) => distance > square)
    found.splice(at < 0 ? found.length : at, 0, { index, distance: square })
    if (found.length > k) found.pop()
  }
  return found.map(({ index, distance }) => ({ index, distance: Math.sqrt(distance) }))
}

/** A point that lies there outweighs all others. */
function weightedMean(found: readonly { index: number, distance: number }[], values: Float32Array, dimension: number): Float32Array {
  const exact = found.find(({ distance }) => distance === 0)
  if (exact) return values.slice(exact.index * dimension, (exact.index + 1) * dimension)
  const sum = new Float64Array(dimension)
  let total = 0
  for (const { index, distance } of found) {
    const weight = 1 / distance
    total += weight
    for (let k = 0; k < dimension; k++) sum[k] = (sum[k] ?? 0) + weight * (values[index * dimension + k] ?? 0)
  }
  return Float32Array.from(sum, value => value / (total || 1))
}

/** Copies of d ≤ 3 numbers into x, y, z. */
function embed(values: Float32Array, dimension: number): Float32Array {
  if (dimension === 3) return values.slice()
  const count = Math.floor(values.length / dimension)
  const positions = new Float32Array(3 * count)
  const height = dimension === 1 ? 0.12 * rangeOf(values) : 0
  for (let i = 0; i < count; i++) {
    positions[3 * i] = values[i * dimension] ?? NaN
    positions[3 * i + 1] = dimension === 1 ? (spread(i) - 0.5) * height : values[i * dimension + 1] ?? NaN
  }
  return positions
}

/** A number from 0 to 1 that is always the same for an index (the golden ratio's multiples are spread evenly). */
function spread(index: number): number {
  return (index * 0.6180339887498949) % 1
}

function rangeOf(values: Float32Array): number {
  let min = Infinity
  let max = -Infinity
  for (const value of values) {
    if (!isDrawable(value, 0, 0)) continue
    min = Math.min(min, value)
    max = Math.max(max, value)
  }
  return max > min ? max - min : 1
}

function onComponents(values: Float32Array, mean: Float32Array, basis: Float32Array): Float32Array {
  const dimension = mean.length
  const count = Math.floor(values.length / dimension)
  const positions = new Float32Array(3 * count)
  const offset = [0, 1, 2].map(axis => dot(mean, 0, basis, axis * dimension, dimension))
  for (let i = 0; i < count; i++) {
    for (let axis = 0; axis < 3; axis++) {
      positions[3 * i + axis] = dot(values, i * dimension, basis, axis * dimension, dimension) - (offset[axis] ?? 0)
    }
  }
  return positions
}

function fromComponents(position: Vec3, mean: Float32Array, basis: Float32Array): Float32Array {
  const dimension = mean.length
  return Float32Array.from(mean, (value, k) =>
    value + position.reduce((sum, coordinate, axis) => sum + coordinate * (basis[axis * dimension + k] ?? 0), 0))
}

function dot(a: Float32Array, aStart: number, b: Float32Array, bStart: number, length: number): number {
  let sum = 0
  for (let k = 0; k < length; k++) sum += (a[aStart + k] ?? 0) * (b[bStart + k] ?? 0)
  return sum
}
