/** The chosen pictures as one draw call, laid over the points. */
import { BufferAttribute, BufferGeometry, DynamicDrawUsage, GLSL3, Points, ShaderMaterial, Vector3 } from 'three'
import type { Rgb } from '@shared/domain/latent/colours'
import { spriteFragmentShader, spriteVertexShader } from './pointShaders'
import type { SpriteBatch } from './sprites'
import { sheetColumns, sheetSlots } from './spriteSheet'

export class SpriteLayer {
  readonly object: Points<BufferGeometry, ShaderMaterial>
  private readonly geometry = new BufferGeometry()
  /** x and y from −1 to 1, side in device pixels. */
  private readonly place = attribute(new Float32Array(3 * sheetSlots), 3)
  private readonly slot = attribute(new Float32Array(sheetSlots), 1)
  private readonly tint = new BufferAttribute(new Uint8Array(3 * sheetSlots), 3, true).setUsage(DynamicDrawUsage)
  private readonly material = new ShaderMaterial({
    glslVersion: GLSL3, vertexShader: spriteVertexShader, fragmentShader: spriteFragmentShader,
    transparent: true, depthTest: false, depthWrite: false,
    uniforms: { sheet: { value: null }, columns: { value: sheetColumns }, dark: { value: 1 }, ground: { value: new Vector3() } },
  })

  constructor() {
    this.geometry.setAttribute('position', this.place)
    this.geometry.setAttribute('slot', this.slot)
    this.geometry.setAttribute('tint', this.tint)
    this.object = new Points(this.geometry, this.material)
    this.object.frustumCulled = false
    this.object.renderOrder = 2
    this.show(null, { width: 1, height: 1, ratio: 1 }, new Uint8Array(0))
  }

  /** (N × 3) colours of all points. */
  show(batch: SpriteBatch | null, { width, height, ratio }: { width: number, height: number, ratio: number }, colours: Uint8Array): void {
    const placed = batch?.placed ?? []
    this.object.visible = placed.length > 0
    this.geometry.setDrawRange(0, placed.length)
    this.uniform('sheet').value = batch?.sheet.texture ?? null
    placed.forEach(({ index, x, y, side, slot }, i) => {
      this.place.setXYZ(i, 2 * x / width - 1, 1 - 2 * y / height, side * ratio)
      this.slot.setX(i, slot)
      for (let k = 0; k < 3; k++) this.tint.array[3 * i + k] = colours[3 * index + k] ?? 128
    })
    this.place.needsUpdate = this.slot.needsUpdate = this.tint.needsUpdate = true
  }

  setTheme(dark: boolean, ground: Rgb): void {
    this.uniform('dark').value = dark ? 1 : 0
    const colour = this.uniform('ground').value as Vector3
    colour.set(ground[0] / 255, ground[1] / 255, ground[2] / 255)
  }

  dispose(): void {
    this.geometry.dispose()
    this.material.dispose()
  }

  private uniform(name: string): { value: unknown } {
    const uniform = this.material.uniforms[name]
    if (!uniform) throw new RangeError(`no uniform ${name}`)
    return uniform
  }
}

function attribute(array: Float32Array, size: number): BufferAttribute {
  return new BufferAttribute(array, size).setUsage(DynamicDrawUsage)
}
