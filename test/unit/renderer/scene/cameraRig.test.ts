import { PerspectiveCamera, Vector3 } from 'three'
import { expect, test } from 'vitest'
import { boundsOf } from '@shared/domain/latent/bounds'
import { CameraRig } from '../../../../src/renderer/scene/cameraRig'
import { drawAxes } from '../../../../src/renderer/scene/axes'
import { identity } from '@shared/domain/latent/procrustes'

const still = () => new CameraRig(() => undefined, () => false)
const cube = boundsOf(Float32Array.of(-1, -1, -1, 1, 1, 1))

test('its axes are those of the camera that it points', () => {
  const rig = still()
  rig.orbit(0.4, 0.3)
  const camera = new PerspectiveCamera()
  rig.aim(camera, 1.5)
  const { side, above, towards } = rig.axes()
  const expected = [new Vector3(1, 0, 0), new Vector3(0, 1, 0), new Vector3(0, 0, -1)].map(v => v.transformDirection(camera.matrixWorld))
  ;[side, above, towards].forEach((axis, k) => { expect(new Vector3(...axis).distanceTo(expected[k] ?? new Vector3())).toBeLessThan(1e-6) })
})

test('frames a cloud so that all of it is in the picture', () => {
  const rig = still()
  rig.frame(cube, 'front')
  const camera = new PerspectiveCamera()
  rig.aim(camera, 1)
  for (const corner of [[1, 1, 1], [-1, -1, 1], [1, -1, -1]] as const) {
    const at = new Vector3(...corner).project(camera)
    expect(Math.max(Math.abs(at.x), Math.abs(at.y))).toBeLessThan(1)
  }
})

test('never goes over the pole', () => {
  const rig = still()
  rig.orbit(0, 99)
  expect(rig.state.elevation).toBeLessThan(Math.PI / 2)
})

test('a flat picture pans and zooms and does not turn', () => {
  const rig = still()
  rig.setFlat(true)
  rig.orbit(1, 1)
  expect([rig.state.azimuth, rig.state.elevation]).toEqual([0, 0])
  rig.fly(0.5, 0, 0)
  expect(rig.state.distance).toBeCloseTo(2)
})

test('a kept view comes back exactly, a broken one is not taken', () => {
  const rig = still()
  rig.orbit(0.2, 0.1)
  const kept = rig.state
  rig.zoom(0.5)
  rig.restore({ ...kept, distance: NaN })
  expect(rig.state.distance).toBeCloseTo(2)
  rig.restore(kept)
  expect(rig.state).toEqual(kept)
})

test('where motion is allowed a view is glided to, and a turn runs out', () => {
  const rig = new CameraRig(() => undefined, () => true)
  rig.frame(cube, 'side')
  expect(rig.advance(0, false)).toBe(true)
  expect(rig.advance(100, false)).toBe(true)
  expect(rig.advance(250, false)).toBe(false)
  expect(rig.state.azimuth).toBeCloseTo(Math.PI / 2)
  rig.orbit(0.1, 0)
  rig.release()
  let frames = 0
  while (rig.advance(300 + 16 * frames, false) && frames < 500) frames++
  expect(frames).toBeGreaterThan(5)
  expect(frames).toBeLessThan(100)
})

test('the walls of the axes stand behind the cloud, whichever way one looks', () => {
  const setting = { names: ['z1', 'z2', 'z3'], bounds: cube, rotation: identity, drawn: 3 as const }
  for (const eye of [[5, 4, 6], [-5, -4, -6]] as const) {
    const { lines, labels } = drawAxes(setting, eye)
    const side = Math.sign(eye[0])
    const onFrontWall = Array.from({ length: lines.length / 6 }, (_, i) => lines.slice(6 * i, 6 * i + 6))
      .filter(line => (line[0] ?? 0) * side > 1 && (line[3] ?? 0) * side > 1)
    // Only the outlines of floor and back wall touch the plane in front.
    expect(onFrontWall.length).toBeLessThan(8)
    expect(labels.filter(({ isName }) => isName).map(({ text }) => text).sort()).toEqual(['z1', 'z2', 'z3'])
  }
  expect(drawAxes({ ...setting, bounds: boundsOf(new Float32Array(0)) }, [1, 1, 1]).labels).toEqual([])
})
