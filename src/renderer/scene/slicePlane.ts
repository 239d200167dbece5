/** A sheet of decoded pictures on a plane in the cloud. */
import {
  BufferAttribute, BufferGeometry, DataTexture, DoubleSide, Mesh, MeshBasicMaterial, NearestFilter, RedFormat, UnsignedByteType,
} from 'three'
import type { Vec3 } from '@shared/domain/latent/bounds'

export interface SliceSheet {
  /** Corners as drawn: top left, top right, bottom right, bottom left. */
  readonly corners: readonly [Vec3, Vec3, Vec3, Vec3]
  /** Greys, row by row from the top; empty while the pictures are being decoded. */
  readonly pixels: Uint8Array
  readonly width: number
  readonly height: number
}

export class SlicePlane {
  readonly object: Mesh<BufferGeometry, MeshBasicMaterial>
  private readonly geometry = new BufferGeometry()
  private readonly material = new MeshBasicMaterial({ side: DoubleSide, transparent: true, opacity: 0.92 })
  private texture: DataTexture | null = null

  constructor() {
    this.geometry.setAttribute('position', new BufferAttribute(new Float32Array(12), 3))
    this.geometry.setAttribute('uv', new BufferAttribute(new Float32Array([0, 0, 1, 0, 1, 1, 0, 1]), 2))
    this.geometry.setIndex([0, 2, 1, 0, 3, 2])
    this.object = new Mesh(this.geometry, this.material)
    this.object.frustumCulled = false
    this.object.visible = false
    // One channel is read as grey: the shader takes red for all three.
    this.material.onBeforeCompile = (shader) => {
      shader.fragmentShader = shader.fragmentShader.replace('#include <map_fragment>', 'diffuseColor.rgb = texture2D(map, vMapUv).rrr;')
    }
  }

  show(sheet: SliceSheet | null): void {
    this.object.visible = sheet !== null && sheet.pixels.length > 0
    if (!sheet || sheet.pixels.length === 0) return
    const positions = this.geometry.getAttribute('position') as BufferAttribute
    sheet.corners.forEach((corner, i) => { positions.setXYZ(i, ...corner) })
    positions.needsUpdate = true
    this.setPicture(sheet)
  }

  dispose(): void {
    this.geometry.dispose()
    this.material.dispose()
    this.texture?.dispose()
  }

  private setPicture({ pixels, width, height }: SliceSheet): void {
    const image = this.texture?.image
    if (this.texture && image && image.width === width && image.height === height) {
      image.data = pixels
    } else {
      this.texture?.dispose()
      this.texture = new DataTexture(pixels, width, height, RedFormat, UnsignedByteType)
      this.texture.unpackAlignment = 1
      this.texture.magFilter = NearestFilter
      this.material.map = this.texture
      this.material.needsUpdate = true
    }
    this.texture.needsUpdate = true
  }
}
