/** A latent space as a small picture: the points of a split, seen from one side. */
export interface FlatCloud {
  /** (n × 2), each from 0 to 1, y upwards. */
  readonly places: Float32Array
  readonly labels: Uint8Array
}

export interface Components {
  readonly mean: Float32Array
  /** (3, d). */
  readonly basis: Float32Array
}

/** As many points as a thumbnail can show. */
const most = 3000
/** A view from the side and a little above. */
const [turn, tilt] = [0.6, 0.35]
const oblique = [Math.cos(turn), 0, -Math.sin(turn), Math.sin(tilt) * Math.sin(turn), Math.cos(tilt), Math.sin(tilt) * Math.cos(turn)]

/** `components` for more than three dimensions: the two along which the points differ most are drawn. */
export function flatten(values: Float32Array, dimension: number, labels: Uint8Array, components: Components | null): FlatCloud {
  const count = Math.min(most, Math.floor(values.length / dimension))
  const places = new Float32Array(2 * count)
  const axes = axesOf(dimension, components)
  for (let i = 0; i < count; i++) {
    for (let axis = 0; axis < 2; axis++) {
      let sum = 0
      for (let k = 0; k < dimension; k++) sum += ((values[i * dimension + k] ?? 0) - (components?.mean[k] ?? 0)) * (axes[axis * dimension + k] ?? 0)
      places[2 * i + axis] = sum
    }
  }
  return { places: fitted(places), labels: labels.subarray(0, count) }
}

/** (2, d). */
function axesOf(dimension: number, components: Components | null): ArrayLike<number> {
  if (components) return components.basis
  if (dimension === 3) return oblique
  return dimension === 2 ? [1, 0, 0, 1] : [1, 0]
}

/** One scale for both axes, so that shapes stay what they are; the outermost hundredth may leave the picture. */
function fitted(places: Float32Array): Float32Array {
  const ranges = [0, 1].map((axis) => {
    const sorted = places.filter((value, i) => i % 2 === axis && Number.isFinite(value)).sort()
    const outliers = Math.floor(0.005 * sorted.length)
    const [low, high] = [sorted[outliers] ?? 0, sorted[sorted.length - 1 - outliers] ?? 0]
    return { middle: (low + high) / 2, width: high - low }
  })
  const width = Math.max(...ranges.map(range => range.width)) || 1
  return places.map((value, i) => 0.5 + 0.94 * (value - (ranges[i % 2]?.middle ?? 0)) / width)
}
