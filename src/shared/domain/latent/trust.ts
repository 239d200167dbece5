/** How far a place of the latent space may be trusted, measured by what is usual for the images of the same epoch. */
import { z } from '../../schema'

export const Trust = z.strictObject({
  /** Distance to the nearest image's latent, over the median distance between an image and its nearest neighbour. */
  relativeDistance: z.number(),
  /** What 99 of 100 images stay within, in the same unit. */
  distanceBound: z.number(),
  /** |E(D(z)) − z|, in the same unit. */
  cycleError: z.number(),
  /** What 99 of 100 images' own latents stay within, in the same unit. */
  cycleBound: z.number(),
  /** Share of images whose local density is lower than here, 0 to 1. */
  densityRank: z.number(),
})
export type Trust = z.infer<typeof Trust>

export type TrustLevel = 'high' | 'middle' | 'low' | 'unstable'

/** Farther from the images than so many bounds is far; `npm run bench -- --explorer --only explorer-trust` shows what this means. */
const far = 3
/** A round trip that ends farther off than so many bounds leads elsewhere. */
const folded = 2

export function trustLevel({ relativeDistance, distanceBound, cycleError, cycleBound }: Trust): TrustLevel {
  if (!(relativeDistance <= far * distanceBound)) return 'low' // also where it is no number
  if (cycleError > folded * cycleBound) return 'unstable'
  return relativeDistance <= distanceBound ? 'high' : 'middle'
}
