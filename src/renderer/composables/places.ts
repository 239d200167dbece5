/** Places of the drawing as what is looked at. */
import type { Vec3 } from '@shared/domain/latent/bounds'
import type { Subject } from '../stores/explore'
import { placeOf, type LatentFrame } from '../stores/latent'

type Place = Extract<Subject, { kind: 'place' }>

export function placeAt({ space }: LatentFrame, at: Vec3): Place {
  return { kind: 'place', latent: space.locate(at), seen: { space, at } }
}

/** Where it was pointed out, while the drawing is the same; where its latent vector is drawn otherwise. */
export function seenAt(frame: LatentFrame, { latent, seen }: Place): Vec3 {
  return seen?.space === frame.space ? seen.at : placeOf(frame, latent)
}
