/** From the engine's three figures to one of four sentences. Distances are in units of the usual spacing between neighbours. */
export interface Trust {
  readonly relativeDistance: number
  readonly cycleError: number
  readonly densityRank: number
}

export type TrustLevel = 'high' | 'middle' | 'low' | 'unstable'

const near = 3
const far = 12
const folded = 40

export function trustLevel({ relativeDistance, cycleError }: Trust): TrustLevel {
  if (!(relativeDistance <= far)) return 'low' // also where it is no number
  if (cycleError > folded) return 'unstable'
  return relativeDistance <= near ? 'high' : 'middle'
}
