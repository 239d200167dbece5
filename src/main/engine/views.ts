/** Answers what the window asks of kept epochs: pictures, latents, neighbours. Keeps what it last built, because the next question is near. */
import type { Split } from '@shared/domain/image'
import type { RunConfig } from '@shared/domain/runConfig'
import { LabError } from '@shared/errors'
import type { Embedding, NamedArray, RunArchive } from './archive'
import type { Backend } from './backend'
import { picturesOf } from './data/fashionMnist'
import type { DataSet } from './data/fashionMnist'
import { viewerOf } from './model/viewer'
import type { Seen, Viewer } from './model/viewer'
import { turn } from './model/turn'
import { principalAxes, spaceOf } from './space'
import type { Metric, Space } from './space'

export interface KeptRun {
  readonly runId: string
  readonly config: RunConfig
  readonly archive: RunArchive
}

/** A kept epoch of a run. */
export interface At {
  readonly runId: string
  readonly epoch: number
}

const mostPoints = 4096

export class Views {
  private viewer: { runId: string, epoch: number, viewer: Viewer } | null = null
  private space: { runId: string, epoch: number, space: Promise<Space> } | null = null

  /** Of all images, train first. */
  private readonly labels: Uint8Array

  constructor(private readonly backend: Backend, private readonly data: DataSet, private readonly find: (at: At) => Promise<KeptRun>) {
    this.labels = Uint8Array.from([...data.labels.train, ...data.labels.test])
  }

  async reconstruct(at: At, split: Split, indices: Int32Array): Promise<Seen> {
    const pictures = picturesOf(this.data, numbersOf(this.data, split, indices))
    return this.seen(at, viewer => viewer.look(pictures))
  }

  async encode(at: At, pixels: Uint8Array): Promise<Seen> {
    return this.seen(at, viewer => viewer.look(pixels))
  }

  async decode(at: At, points: Float32Array): Promise<Uint8Array> {
    const { config } = await this.find(at)
    expectPoints(points, config.network.latent)
    return this.seen(at, viewer => viewer.decode(points))
  }

  async latents(at: At, split: Split): Promise<Embedding> {
    return (await this.find(at)).archive.embedding(at.epoch, split)
  }

  async neighbours(at: At, point: Float32Array, k: number, metric: Metric, split: Split | null) {
    const space = await this.spaceAt(at)
    expectPoints(point, space.dimension, 1)
    return space.neighbours(point, k, metric, split)
  }

  async trust(at: At, point: Float32Array) {
    const space = await this.spaceAt(at)
    expectPoints(point, space.dimension, 1)
    const cycle = async (points: Float32Array) => (await this.seen(at, viewer => viewer.look(viewer.decode(points)))).latents
    return space.trust(point, cycle, turn)
  }

  /** Of `count` images from the `first` on, test images after those of train. */
  async surroundings(at: At, first: number, count: number) {
    const space = await this.spaceAt(at)
    return space.surroundings(this.labels, first, count, turn)
  }

  async projection(at: At) {
    return principalAxes(this.backend.native, await this.latents(at, 'train'), turn)
  }

  /** Forgets what belongs to a run, and frees it. */
  forget(runId: string): void {
    if (this.viewer?.runId === runId) {
      this.viewer.viewer.dispose()
      this.viewer = null
    }
    if (this.space?.runId === runId) this.space = null
  }

  /** What a viewer of the epoch says. It is asked at once: while an answer waited, another question would show it another epoch. */
  private async seen<T>(at: At, ask: (viewer: Viewer) => T): Promise<T> {
    if (this.viewer?.runId === at.runId && this.viewer.epoch === at.epoch) return ask(this.viewer.viewer)
    const { config, archive } = await this.find(at)
    const weights = await archive.weights(at.epoch)
    return ask(this.show(at, config, weights))
  }

  private show({ runId, epoch }: At, { network }: RunConfig, weights: readonly NamedArray[]): Viewer {
    if (this.viewer?.runId === runId) {
      this.viewer.viewer.show(weights)
      this.viewer.epoch = epoch
      return this.viewer.viewer
    }
    this.viewer?.viewer.dispose()
    this.viewer = null // what follows may fail
    const viewer = viewerOf(network, weights, this.backend.native)
    this.viewer = { runId, epoch, viewer }
    return viewer
  }

  /** Two questions about the same epoch wait for one space: it takes longer to make than to ask. */
  private spaceAt(at: At): Promise<Space> {
    if (this.space?.runId === at.runId && this.space.epoch === at.epoch) return this.space.space
    const space = this.openSpace(at)
    this.space = { runId: at.runId, epoch: at.epoch, space }
    space.catch(() => {
      if (this.space?.space === space) this.space = null
    })
    return space
  }

  private async openSpace(at: At): Promise<Space> {
    const [train, test] = await Promise.all([this.latents(at, 'train'), this.latents(at, 'test')])
    return spaceOf({ train, test }, turn)
  }
}

/** Positions in a split to numbers in the whole data set. */
export function numbersOf(data: DataSet, split: Split, indices: Int32Array): Int32Array {
  const size = data.sizes[split]
  const wrong = indices.find(index => index < 0 || index >= size)
  if (wrong !== undefined) throw new LabError('E_IPC_SCHEMA', `indices: ${wrong} is no image of the ${split} split (0 to ${size - 1}).`)
  return split === 'train' ? indices : indices.map(index => index + data.sizes.train)
}

function expectPoints(points: Float32Array, dimension: number, count?: number): void {
  const found = points.length / dimension
  if (!Number.isInteger(found) || found > mostPoints || (count !== undefined && found !== count))
    throw new LabError('E_IPC_SCHEMA', `points: must hold ${count ?? `at most ${mostPoints}`} × ${dimension} numbers, not ${points.length}.`)
  if (!points.every(Number.isFinite)) throw new LabError('E_IPC_SCHEMA', 'points: must be finite numbers.')
}

/** Pictures of the data set by position in a split. */
export function imagesOf(data: DataSet, split: Split, indices: Int32Array): Uint8Array {
  return picturesOf(data, numbersOf(data, split, indices))
}
