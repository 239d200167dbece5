/** What is kept of every epoch (src/main/storage keeps it on disk); here, an archive in memory. */
import { LabError } from '@shared/errors'
import type { EpochRecord, RunArchive } from '../storage/record'

export type { Embedding, EpochRecord, NamedArray, RunArchive } from '../storage/record'

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
