/** The latents of all 70,000 images after the epoch that is shown, as vectors and as places in the drawing. */
import { boundsOf, pointAt, type Bounds } from '@shared/domain/latent/bounds'
import { identity, type Rotation } from '@shared/domain/latent/procrustes'
import { directSpace, embeddedSpace, pcaSpace, type Components, type LatentSpace } from '@shared/domain/latent/space'
import { splitSizes } from '@shared/domain/image'
import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import { engine } from '../clients/engine'
import { Recent } from './recent'
import { useShown } from './shown'
import { Turning } from './turning'

/** Test images are numbered from here. */
export const firstTest = splitSizes.train
export const pointCount = splitSizes.train + splitSizes.test

interface Latents {
  readonly dimension: number
  /** (70,000 × d), train first. */
  readonly values: Float32Array
  /** Mean squared error per pixel of each reconstruction. */
  readonly errors: Float32Array
  /** For d above 3. */
  readonly components: Components | null
}

export interface LatentFrame extends Latents {
  readonly runId: string
  readonly epoch: number
  readonly space: LatentSpace
  /** (70,000 × 3), as drawn. */
  readonly positions: Float32Array
  /** In latent coordinates, before the drawing is turned. */
  readonly bounds: Bounds
}

/** How more than three dimensions become three. */
export type Projection = 'pca' | 'umap'

/** Latents of this many bytes are remembered: 200 epochs of a 3-D space. */
const memory = 240_000_000

export const useLatent = defineStore('latent', () => {
  const shown = useShown()
  const frame = shallowRef<LatentFrame | null>(null)
  const labels = shallowRef<Uint8Array | null>(null)
  /** Turns each cloud like that of the epoch beside it, where that explains most of what moved. */
  const isAligning = ref(true)
  const turning = new Turning()
  const projection = ref<Projection>('pca')
  /** UMAP places of the 10,000 test images by run and epoch, as far as they were worked out: (10,000 × 3). */
  const embeddings = new Recent<string, Float32Array>(100)
  let known: Recent<string, Latents> | null = null

  /** Shows an epoch; rejects where the engine does not have it. */
  async function show(runId: string, epoch: number) {
    const latents = await latentsOf(runId, epoch)
    if (shown.runId !== runId) return
    frame.value = place(runId, epoch, latents)
  }

  /** Fetches an epoch that will be asked for next. */
  async function prepare(runId: string, epoch: number) {
    await latentsOf(runId, epoch)
  }

  async function latentsOf(runId: string, epoch: number): Promise<Latents> {
    const key = `${runId}/${epoch}`
    const remembered = known?.get(key)
    if (remembered) return remembered
    const [train, test] = await Promise.all((['train', 'test'] as const).map(split => engine.calls.latents({ runId, epoch, split })))
    if (!train || !test) throw new RangeError('two splits were asked for')
    const { dimension } = train
    const components = dimension > 3 ? await engine.calls.projection({ runId, epoch }) : null
    const latents = { dimension, components, values: joined(train.values, test.values), errors: joined(train.errors, test.errors) }
    known ??= new Recent(Math.max(2, Math.floor(memory / (4 * (dimension + 1) * pointCount))))
    known.set(key, latents)
    return latents
  }

  /** An epoch as it would be drawn, without showing it; on principal components where there are more than three. */
  async function frameAt(runId: string, epoch: number): Promise<LatentFrame> {
    return project(runId, epoch, await latentsOf(runId, epoch))
  }

  /** Draws the shown epoch anew, after another projection was chosen or worked out, or turning was switched. */
  function replace() {
    const now = frame.value
    if (now) frame.value = place(now.runId, now.epoch, now)
  }

  function keepEmbedding(runId: string, epoch: number, places: Float32Array) {
    embeddings.set(`${runId}/${epoch}`, places)
    if (frame.value?.runId === runId && frame.value.epoch === epoch) replace()
  }

  function place(runId: string, epoch: number, latents: Latents): LatentFrame {
    const { dimension, values, errors, components } = latents
    const embedding = projection.value === 'umap' && dimension > 3 ? embeddings.get(`${runId}/${epoch}`) : undefined
    if (!embedding) return project(runId, epoch, { dimension, values, errors, components })
    const space = embeddedSpace(dimension, embedding, values.subarray(firstTest * dimension))
    const positions = new Float32Array(3 * pointCount).fill(NaN) // train images have no place
    positions.set(embedding, 3 * firstTest)
    return { dimension, values, errors, components, runId, epoch, space, positions, bounds: boundsOf(positions) }
  }

  function project(runId: string, epoch: number, latents: Latents): LatentFrame {
    const { dimension, components, values } = latents
    const spaceOf = (rotation: Rotation) => components ? pcaSpace(components, rotation) : directSpace(dimension, rotation)
    const plain = spaceOf(identity)
    const positions = plain.project(values)
    const rotation = isAligning.value && dimension > 1 ? turning.rotationOf(runId, epoch, positions) : identity
    const space = rotation === identity ? plain : spaceOf(rotation)
    const drawn = rotation === identity ? positions : space.project(values)
    return { ...latents, runId, epoch, space, positions: drawn, bounds: boundsOf(positions) }
  }

  async function loadLabels() {
    if (labels.value) return
    const [train, test] = await Promise.all((['train', 'test'] as const).map(split => engine.calls.labels({ split })))
    if (train && test) labels.value = joinedBytes(train.labels, test.labels)
  }

  function forget() {
    frame.value = null
    known = null // another run may have another dimension
    turning.forget()
  }

  watch([projection, isAligning], replace)

  return { frame, labels, isAligning, projection, show, prepare, frameAt, keepEmbedding, loadLabels, forget }
})

/** The latent vector of an image. */
export function latentOf({ values, dimension }: Pick<LatentFrame, 'values' | 'dimension'>, index: number): Float32Array {
  return values.slice(index * dimension, (index + 1) * dimension)
}

/** (n × 3) principal components of the test images, from which UMAP starts. */
export function testStart({ components, values, dimension }: LatentFrame): Float32Array {
  const test = values.subarray(firstTest * dimension)
  return components ? pcaSpace(components).project(test) : directSpace(dimension).project(test)
}

/** Where a latent vector is drawn: an image's own place, or the projection of any vector. */
export function placeOf({ space }: LatentFrame, latent: Float32Array): readonly [number, number, number] {
  return pointAt(space.project(latent), 0)
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  const all = new Float32Array(a.length + b.length)
  all.set(a)
  all.set(b, a.length)
  return all
}

function joinedBytes(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length)
  all.set(a)
  all.set(b, a.length)
  return all
}
