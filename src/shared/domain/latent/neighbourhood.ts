/** What the surroundings of each point say: how crowded they are, and how often neighbours belong to another class. */
import { pointAt } from './bounds'
import { KdTree } from './kdTree'

export interface Neighbourhood {
  /** 1 / mean distance to the k nearest, relative to the median of all: 2 is twice as crowded as usual. */
  readonly density: Float32Array
  /** Share of the k nearest with another label, 0 to 1. */
  readonly disagreement: Float32Array
}

/** `report` is told the share done, may take its time, and stops the work by answering false (then null is the result). */
export async function describeNeighbourhood(
  positions: Float32Array, labels: Uint8Array, k = 10, report: (done: number) => Promise<boolean> = () => Promise.resolve(true),
): Promise<Neighbourhood | null> {
  const tree = new KdTree(positions)
  const count = positions.length / 3
  const spacing = new Float32Array(count).fill(NaN)
  const disagreement = new Float32Array(count).fill(NaN)
  for (let i = 0; i < count; i++) {
    if (i % 512 === 0 && !await report(i / count)) return null
    if (Number.isNaN(positions[3 * i])) continue
    const found = tree.nearest(pointAt(positions, i), k, i)
    if (found.length === 0) continue
    spacing[i] = found.reduce((sum, { distance }) => sum + distance, 0) / found.length
    disagreement[i] = found.filter(({ index }) => labels[index] !== labels[i]).length / found.length
  }
  return { density: relativeDensity(spacing), disagreement }
}

function relativeDensity(spacing: Float32Array): Float32Array {
  const finite = spacing.filter(Number.isFinite).sort()
  const typical = finite[finite.length >> 1] ?? 1
  return spacing.map(value => typical / Math.max(value, typical * 1e-3, Number.MIN_VALUE))
}
