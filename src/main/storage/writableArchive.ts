/**
 * A run opened for writing. An epoch that the disk does not take stays in memory, can be read from there, and is written with the next:
 * training never stops for a disk.
 */
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { messageOf } from '@shared/errors'
import { pruneOptimizers, summaryOf } from './bookkeeping'
import { commitEpoch, notCommitted } from './commitEpoch'
import { diskFault } from './faults'
import { noHistory, readHistory } from './history'
import { files } from './layout'
import { linesWriter } from './lines'
import { acquireLock } from './lock'
import { pendingEpochs } from './pending'
import { pointOf } from './record'
import { findEpoch, readArrays, readEmbedding, readResumePoint } from './readEpoch'
import { setAside } from './recover'
import { relocate } from './relocate'
import { experimentOf, writeRunFile } from './runFile'
import { serially } from './serially'
import type { EpochReport } from '@shared/domain/run'
import type { Split } from '@shared/domain/image'
import type { DiskArchive, RunChanges } from './archive'
import type { StoredRecord } from './commitEpoch'
import type { KeptEpoch } from './epochs'
import type { CommitFault } from './faults'
import type { FsPort } from './fsPort'
import type { HistoryEntry } from './history'
import type { LoadedRun } from './loadRun'
import type { Lock } from './lock'
import type { EpochRecord } from './record'
import type { RunFile } from './runFile'

export class WritableArchive implements DiskArchive {
  readonly access = 'write'
  readonly notices: string[]
  readonly leftovers: readonly string[]
  private file: RunFile
  private epochs: readonly KeptEpoch[]
  private figures: readonly EpochReport[]
  /** Not yet in metrics.jsonl. */
  private unlisted: readonly EpochReport[]
  /** Not yet in history.jsonl. */
  private untold: HistoryEntry[] = []
  private appendMetrics: ReturnType<typeof linesWriter>
  private appendHistory: ReturnType<typeof linesWriter>
  private readonly pending = pendingEpochs()
  private readonly inTurn = serially()

  constructor(private readonly fs: FsPort, private path: string, run: LoadedRun, historyEnd: number, private lock: Lock) {
    this.notices = [...run.notices]
    this.leftovers = run.leftovers
    this.file = run.file
    this.epochs = run.kept
    this.figures = run.reports
    this.unlisted = unlistedOf(run)
    this.appendMetrics = linesWriter(fs, join(path, files.metrics), run.metrics.end)
    this.appendHistory = linesWriter(fs, join(path, files.history), historyEnd)
  }

  folder = () => this.path
  facts = () => this.file
  kept = () => this.epochs
  reports = () => this.figures
  unsaved = () => ({ waiting: this.pending.all().map(({ report }) => report.epoch), lost: this.pending.lost() })

  async weights(epoch: number) {
    return this.pending.get(epoch)?.weights ?? readArrays(this.fs, this.path, findEpoch(this.epochs, epoch), 'weights.bin')
  }

  async embedding(epoch: number, split: Split) {
    return this.pending.get(epoch)?.embeddings[split] ?? readEmbedding(this.fs, this.path, findEpoch(this.epochs, epoch), split)
  }

  async resumePoint(epoch?: number) {
    const waiting = epoch !== undefined && this.pending.get(epoch)
    return waiting ? pointOf(waiting) : readResumePoint(this.fs, this.path, this.epochs, epoch)
  }

  commit(record: EpochRecord): Promise<void> {
    const { epoch } = record.report
    this.figures = [...this.figures.filter(report => report.epoch < epoch), record.report]
    for (const { report } of this.pending.all()) if (report.epoch > epoch) this.pending.remove(report.epoch)
    this.pending.add(record)
    return this.flush()
  }

  /** Brings metrics.jsonl and run.json up to date with the epochs that are there: a crash may have come between them. */
  async settle(): Promise<void> {
    const isCurrent = isDeepStrictEqual(this.file.summary, summaryOf(this.figures, this.epochs))
    if (!isCurrent || this.unlisted.length > 0) await this.keepBooks()
  }

  tell(entry: HistoryEntry): void {
    this.untold.push(entry)
  }

  async history(): Promise<readonly HistoryEntry[]> {
    return this.inTurn(async () => [...(await readHistory(this.fs, this.path)).entries, ...this.untold])
  }

  flush(): Promise<void> {
    return this.inTurn(() => this.writePending())
  }

  update(changes: RunChanges): Promise<void> {
    return this.inTurn(async () => {
      this.file = { ...this.file, ...changes }
      await this.lock.check()
      await writeRunFile(this.fs, this.path, this.file).catch((error: unknown) => {
        throw diskFault(error, 'The state of the run could not be saved')
      })
      await this.writeHistory()
    })
  }

  moveTo(runsFolder: string): Promise<void> {
    return this.inTurn(async () => {
      const past = (await readHistory(this.fs, this.path).catch(() => noHistory)).entries
      const moved = await relocate(this.fs, this.path, runsFolder, this.file, this.epochs)
      const lock = await acquireLock(this.fs, moved.folder)
      await this.lock.release()
      this.lock = lock
      this.path = moved.folder
      this.epochs = moved.kept
      this.notices.push(...moved.notices)
      this.unlisted = this.figures.filter(({ epoch }) => !this.pending.get(epoch))
      this.appendMetrics = linesWriter(this.fs, join(this.path, files.metrics), 0)
      this.appendHistory = linesWriter(this.fs, join(this.path, files.history), 0)
      this.untold = [...past, ...this.untold]
      await this.writePending()
    })
  }

  close(): Promise<void> {
    return this.inTurn(async () => {
      await this.writePending().catch(() => undefined) // whoever cares asked `unsaved` before
      await this.writeHistory()
      await this.lock.release()
      this.pending.clear()
    })
  }

  private async writePending(): Promise<void> {
    const doubts: CommitFault[] = []
    try {
      for (const record of this.pending.all()) {
        const doubt = await this.save(record)
        if (doubt) doubts.push(doubt)
      }
    } finally {
      if (this.unlisted.length > 0) await this.keepBooks()
    }
    if (doubts[0]) throw doubts[0]
  }

  private async save(record: StoredRecord): Promise<CommitFault | null> {
    const { epoch } = record.report
    await this.forgetFrom(epoch).catch((error: unknown) => {
      throw notCommitted(epoch, error, 0)
    })
    const context = { fs: this.fs, folder: this.path, experiment: experimentOf(this.file), fence: () => this.lock.check() }
    const { manifest, doubt } = await commitEpoch(context, record)
    this.pending.remove(epoch)
    this.epochs = [...this.epochs, { manifest, resumable: record.optimizer !== null, problems: [] }]
    this.unlisted = [...this.unlisted, record.report]
    this.file = { ...this.file, rateChanges: manifest.rateChanges }
    if (!doubt) this.epochs = await pruneOptimizers(this.fs, this.path, this.epochs).catch(() => this.epochs)
    return doubt
  }

  /** A run resumed before its newest epoch replaces what came after: that is set aside. */
  private async forgetFrom(first: number): Promise<void> {
    for (const { manifest } of this.epochs.filter(k => k.manifest.epoch >= first).reverse()) {
      await this.lock.check()
      this.notices.push(await setAside(this.fs, this.path, manifest.epoch))
      this.epochs = this.epochs.filter(k => k.manifest !== manifest)
    }
  }

  /** What fails here can be made anew from the epochs, so it must not fail a commit; the next one tries again. */
  private async keepBooks(): Promise<void> {
    try {
      await this.lock.check()
      await this.appendMetrics(this.unlisted.map(report => ({ report })))
      this.unlisted = []
      this.file = { ...this.file, summary: summaryOf(this.figures, this.epochs) }
      await writeRunFile(this.fs, this.path, this.file)
      await this.writeHistory()
    } catch (error) {
      this.notices.push(messageOf(diskFault(error, 'The list of epochs was not brought up to date')))
    }
  }

  /** A run without its story is still the run: a failure waits for the next time. */
  private async writeHistory(): Promise<void> {
    try {
      await this.lock.check()
      await this.appendHistory(this.untold)
      this.untold = []
    } catch { /* it is still in `untold` */ }
  }
}

/** Figures that a crash or a torn line kept out of metrics.jsonl; of a sampled file only its end is known. */
function unlistedOf({ reports, metrics }: LoadedRun): EpochReport[] {
  const listed = new Set(metrics.reports.map(({ epoch }) => epoch))
  const newest = metrics.reports.at(-1)?.epoch ?? 0
  return reports.filter(({ epoch }) => metrics.sampled ? epoch > newest : !listed.has(epoch))
}
