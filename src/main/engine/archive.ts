/** What is kept of every epoch, and where from it is read again. On disk: src/main/storage; here, in memory. */
import type { EpochReport } from '@shared/domain/run'
import type { Split } from '@shared/domain/image'
import { LabError } from '@shared/errors'

/** A weight or an optimiser slot by name, row-major. */
export interface NamedArray {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float32Array
}

export interface Embedding {
  readonly dimension: number
  /** N × d. */
  readonly latents: Float32Array
  /** Mean squared error per pixel of each image, N. */
  readonly errors: Float32Array
}

export interface EpochRecord {
  readonly report: EpochReport
  /** Steps since the run began: with the seed, all the state that randomness has. */
  readonly totalSteps: number
  readonly weights: readonly NamedArray[]
  readonly optimizer: readonly NamedArray[]
  readonly embeddings: Readonly<Record<Split, Embedding>>
}

/** One run's epochs. Reading an epoch that is not there is E_NO_RUN. */
export interface RunArchive {
  commit(record: EpochRecord): Promise<void>
  weights(epoch: number): Promise<readonly NamedArray[]>
  embedding(epoch: number, split: Split): Promise<Embedding>
  /** Frees what is held in memory; what is on disk stays. */
  close(): void
}

export function memoryArchive(): RunArchive {
  const records = new Map<number, EpochRecord>()
  function record(epoch: number): EpochRecord {
    const found = records.get(epoch)
    if (!found) throw new LabError('E_NO_RUN', `Epoch ${epoch} of this run is not kept; ${records.size} epochs are.`)
    return found
  }
  return {
    commit: async entry => void records.set(entry.report.epoch, entry),
    weights: async epoch => record(epoch).weights,
    embedding: async (epoch, split) => record(epoch).embeddings[split],
    close: () => records.clear(),
  }
}
