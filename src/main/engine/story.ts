/** What a run tells between its epochs: its log, and its loss within them. Kept with the run, so that it can be drawn again as it was. */
import type { BatchReport, LogEntry, RunId } from '@shared/domain/run'
import type { HistoryEntry } from '../storage/history'
import { Curve } from './announce'

/** The most sentences that a window is given; a run says a few an epoch. */
export const mostLogged = 500

export interface Story {
  readonly batches: readonly BatchReport[]
  readonly log: readonly LogEntry[]
}

/**
 * A story as it stands on the disk. Steps that were trained twice, because a run went on from an epoch before its end, are told once: as
 * they were the second time. `runId` because an imported run has another one than it was told under.
 */
export function storyOf(runId: RunId, entries: readonly HistoryEntry[]): Story {
  const batches: BatchReport[] = []
  const log: LogEntry[] = []
  for (const told of entries) {
    if (told.kind === 'log') log.push(told.entry)
    else {
      forgetAfter(batches, told.report.totalSteps - 1)
      batches.push({ ...told.report, runId })
    }
  }
  const curve = new Curve()
  for (const report of batches) curve.add(report)
  return { batches: curve.reports, log: log.slice(-mostLogged) }
}

/** The part of it that a run which goes on after `totalSteps` still has behind it. */
export function upTo(batches: readonly BatchReport[], totalSteps: number): readonly BatchReport[] {
  return batches.filter(report => report.totalSteps <= totalSteps)
}

function forgetAfter(batches: BatchReport[], totalSteps: number): void {
  while ((batches.at(-1)?.totalSteps ?? 0) > totalSteps) batches.pop()
}
