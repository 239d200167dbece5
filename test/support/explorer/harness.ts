/** The scene alone with synthetic points, to look at it and to time it without an engine: ?points=70000&theme=dark&sprites=1 */
import { boundsOf } from '../../../src/shared/domain/latent/bounds'
import { classShape, colourByClass } from '../../../src/shared/domain/latent/colours'
import { identity } from '../../../src/shared/domain/latent/procrustes'
import { Gestures } from '../../../src/renderer/scene/gestures'
import { LatentScene } from '../../../src/renderer/scene/latentScene'
import { SpriteSheet } from '../../../src/renderer/scene/spriteSheet'
import type { Drawing } from '../../../src/renderer/scene/surfaceKeeper'
import { someCloud } from '../../unit/shared/latent/points'

const query = new URLSearchParams(location.search)
const dark = query.get('theme') !== 'light'
const count = Number(query.get('points') ?? 70_000)
const element = (id: string) => document.getElementById(id) as HTMLCanvasElement

const { positions, labels } = someCloud(count)
const begun = performance.now()
/** Milliseconds from arrays to the first frame of them. */
let loaded = 0
const scene = new LatentScene({
  onDraw: () => (loaded ||= scene.cloudBounds.count > 0 ? performance.now() - begun : 0),
  canvas: element('points'), overlay: element('overlay'), fallback: element('fallback'),
  motion: () => false,
  drawing: (query.get('drawing') ?? 'automatic') as Drawing,
  theme: dark
    ? { dark, ground: [14, 15, 17], grid: [43, 45, 50], text: '#b0b3bb', accent: '#45cdb5', font: 'sans-serif' }
    : { dark, ground: [255, 255, 255], grid: [223, 224, 229], text: '#4b4f59', accent: '#0a7566', font: 'sans-serif' },
  onSurface: (kind) => { element('fallback').style.visibility = kind === 'raster' ? 'visible' : 'hidden' },
})
scene.resize(innerWidth, innerHeight, devicePixelRatio)
scene.setPositions(positions, false)
scene.setMarks(colourByClass(labels, 10, dark ? 'dark' : 'light'), labels.map(classShape), new Uint8Array(count).fill(1))
scene.setAxes({ names: ['z1', 'z2', 'z3'], bounds: boundsOf(positions), rotation: identity, drawn: 3 })
scene.rig.frame(boundsOf(positions), 'corner')
scene.setLook({
  size: Number(query.get('size') ?? 5), opacity: Number(query.get('opacity') ?? 0.9), depthCue: 0.55, shapes: !query.has('circles'),
})
if (query.has('zoom')) scene.rig.zoom(Number(query.get('zoom')))
if (query.has('sprites')) showPictures(Number(query.get('sprites')) || 28)
scene.annotate({ markers: [{ kind: 'probe', at: scene.rig.state.target }] })

const gestures = new Gestures(element('points'), {
  onOrbit: (a, b) => scene.rig.orbit(a, b),
  onPan: (a, b) => scene.rig.pan(a, b),
  onZoom: f => scene.rig.zoom(f),
  onHover: (x, y) => scene.pick(x, y),
  onLeave: () => undefined,
  onClick: () => undefined,
  grabsProbe: () => false,
  onProbeDrag: () => undefined,
  onOutline: () => undefined,
  onHold: isHeld => scene.hold(isHeld),
})

/** Rings of different widths instead of garments, made when they are asked for. */
function showPictures(side: number) {
  const sheet = new SpriteSheet()
  scene.setSprites(sheet, { side, most: 1500 }, (indices) => {
    sheet.put(indices.slice(0, 512), joined(indices.slice(0, 512).map(ring)))
    scene.invalidate()
  })
}

function ring(index: number): Uint8Array {
  return Uint8Array.from({ length: 784 }, (_, at) => {
    const far = Math.hypot(at % 28 - 14, Math.floor(at / 28) - 14)
    return far < 12 && far > (labels[index] ?? 0) ? 255 - 12 * far : 0
  })
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(784 * parts.length)
  parts.forEach((part, i) => all.set(part, 784 * i))
  return all
}

/** Milliseconds between frames of a full turn, one frame at a time. */
async function timeOrbit(frames: number): Promise<number[]> {
  const times: number[] = []
  let before = await nextFrame()
  for (let i = 0; i < frames; i++) {
    scene.rig.orbit(2 * Math.PI / frames, 0)
    const now = await nextFrame()
    times.push(now - before)
    before = now
  }
  return times
}

function nextFrame(): Promise<number> {
  return new Promise(resolve => requestAnimationFrame(() => resolve(performance.now())))
}

declare global {
  interface Window { harness: { scene: LatentScene, gestures: Gestures, timeOrbit: typeof timeOrbit, readonly loaded: number } }
}
window.harness = {
  scene, gestures, timeOrbit,
  get loaded() {
    return loaded
  },
}
