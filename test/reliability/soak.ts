/** What a soak measures, and what it makes of it. */

/** What a training process holds after an epoch. */
export interface Held {
  readonly epoch: number
  readonly tensors: number
  readonly nativeTensors: number
  readonly sessions: number
  /** Open file descriptors. */
  readonly files: number
  /** Resident memory in MiB. */
  readonly resident: number
  /** What the loop waited for the epoch's checkpoint, in ms. */
  readonly saving: number
  /** Training and evaluation, without the save. */
  readonly seconds: number
}

/** Least squares: by how much y grows for one x. */
export function slope(xs: readonly number[], ys: readonly number[]): number {
  const [x, y] = [mean(xs), mean(ys)]
  const covariance = xs.reduce((sum, at, i) => sum + (at - x) * ((ys[i] ?? 0) - y), 0)
  return covariance / xs.reduce((sum, at) => sum + (at - x) ** 2, 0)
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN
}
