/** Stands in for WebGL and 2-D canvases, counting what is disposed. */
import { vi } from 'vitest'
import { LatentScene, type SceneOptions } from '../../../../src/renderer/scene/latentScene'
import type { SceneTheme } from '../../../../src/renderer/scene/look'
import type { Renderer } from '../../../../src/renderer/scene/webglSurface'

export const darkTheme: SceneTheme = { dark: true, ground: [14, 15, 17], grid: [43, 45, 50], text: '#bbb', accent: '#4cb', font: 'sans-serif' }

export function fakeRenderer() {
  return {
    render: vi.fn(), setSize: vi.fn(), setPixelRatio: vi.fn(), setClearColor: vi.fn(), dispose: vi.fn(), forceContextLoss: vi.fn(),
    capabilities: {} as Renderer['capabilities'],
  }
}

/** A canvas that listens and draws into the void. */
export function fakeCanvas() {
  const context = new Proxy({ canvas: null }, {
    get: (target, key) => key === 'canvas' ? target.canvas : () => ({ data: new Uint8ClampedArray(4), width: 1 }),
    set: () => true,
  })
  return Object.assign(new EventTarget(), { width: 1, height: 1, getContext: () => context }) as unknown as HTMLCanvasElement
}

/** Frames run when the test says so. */
export function stubFrames() {
  let waiting: FrameRequestCallback[] = []
  vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => waiting.push(run))
  vi.stubGlobal('cancelAnimationFrame', () => { waiting = [] })
  vi.stubGlobal('Path2D', class { arc() { /* void */ } moveTo() { /* void */ } lineTo() { /* void */ } closePath() { /* void */ } })
  vi.stubGlobal('ImageData', class {
    readonly data: Uint8ClampedArray
    constructor(readonly width: number, readonly height: number) { this.data = new Uint8ClampedArray(4 * width * height) }
  })
  return {
    get count() { return waiting.length },
    run(time: number) {
      const now = waiting
      waiting = []
      now.forEach(f => f(time))
    },
  }
}

export function someScene(options: Partial<SceneOptions> = {}) {
  const renderer = fakeRenderer()
  const canvas = fakeCanvas()
  const scene = new LatentScene({
    canvas, overlay: fakeCanvas(), fallback: fakeCanvas(), theme: darkTheme, motion: () => false,
    makeRenderer: () => renderer, ...options,
  })
  scene.resize(800, 600, 1)
  return { scene, renderer, canvas }
}
