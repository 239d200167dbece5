/** Looks at all of the cloud, or at what is selected or looked at. */
import { boundsOf, pointAt, type Bounds } from '@shared/domain/latent/bounds'
import type { LatentScene } from '../scene/latentScene'
import { useExplore } from '../stores/explore'
import { useLatent, type LatentFrame } from '../stores/latent'
import { probePlace } from './stageHands'

export function frameAll({ rig, cloudBounds }: LatentScene) {
  const { frame } = useLatent()
  rig.frame(cloudBounds, frame && frame.space.drawn < 3 ? 'front' : undefined)
}

/** Looks at all of the cloud from where one looked first. */
export function resetView({ rig, cloudBounds }: LatentScene) {
  rig.frame(cloudBounds, rig.state.flat ? 'front' : 'corner')
}

export function frameSelection(made: LatentScene) {
  const { frame } = useLatent()
  const { selection, selectedCount, subject } = useExplore()
  if (!frame) return
  if (selectedCount > 0) made.rig.frame(boundsOf(frame.positions, i => selection[i] === 1))
  else if (subject) made.rig.frame(around(made, frame, subject.kind === 'point' ? subject.index : -1))
  else frameAll(made)
}

function around({ cloudBounds }: LatentScene, frame: LatentFrame, index: number): Bounds {
  const at = index >= 0 ? pointAt(frame.positions, index) : probePlace()
  const centre = at?.every(Number.isFinite) ? at : cloudBounds.centre // not every projection has a place for it
  return { ...frame.bounds, centre, radius: cloudBounds.radius / 8 }
}
