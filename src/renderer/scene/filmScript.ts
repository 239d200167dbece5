/** The frames of a film, one after another: once round the cloud, or the cloud over the epochs of a training. */
import { boundsOf } from '@shared/domain/latent/bounds'
import { CameraRig } from './cameraRig'
import type { SceneContent } from './darkroom'
import { noAnnotations } from './overlay'

export interface FilmFrame {
  readonly content: SceneContent
  readonly caption: string
  /** How long it is shown, in ms. */
  readonly time: number
}

/** The cloud after an epoch, as a scene shows it. */
export interface Chapter extends Pick<SceneContent, 'positions' | 'bounds' | 'axes' | 'marks'> {
  readonly caption: string
}

const turns = 72
const turnTime = 70
/** Films of many epochs leave some out; those of few glide from one to the next. */
const mostFrames = 240
const mostBetween = 8
const betweenTime = 50
/** How long an epoch rests, and the last one. */
const [rest, end] = [250, 2000]

export const orbitFrames = turns

/** Once round; what was pointed at is left out. */
export function* orbit(content: SceneContent): Generator<FilmFrame> {
  for (let turn = 0; turn < turns; turn++) {
    const camera = { ...content.camera, azimuth: content.camera.azimuth + 2 * Math.PI * turn / turns }
    yield { content: { ...content, camera }, caption: '', time: turnTime }
  }
}

/** Which of the epochs are shown, and how many frames lie between two: the first and the last one are always among them. */
export function planTraining(epochs: readonly number[]): { readonly shown: readonly number[], readonly between: number, readonly frames: number } {
  const stride = Math.ceil(epochs.length / mostFrames)
  const shown = epochs.filter((_, i) => (epochs.length - 1 - i) % stride === 0 || i === 0)
  const between = Math.max(0, Math.min(mostBetween, Math.floor(mostFrames / shown.length) - 1))
  return { shown, between, frames: shown.length + Math.max(0, shown.length - 1) * between }
}

export async function* training(content: SceneContent, chapters: AsyncIterable<Chapter>, between: number, count: number): AsyncGenerator<FilmFrame> {
  let before: Chapter | null = null
  let number = 0
  for await (const chapter of chapters) {
    number++
    for (let step = 1; before && step <= between; step++) {
      const positions = mixed(before.positions, chapter.positions, step / (between + 1))
      yield { content: { ...content, ...chapter, positions }, caption: before.caption, time: betweenTime }
    }
    yield { content: { ...content, ...chapter }, caption: chapter.caption, time: number === count ? end : rest }
    before = chapter
  }
}

/** For a film that is drawn in another projection than the stage: seen as a whole, without what the stage points at in its own places. */
export function reframed(content: SceneContent, positions: Float32Array): SceneContent {
  const rig = new CameraRig(() => undefined, () => false)
  rig.frame(boundsOf(positions), 'corner')
  return { ...content, camera: rig.state, annotations: noAnnotations, slice: null }
}

/** t from 0 to 1, slow at either end. A point that has only one of two places is there all the time. */
function mixed(from: Float32Array, to: Float32Array, t: number): Float32Array {
  const part = t * t * (3 - 2 * t)
  return to.map((end, i) => {
    const start = from[i] ?? NaN
    return Number.isFinite(start) ? start + part * (end - start) : end
  })
}
