/** What is kept of every epoch, and the archive that keeps it. */
import type { EpochReport, RateChange } from '@shared/domain/run'
import type { Split } from '@shared/domain/image'

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

/** From `commit` on, the arrays belong to the archive: whoever hands them over must not write into them again. */
export interface EpochRecord {
  readonly report: EpochReport
  /** Steps since the run began: with the seed, all the state that randomness has. */
  readonly totalSteps: number
  readonly weights: readonly NamedArray[]
  readonly optimizer: readonly NamedArray[]
  readonly embeddings: Readonly<Record<Split, Embedding>>
  /** Learning rates set by hand so far: a resumed run needs them. */
  readonly rateChanges?: readonly RateChange[]
}

/** Everything training needs to go on as if it had never stopped: all randomness is a function of (seed, step). */
export interface ResumePoint {
  readonly epoch: number
  readonly totalSteps: number
  readonly weights: readonly NamedArray[]
  readonly optimizer: readonly NamedArray[]
  readonly rateChanges: readonly RateChange[]
}

/** Of an epoch in memory; null where its optimizer was given up. */
export function pointOf(record: Omit<EpochRecord, 'optimizer'> & { readonly optimizer: readonly NamedArray[] | null }): ResumePoint | null {
  const { report: { epoch }, totalSteps, weights, optimizer, rateChanges = [] } = record
  return optimizer && { epoch, totalSteps, weights, optimizer, rateChanges }
}

/** One run's epochs. Reading an epoch that is not there is E_NO_RUN. */
export interface RunArchive {
  /** On disk, rejects with a CommitFault (faults.ts) where an epoch could not be written: it stays in memory, to go with the next. */
  commit(record: EpochRecord): Promise<void>
  weights(epoch: number): Promise<readonly NamedArray[]>
  embedding(epoch: number, split: Split): Promise<Embedding>
  /** Of an epoch, or of the newest on the disk that has its optimizer; null where none is kept: see `bookkeeping`. */
  resumePoint(epoch?: number): Promise<ResumePoint | null>
  /** Frees what is held in memory; what is on disk stays. */
  close(): void | Promise<void>
}
