/** What the surroundings of each point say: how crowded they are, and how often neighbours belong to another class. */

export interface Neighbourhood {
  /** Relative to the median of all: 2 is twice as crowded as usual. */
  readonly density: Float32Array
  /** Share of the k nearest with another label, 0 to 1. */
  readonly disagreement: Float32Array
}

/** 1 / `spacing` (the distance of each point to its k-th neighbour) relative to the median; NaN where there is none. */
export function relativeDensity(spacing: Float32Array): Float32Array {
  const finite = spacing.filter(Number.isFinite).sort()
  const typical = finite[finite.length >> 1] ?? 1
  return spacing.map(value => typical / Math.max(value, typical * 1e-3, Number.MIN_VALUE))
}
