/** All points in one geometry: positions rewritten in place, one draw call. */
import {
  BufferAttribute, BufferGeometry, DynamicDrawUsage, GLSL3, NormalBlending, Points, ShaderMaterial, Vector2, Vector3,
} from 'three'
import { isDrawable } from '@shared/domain/latent/bounds'
import { defaultLook, pointStates, type PointLook, type SceneTheme } from './look'
import { pointFragmentShader, pointVertexShader } from './pointShaders'

/** What a frame tells the points about the eye. */
export interface Eye {
  readonly distance: number
  /** Radius of the cloud: depth cues span it. */
  readonly reach: number
  readonly pixelRatio: number
}

export class PointCloud {
  readonly object: Points<BufferGeometry, ShaderMaterial>
  private readonly geometry = new BufferGeometry()
  private readonly material = pointMaterial()
  private position = new BufferAttribute(new Float32Array(0), 3)
  private previous = new BufferAttribute(new Float32Array(0), 3)
  private tint = new BufferAttribute(new Uint8Array(0), 4, true)
  private look: PointLook = defaultLook
  /** 1 for points whose place can be drawn. */
  private drawable = new Uint8Array(0)

  constructor() {
    this.object = new Points(this.geometry, this.material)
    this.object.frustumCulled = false // its bounds change with every epoch; the scene draws it always
  }

  get count(): number {
    return this.drawable.length
  }

  /** New places of the same points, or a new set of points. Gliding starts where the points are, also on their way. */
  setPositions(positions: Float32Array): void {
    const count = positions.length / 3
    if (count !== this.count) this.allocate(count)
    const [now, before] = [this.position.array as Float32Array, this.previous.array as Float32Array]
    const way = this.uniform('glide').value as number
    if (way >= 1) before.set(now)
    else before.forEach((from, at) => { before[at] = from + way * ((now[at] ?? 0) - from) })
    now.set(positions)
    for (let i = 0; i < count; i++) this.checkPlace(i, now, before)
    this.position.needsUpdate = true
    this.previous.needsUpdate = true
  }

  /** 0: at the former places, 1: at the present ones. */
  set glide(t: number) {
    this.uniform('glide').value = t
  }

  /** (N × 3) colours and, for each point, its shape; states as in `pointStates`. */
  setMarks(colours: Uint8Array, shapes: Uint8Array, states: Uint8Array): void {
    const tint = this.tint.array as Uint8Array
    for (let i = 0; i < this.count; i++) {
      tint[4 * i] = colours[3 * i] ?? 128
      tint[4 * i + 1] = colours[3 * i + 1] ?? 128
      tint[4 * i + 2] = colours[3 * i + 2] ?? 128
      const state = this.drawable[i] === 1 ? states[i] ?? pointStates.shown : pointStates.hidden
      tint[4 * i + 3] = (this.look.shapes ? shapes[i] ?? 0 : 0) * 16 + state
    }
    this.tint.needsUpdate = true
  }

  setLook(look: PointLook): void {
    this.look = look
    this.uniform('opacity').value = look.opacity
    this.uniform('fade').value = look.depthCue
    // Faint points shine through one another, so that crowds look denser than single points; others hide what lies behind.
    this.material.depthWrite = look.opacity > 0.5
  }

  setTheme({ ground }: SceneTheme): void {
    (this.uniform('ground').value as Vector3).set(ground[0] / 255, ground[1] / 255, ground[2] / 255)
  }

  /** Called before each frame. */
  prepare({ distance, reach, pixelRatio }: Eye): void {
    this.uniform('size').value = this.look.size * pixelRatio
    this.uniform('target').value = distance
    const range = this.uniform('fadeRange').value as Vector2
    range.set(Math.max(0, distance - reach * 0.5), distance + reach)
  }

  dispose(): void {
    this.geometry.dispose()
    this.material.dispose()
  }

  private allocate(count: number): void {
    this.geometry.dispose() // frees the old buffers; the geometry itself is used again
    this.position = new BufferAttribute(new Float32Array(3 * count), 3).setUsage(DynamicDrawUsage)
    this.previous = new BufferAttribute(new Float32Array(3 * count), 3).setUsage(DynamicDrawUsage)
    this.tint = new BufferAttribute(new Uint8Array(4 * count).fill(pointStates.shown), 4, true)
    this.drawable = new Uint8Array(count)
    this.geometry.setAttribute('position', this.position)
    this.geometry.setAttribute('previous', this.previous)
    this.geometry.setAttribute('tint', this.tint)
    this.geometry.setDrawRange(0, count)
  }

  /** A place that cannot be drawn is never given to the graphics card; a point that comes back does not fly in from nowhere. */
  private checkPlace(i: number, now: Float32Array, before: Float32Array): void {
    const at = 3 * i
    const wasDrawable = this.drawable[i] === 1
    const isNow = isDrawable(now[at] ?? NaN, now[at + 1] ?? NaN, now[at + 2] ?? NaN)
    this.drawable[i] = isNow ? 1 : 0
    if (!isNow) now.fill(0, at, at + 3)
    if (!isNow || !wasDrawable) before.set(now.subarray(at, at + 3), at)
  }

  private uniform(name: string): { value: unknown } {
    const uniform = this.material.uniforms[name]
    if (!uniform) throw new RangeError(`no uniform ${name}`)
    return uniform
  }
}

function pointMaterial(): ShaderMaterial {
  return new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: pointVertexShader,
    fragmentShader: pointFragmentShader,
    transparent: true,
    blending: NormalBlending,
    uniforms: {
      glide: { value: 1 },
      size: { value: defaultLook.size },
      largest: { value: 64 },
      target: { value: 1 },
      opacity: { value: defaultLook.opacity },
      fade: { value: defaultLook.depthCue },
      fadeRange: { value: new Vector2(0, 1) },
      ground: { value: new Vector3() },
    },
  })
}
