/** Everything that is told about what is looked at: its pictures at once, neighbours and trust when it rests. */
import type { Trust } from '@shared/domain/latent/trust'
import { LabError } from '@shared/errors'
import { shallowRef, watch } from 'vue'
import { engine } from '../clients/engine'
import { latentOf, useLatent, type LatentFrame } from '../stores/latent'
import { numberOf, splitOf, useExplore, type Subject } from '../stores/explore'
import { usePictures } from '../stores/pictures'
import { latest } from './latest'
import { reportUnlessPassing } from './passing'

export interface Portrait {
  readonly subject: Subject
  readonly epoch: number
  readonly original: Uint8Array | null
  readonly decoded: Uint8Array
  /** Mean squared error per pixel; null for a place, which has no original. */
  readonly error: number | null
  readonly latent: Float32Array
}

export interface Surroundings {
  /** They lie around this, also when something else is looked at by now. */
  readonly of: Portrait
  readonly neighbours: readonly { readonly index: number, readonly distance: number, readonly pixels: Uint8Array }[]
  readonly trust: Trust
}

const neighbourCount = 12
/** How long a subject rests before its surroundings are asked for, in ms. */
const rest = 90

export function useSubject() {
  const explore = useExplore()
  const latent = useLatent()
  const pictures = usePictures()
  const portrait = shallowRef<Portrait | null>(null)
  const surroundings = shallowRef<Surroundings | null>(null)
  const [runPortrait, runSurroundings] = [latest(reportUnlessPassing), latest(reportUnlessPassing)]
  let timer: ReturnType<typeof setTimeout> | undefined

  async function draw(subject: Subject, frame: LatentFrame): Promise<Portrait> {
    const { runId, epoch } = frame
    if (subject.kind === 'point') {
      const index = numberOf(subject.index)
      const split = splitOf(subject.index)
      const [[original], [made]] = await Promise.all([
        pictures.getOriginals(split, [index]), pictures.getReconstructions(epoch, split, [index]),
      ])
      if (!made) throw new LabError('E_NO_RUN', 'The engine does not have this run.')
      return { subject, epoch, original: original ?? null, decoded: made.pixels, error: made.error, latent: latentOf(frame, subject.index) }
    }
    if (subject.kind === 'place') {
      const { pixels } = await engine.calls.decode({ runId, epoch, points: subject.latent })
      return { subject, epoch, original: null, decoded: pixels, error: null, latent: subject.latent }
    }
    const { pixels, errors, latents } = await engine.calls.encode({ runId, epoch, pixels: subject.pixels })
    return { subject, epoch, original: subject.pixels, decoded: pixels, error: errors[0] ?? null, latent: latents }
  }

  async function survey(now: Portrait, { runId, epoch }: LatentFrame): Promise<Surroundings> {
    const { latent: point, subject } = now
    const [{ indices, distances }, trust] = await Promise.all([
      engine.calls.neighbours({ runId, epoch, point, k: neighbourCount + 1, metric: explore.metric, split: null }),
      engine.calls.trust({ runId, epoch, point }),
    ])
    // An image is its own nearest neighbour, which tells nothing.
    const others = Array.from(indices, (index, i) => ({ index, distance: distances[i] ?? NaN }))
      .filter(({ index }) => subject.kind !== 'point' || index !== subject.index).slice(0, neighbourCount)
    const pixels = await originalsOf(others.map(({ index }) => index))
    return { of: now, trust, neighbours: others.map(other => ({ ...other, pixels: pixels.get(other.index) ?? new Uint8Array(784) })) }
  }

  /** One question a split: while a network trains, the answer to each waits for its turn. */
  async function originalsOf(indices: readonly number[]): Promise<ReadonlyMap<number, Uint8Array>> {
    const found = new Map<number, Uint8Array>()
    await Promise.all((['train', 'test'] as const).map(async (split) => {
      const own = indices.filter(index => splitOf(index) === split)
      const some = await pictures.getOriginals(split, own.map(numberOf))
      own.forEach((index, i) => some[i] && found.set(index, some[i]))
    }))
    return found
  }

  function lookAround(now: Portrait, frame: LatentFrame) {
    clearTimeout(timer)
    timer = setTimeout(() => runSurroundings(async () => {
      const found = await survey(now, frame)
      if (portrait.value === now) surroundings.value = found
    }), rest)
  }

  watch(() => [explore.subject, latent.frame] as const, ([subject, frame]) => {
    if (!subject || !frame) {
      portrait.value = surroundings.value = null
      return
    }
    runPortrait(async () => {
      const drawn = await draw(subject, frame)
      if (explore.subject === null) return
      portrait.value = drawn
      lookAround(drawn, frame)
    })
  }, { immediate: true })
  watch(() => explore.metric, () => {
    if (portrait.value && latent.frame) lookAround(portrait.value, latent.frame)
  })

  return { portrait, surroundings }
}
