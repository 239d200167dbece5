import { boundsOf } from '@shared/domain/latent/bounds'
import { identity } from '@shared/domain/latent/procrustes'
import { PerspectiveCamera } from 'three'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { drawAxes } from '../../../../src/renderer/scene/axes'
import { CameraRig } from '../../../../src/renderer/scene/cameraRig'
import { noAnnotations, paintOverlay } from '../../../../src/renderer/scene/overlay'
import { darkTheme, stubFrames } from './fakes'

beforeEach(() => { stubFrames() })
afterEach(() => vi.unstubAllGlobals())

const letter = 7

/** Where each text of the axes is written, on a stage of this size. */
function labelsOn(width: number, height: number, drawn: 1 | 2 | 3, names: readonly string[]) {
  const bounds = boundsOf(Float32Array.of(-6, -0.2, drawn === 3 ? -4 : 0, 5, 0.2, drawn === 3 ? 4 : 0))
  const rig = new CameraRig(() => undefined, () => false)
  rig.setFlat(drawn < 3)
  rig.frame(bounds, drawn < 3 ? 'front' : 'corner')
  const camera = new PerspectiveCamera()
  rig.aim(camera, width / height)
  const view = { matrix: camera.projectionMatrix.clone().multiply(camera.matrixWorldInverse).elements, width, height }
  const written: { text: string, x: number, y: number }[] = []
  const context = new Proxy({}, {
    get: (_, name) => {
      if (name === 'measureText') return (text: string) => ({ width: letter * text.length })
      return name === 'fillText' ? (text: string, x: number, y: number) => written.push({ text, x, y }) : () => undefined
    },
    set: () => true,
  }) as unknown as CanvasRenderingContext2D
  paintOverlay(context, view, drawAxes({ names, bounds, rotation: identity, drawn }, rig.eye()), noAnnotations, darkTheme)
  return written
}

test('the figures of a flat axis stand in a row', () => {
  const figures = labelsOn(800, 600, 1, ['z1']).filter(({ text }) => text !== 'z1')
  expect(figures.length).toBeGreaterThan(3)
  for (const { y } of figures) expect(y).toBeCloseTo(figures[0]?.y ?? NaN, 3)
})

test('the name of an axis lies whole within a narrow stage', () => {
  const names = ['PC1 (43.4 %)', 'PC2 (22.5 %)', 'PC3 (14.4 %)']
  const written = labelsOn(560, 600, 3, names).filter(({ text }) => names.includes(text))
  expect(written).toHaveLength(3)
  for (const { text, x } of written) {
    expect(x - letter * text.length / 2, text).toBeGreaterThanOrEqual(0)
    expect(x + letter * text.length / 2, text).toBeLessThanOrEqual(560)
  }
})
