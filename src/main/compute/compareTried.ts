/** How far two ways to take the same steps are apart. */
import { comparedSteps } from '@shared/domain/compute'
import type { Tried } from '@shared/contract/probe'

export interface Differences {
  /** Greatest relative difference of a loss over the first steps. */
  readonly lossDifference: number
  /** Greatest relative difference of a weight array, by norm. */
  readonly stateDifference: number
}

export function compareTried(tried: Pick<Tried, 'losses' | 'weights' | 'sizes'>, reference: Pick<Tried, 'losses' | 'weights'>): Differences {
  const losses = [...tried.losses.subarray(0, comparedSteps)].map((loss, i) => Math.abs(loss / (reference.losses[i] ?? NaN) - 1))
  let at = 0
  const weights = tried.sizes.map((size) => {
    const [from, to] = [at, at += size]
    return distance(tried.weights.subarray(from, to), reference.weights.subarray(from, to))
  })
  return { lossDifference: Math.max(...losses), stateDifference: Math.max(...weights) }
}

/** ‖a − b‖ / ‖b‖; NaN where b has another length. */
function distance(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return NaN
  let apart = 0
  let norm = 0
  for (let i = 0; i < a.length; i++) {
    apart += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2
    norm += (b[i] ?? 0) ** 2
  }
  return Math.sqrt(apart / Math.max(norm, Number.MIN_VALUE))
}
