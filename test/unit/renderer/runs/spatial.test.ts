import { describe, expect, it } from 'vitest'
import { firstSide, nearer, seen, spatial, turned } from '../../../../src/renderer/components/runs/spatial'
import { CameraRig } from '../../../../src/renderer/scene/cameraRig'

const front = { azimuth: 0, elevation: 0, zoom: 1 }

describe('clouds that are looked at from one side', () => {
  it('fill a ball of radius one around their middle, however far out and long they are, outliers left aside', () => {
    const values = Float32Array.from({ length: 3000 }, (_, i) => 500 + 40 * Math.sin(i * 12.9898))
    values.set([1e6, -1e6, 1e6], 0)
    const { points } = spatial(values, 3, new Uint8Array(1000), null)
    const distances = Array.from({ length: 1000 }, (_, i) => Math.hypot(...points.subarray(3 * i, 3 * i + 3))).sort((a, b) => a - b)
    expect(distances[899]).toBeCloseTo(1, 2)
    expect(distances.at(-1)).toBeGreaterThan(1000)
  })

  it.each([[1, [2, 0, 0]], [2, [2, 3, 0]], [3, [2, 3, 4]]] as const)('of %i dimensions lie along the first axes', (dimension, place) => {
    const values = Float32Array.from([...place.slice(0, dimension), ...place.slice(0, dimension).map(x => -x), ...Array<number>(dimension).fill(0)])
    const { points } = spatial(values, dimension, new Uint8Array(3), null)
    const length = Math.hypot(...place)
    place.forEach((x, axis) => expect(points[axis]).toBeCloseTo(x / length, 6))
  })

  it('of more dimensions lie along the components that are given', () => {
    const components = { mean: Float32Array.of(1, 1, 1, 1), basis: Float32Array.of(0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0) }
    const { points } = spatial(Float32Array.of(1, 1, 1, 3, 1, 1, 1, -1, 1, 1, 1, 1), 4, new Uint8Array(3), components)
    expect([...points.subarray(0, 3)]).toEqual([1, 0, 0])
    expect([...points.subarray(3, 6)]).toEqual([-1, 0, 0])
  })

  it('stay finite where there is one point, or all are the same', () => {
    for (const count of [0, 1, 5]) {
      const { points } = spatial(new Float32Array(3 * count).fill(7), 3, new Uint8Array(count), null)
      expect([...points]).toEqual(Array(3 * count).fill(0))
    }
  })

  it('are seen as the explorer\'s camera sees them', () => {
    const rig = new CameraRig(() => undefined, () => false)
    for (const [azimuth, elevation] of [[0, 0], [0.65, 0.42], [2, -0.8], [-1, 1.5]] as const) {
      rig.restore({ target: [0, 0, 0], azimuth, elevation, distance: 4, flat: false })
      const { side, above } = rig.axes()
      const eye = rig.eye()
      const point = [0.3, -0.5, 0.7] as const
      const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0)
      const [right, up, depth] = seen(...point, { azimuth, elevation, zoom: 1 })
      expect(depth).toBeCloseTo(4 - dot(point, eye) / 4, 6)
      expect(right).toBeCloseTo(dot(point, side) * 4 / depth, 6)
      expect(up).toBeCloseTo(dot(point, above) * 4 / depth, 6)
    }
  })

  it('are nearer in front, and larger the nearer one goes', () => {
    expect(seen(0, 0, 1, front)[2]).toBeLessThan(seen(0, 0, -1, front)[2])
    expect(seen(0.5, 0, 0, nearer(front, 2))[0]).toBeCloseTo(2 * seen(0.5, 0, 0, front)[0], 6)
  })

  it('never turn over the pole, and zoom within reason', () => {
    expect(turned(firstSide, 0, 9).elevation).toBeCloseTo(Math.PI / 2, 6)
    expect(turned(firstSide, 0, -9).elevation).toBeCloseTo(-Math.PI / 2, 6)
    expect(nearer(firstSide, 1e9).zoom).toBeLessThan(100)
    expect(nearer(firstSide, 1e-9).zoom).toBeGreaterThan(0.1)
  })
})
