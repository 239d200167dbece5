import { expect, test } from 'vitest'
import { identity } from '@shared/domain/latent/procrustes'
import { boundsOf } from '@shared/domain/latent/bounds'
import type { SceneContent } from '../../../../src/renderer/scene/darkroom'
import { orbit, orbitFrames, planTraining, reframed, training, type Chapter, type FilmFrame } from '../../../../src/renderer/scene/filmScript'
import { defaultLook } from '../../../../src/renderer/scene/look'
import { noAnnotations } from '../../../../src/renderer/scene/overlay'
import { darkTheme } from './fakes'

const chapter = (epoch: number): Chapter => {
  const positions = Float32Array.of(epoch, 0, 0, epoch === 1 ? NaN : 5, 0, 0)
  const bounds = boundsOf(positions)
  return { positions, bounds, axes: { names: [], bounds, rotation: identity, drawn: 3 }, marks: null, caption: `epoch ${epoch}` }
}
const content: SceneContent = {
  ...chapter(3), look: defaultLook, theme: darkTheme, annotations: noAnnotations, slice: null, sprites: null, width: 100, height: 100,
  camera: { target: [0, 0, 0], azimuth: 1, elevation: 0, distance: 4, flat: false },
}

test('an orbit begins where the eye stands and goes once round in equal steps', () => {
  const angles = [...orbit(content)].map(({ content: { camera } }) => camera.azimuth)
  expect(angles).toHaveLength(orbitFrames)
  expect(angles[0]).toBe(1)
  expect((angles[1] ?? 0) * orbitFrames - orbitFrames).toBeCloseTo(2 * Math.PI)
  expect((angles.at(-1) ?? 0) + 2 * Math.PI / orbitFrames).toBeCloseTo(1 + 2 * Math.PI)
})

test.each([[2, 10], [10, 82], [100, 199], [1000, 201]])('a training of %d epochs has %d frames, from the first epoch to the last', (epochs, frames) => {
  const plan = planTraining(Array.from({ length: epochs }, (_, i) => i + 1))
  expect(plan.frames).toBe(frames)
  expect([plan.shown[0], plan.shown.at(-1)]).toEqual([1, epochs])
  expect(plan.frames).toBeLessThanOrEqual(241)
})

test('the cloud glides from epoch to epoch; what has no place yet appears where it will be', async () => {
  async function* chapters() {
    for (const epoch of [1, 2, 3]) yield await Promise.resolve(chapter(epoch))
  }
  const frames: FilmFrame[] = []
  for await (const frame of training(content, chapters(), 3, 3)) frames.push(frame)
  const way = frames.map(({ content: { positions } }) => positions[0] ?? NaN)
  expect(way).toEqual(way.toSorted((a, b) => a - b))
  expect([way[0], way.at(-1)]).toEqual([1, 3])
  expect(frames).toHaveLength(9)
  expect(frames.map(({ caption }) => caption)).toEqual([...Array<string>(4).fill('epoch 1'), ...Array<string>(4).fill('epoch 2'), 'epoch 3'])
  expect(frames[1]?.content.positions[3]).toBe(5)
  expect(frames.at(-1)?.time).toBeGreaterThan(1000)
})

test('a film in another projection is seen from where all of it is in view, without what the stage points at', () => {
  const positions = Float32Array.of(100, 0, 0, 104, 0, 0, 102, 3, 0)
  const pointing = { ...noAnnotations, markers: [{ kind: 'picked', at: [0, 0, 0] }] } as const
  const { camera, annotations } = reframed({ ...content, annotations: pointing }, positions)
  expect(camera.target).toEqual(boundsOf(positions).centre)
  expect(camera.distance).toBeGreaterThan(boundsOf(positions).radius)
  expect(annotations.markers).toEqual([])
})
