/** From places of the space to pixels of the stage and back, as the eye stands now. */
import { Matrix4, PerspectiveCamera } from 'three'
import type { Vec3 } from '@shared/domain/latent/bounds'
import { toScreen, type ViewPort } from '@shared/domain/latent/picking'
import type { CameraRig } from './cameraRig'
import { placeOnPlane } from './placing'

export class SceneView {
  readonly camera = new PerspectiveCamera()
  /** CSS pixels, and how many of the screen's one of them has. */
  size = { width: 1, height: 1, ratio: 1 }

  constructor(private readonly rig: CameraRig) {}

  get aspect(): number {
    return this.size.width / this.size.height
  }

  /** Aims the camera too. */
  port(): ViewPort {
    this.rig.aim(this.camera, this.aspect)
    const matrix = new Matrix4().multiplyMatrices(this.camera.projectionMatrix, this.camera.matrixWorldInverse)
    return { matrix: matrix.elements, width: this.size.width, height: this.size.height }
  }

  onScreen(place: Vec3): { x: number, y: number } | null {
    return toScreen(place, this.port())
  }

  /** The place under (x, y) on the plane that faces the camera and passes through `through`. */
  placeAt(x: number, y: number, through: Vec3 = this.rig.state.target): Vec3 {
    return placeOnPlane(this.rig, this.size, x, y, through)
  }
}
