/** Epochs that the disk would not take, in memory until it does. */
import { bytesOf } from './commitEpoch'
import type { StoredRecord } from './commitEpoch'

export interface Pending {
  add(record: StoredRecord): void
  get(epoch: number): StoredRecord | undefined
  remove(epoch: number): void
  /** Ascending by epoch. */
  all(): readonly StoredRecord[]
  /** Epochs given up because memory ran short. */
  lost(): readonly number[]
  clear(): void
}

const megabyte = 1024 * 1024

/** Keeps the optimizers of the newest two only (as the disk does); above `limit` bytes the oldest epoch but these two is given up. */
export function pendingEpochs(limit = 512 * megabyte): Pending {
  const records = new Map<number, StoredRecord>()
  const lost: number[] = []
  const all = () => [...records.values()].sort((a, b) => a.report.epoch - b.report.epoch)

  function trim() {
    const older = all().slice(0, -2)
    for (const record of older) records.set(record.report.epoch, { ...record, optimizer: null })
    let total = all().reduce((sum, record) => sum + bytesOf(record), 0)
    for (const record of older) {
      if (total <= limit) return
      total -= bytesOf({ ...record, optimizer: null })
      records.delete(record.report.epoch)
      lost.push(record.report.epoch)
    }
  }

  return {
    add(record) {
      records.set(record.report.epoch, record)
      trim()
    },
    get: epoch => records.get(epoch),
    remove: epoch => void records.delete(epoch),
    all,
    lost: () => lost,
    clear: () => records.clear(),
  }
}
