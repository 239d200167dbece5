/** From a place on the picture to a place in the space. */
import type { Vec3 } from '@shared/domain/latent/bounds'
import type { CameraRig } from './cameraRig'

/** The place under (x, y), in pixels of a picture of `size`, on the plane that faces the eye and passes through `through`. */
export function placeOnPlane(rig: CameraRig, { width, height }: { width: number, height: number }, x: number, y: number, through: Vec3): Vec3 {
  const eye = rig.eye()
  const { side, above, towards } = rig.axes()
  const depth = dot(subtract(through, eye), towards)
  const half = depth * rig.pictureHeight() / 2 / rig.state.distance
  const right = (2 * x / width - 1) * half * width / height
  const up = (1 - 2 * y / height) * half
  const at = (k: 0 | 1 | 2) => eye[k] + depth * towards[k] + right * side[k] + up * above[k]
  return [at(0), at(1), at(2)]
}

function subtract(a: Vec3, b: Vec3): Vec3 {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

function dot(a: Vec3, b: Vec3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}
