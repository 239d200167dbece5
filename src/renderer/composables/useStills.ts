/** The stage as a picture or a film in a file, drawn at the size that was asked for. */
import { colourByClass, colourByValue } from '@shared/domain/latent/colours'
import { ref } from 'vue'
import { Darkroom, type PictureSize, type SceneContent } from '../scene/darkroom'
import { orbit, orbitFrames, planTraining, reframed, training, type Chapter, type FilmFrame } from '../scene/filmScript'
import type { LatentScene } from '../scene/latentScene'
import { useExplore } from '../stores/explore'
import { useLatent, type LatentFrame } from '../stores/latent'
import { useMessages } from '../stores/messages'
import { useShown } from '../stores/shown'
import { useTimeline } from '../stores/timeline'
import { translate } from '../texts'
import { FilmEncoder } from '../workers/filmEncoder'
import { axesOf } from './useLatentScene'
import { classes, type useMarks } from './useMarks'
import { saveFile } from './usePortraitActions'
import { theme } from './useTheme'

export type FilmKind = 'orbit' | 'training'

export function useStills(scene: () => LatentScene | null, marks: ReturnType<typeof useMarks>) {
  const explore = useExplore()
  const latent = useLatent()
  const shown = useShown()
  const timeline = useTimeline()
  const messages = useMessages()
  /** 0 to 1 while a film is being made. */
  const share = ref<number | null>(null)
  let encoder: FilmEncoder | null = null

  async function savePicture(size: PictureSize) {
    const made = scene()
    if (!made) return
    const room = new Darkroom(size)
    try {
      room.draw(made.content())
      const png = await room.toPng()
      await save(`latent-space-epoch-${timeline.epoch}.png`, new Uint8Array(await png.arrayBuffer()))
    } finally {
      room.dispose()
    }
  }

  async function saveFilm(kind: FilmKind, width: number) {
    const made = scene()
    if (!made || encoder) return
    const content = withoutPointers(made.content())
    const bytes = await shoot(kind === 'orbit' ? { frames: orbit(content), count: orbitFrames } : await ofTraining(content), sizeOf(content, width))
    if (bytes) await save(kind === 'orbit' ? `orbit-epoch-${timeline.epoch}.gif` : 'training.gif', bytes)
  }

  /** Frame after frame; between two the window has its turn. Null where it was cancelled. */
  async function shoot(
    { frames, count }: { frames: Iterable<FilmFrame> | AsyncIterable<FilmFrame>, count: number }, size: PictureSize,
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    const room = new Darkroom(size)
    const mine = encoder = new FilmEncoder(size.width, size.height)
    share.value = 0
    try {
      let done = 0
      for await (const { content, caption, time } of frames) {
        if (encoder !== mine) return null
        room.draw(content, caption)
        await mine.add(room.pixels(), time)
        if (encoder === mine) share.value = ++done / count
      }
      return await mine.finish()
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return null
      throw error
    } finally {
      if (encoder === mine) cancel()
      room.dispose()
    }
  }

  function cancel() {
    encoder?.dispose()
    encoder = null
    share.value = null
  }

  async function ofTraining(content: SceneContent) {
    const { shown: epochs, between, frames: count } = planTraining(shown.epochs.map(({ epoch }) => epoch))
    return { frames: training(await onComponents(content), chapters(epochs), between, epochs.length), count }
  }

  /** Few epochs have a UMAP, so the film is drawn on principal components; the stage's camera would look past those. */
  async function onComponents(content: SceneContent): Promise<SceneContent> {
    const { frame } = latent
    if (frame?.space.kind !== 'umap') return content
    return reframed(content, (await latent.frameAt(frame.runId, frame.epoch)).positions)
  }

  async function* chapters(epochs: readonly number[]): AsyncGenerator<Chapter> {
    const runId = shown.runId
    for (const epoch of epochs) {
      if (runId === null) return
      const frame = await latent.frameAt(runId, epoch)
      yield {
        positions: frame.positions, bounds: frame.bounds, axes: axesOf(frame),
        marks: { colours: coloursOf(frame), shapes: marks.shapes.value, states: marks.states.value },
        caption: translate('explore.film.caption', { epoch, last: timeline.last }),
      }
    }
  }

  /** What is worked out for one epoch alone (density, disagreement) colours no other one: classes do then. */
  function coloursOf(frame: LatentFrame): Uint8Array {
    if (explore.colourMode === 'error' && marks.scale.value) return colourByValue(frame.errors, marks.scale.value)
    if (explore.colourMode === 'split') return marks.colours.value
    return colourByClass(latent.labels ?? new Uint8Array(frame.errors.length), classes, theme.value)
  }

  async function save(name: string, bytes: Uint8Array) {
    const said = await saveFile(name, bytes)
    if (said) messages.say(said)
  }

  return {
    share, cancel,
    savePicture: (size: PictureSize) => void savePicture(size).catch(messages.report),
    saveFilm: (kind: FilmKind, width: number) => void saveFilm(kind, width).catch(messages.report),
  }
}

/** A film shows the cloud, not what the hand was at when it was begun. */
function withoutPointers(content: SceneContent): SceneContent {
  const markers = content.annotations.markers.filter(({ kind }) => kind !== 'hover' && kind !== 'neighbour')
  return { ...content, annotations: { ...content.annotations, markers, outline: null } }
}

/** As wide as asked for, in the window's proportions. */
function sizeOf({ width, height }: SceneContent, wanted: number): PictureSize {
  return { width: wanted, height: Math.max(1, Math.round(wanted * height / width)) }
}
