/** Pictures of the data set, and what the network of each kept epoch makes of them: asked for once, then remembered. */
import { imagePixels } from '@shared/domain/image'
import type { Split } from '@shared/domain/image'
import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { engine } from '../clients/engine'
import { Recent } from './recent'
import { useShown } from './shown'

export interface Reconstruction {
  readonly pixels: Uint8Array
  /** Mean squared error per pixel. */
  readonly error: number
}

/** Reconstructions of this many epochs and splits are remembered: 64 pictures each, about 50 kB. */
const epochsKept = 400

export const usePictures = defineStore('pictures', () => {
  const run = useShown()
  const originals = new Map<string, Uint8Array>()
  const reconstructions = new Recent<string, Map<number, Reconstruction>>(epochsKept)
  const testErrors = new Recent<string, Float32Array>(8)
  /** Classes of the test images, once they were asked for. */
  const labels = shallowRef<Readonly<Record<Split, Uint8Array | null>>>({ train: null, test: null })

  /** In the order of `indices`. */
  async function getOriginals(split: Split, indices: readonly number[]): Promise<readonly Uint8Array[]> {
    const missing = indices.filter(i => !originals.has(`${split}/${i}`))
    if (missing.length > 0) {
      const { pixels } = await engine.calls.images({ split, indices: Int32Array.from(missing) })
      missing.forEach((index, n) => originals.set(`${split}/${index}`, pictureAt(pixels, n)))
    }
    return indices.map(i => originals.get(`${split}/${i}`) ?? new Uint8Array(imagePixels))
  }

  /** What is remembered of an epoch, without asking; undefined where any picture is missing. */
  function peek(epoch: number, split: Split, indices: readonly number[]): readonly Reconstruction[] | undefined {
    const known = reconstructions.get(keyOf(epoch, split))
    const found = indices.map(i => known?.get(i))
    return found.every(r => r !== undefined) ? found : undefined
  }

  async function getReconstructions(epoch: number, split: Split, indices: readonly number[]): Promise<readonly Reconstruction[]> {
    const runId = run.runId
    const key = keyOf(epoch, split)
    const known = reconstructions.get(key) ?? new Map<number, Reconstruction>()
    const missing = indices.filter(i => !known.has(i))
    if (missing.length > 0 && runId) {
      const { pixels, errors } = await engine.calls.reconstruct({ runId, epoch, split, indices: Int32Array.from(missing) })
      missing.forEach((index, n) => known.set(index, { pixels: pictureAt(pixels, n), error: errors[n] ?? 0 }))
    }
    reconstructions.set(key, known)
    return indices.flatMap(i => known.get(i) ?? [])
  }

  /** The error of each of the 10,000 test images after an epoch. */
  async function getTestErrors(epoch: number): Promise<Float32Array> {
    const runId = run.runId
    const key = keyOf(epoch, 'test')
    const known = testErrors.get(key)
    if (known || !runId) return known ?? new Float32Array()
    const { errors } = await engine.calls.latents({ runId, epoch, split: 'test' })
    testErrors.set(key, errors)
    return errors
  }

  async function loadLabels(split: Split) {
    if (labels.value[split]) return
    const { labels: found } = await engine.calls.labels({ split })
    labels.value = { ...labels.value, [split]: found }
  }

  function keyOf(epoch: number, split: Split) {
    return `${run.runId}/${epoch}/${split}`
  }

  watch(() => run.runId, () => {
    reconstructions.clear()
    testErrors.clear()
  })

  return { labels, getOriginals, peek, getReconstructions, getTestErrors, loadLabels }
})

function pictureAt(pixels: Uint8Array, n: number): Uint8Array {
  return pixels.slice(n * imagePixels, (n + 1) * imagePixels)
}
