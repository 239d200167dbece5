/** Places of the drawing as what is looked at, and what a path leads through as places of the drawing. */
import { pointAt, type Vec3 } from '@shared/domain/latent/bounds'
import type { Subject, Waypoint } from '../stores/explore'
import { latentOf, placeOf, type LatentFrame } from '../stores/latent'

type Place = Extract<Subject, { kind: 'place' }>

export function placeAt({ space }: LatentFrame, at: Vec3): Place {
  return { kind: 'place', latent: space.locate(at), seen: { space, at } }
}

/** Where it was pointed out, while the drawing is the same; where its latent vector is drawn otherwise. */
export function seenAt(frame: LatentFrame, { latent, seen }: Place): Vec3 {
  return seen?.space === frame.space ? seen.at : placeOf(frame, latent)
}

export function latentAt(frame: LatentFrame, waypoint: Waypoint): Float32Array {
  return waypoint.kind === 'point' ? latentOf(frame, waypoint.index) : waypoint.latent
}

export function drawnAt(frame: LatentFrame, waypoint: Waypoint): Vec3 {
  return waypoint.kind === 'point' ? pointAt(frame.positions, waypoint.index) : placeOf(frame, waypoint.latent)
}
