/** Turns the loop's hundreds of chunks a second into at most twenty reports, each the mean of what it stands for. */
import type { BatchReport } from '@shared/domain/run'

const interval = 50 // ms
/** What a speed keeps of the one before it: a single slow step, such as the first of its shape, must not make the figure jump. */
const memory = 0.8

export interface Coalescer {
  add(report: BatchReport, steps: number): void
  /** Sends what waits, for example before an epoch is announced. */
  flush(): void
}

export function coalesced(send: (report: BatchReport) => void, now: () => number = () => performance.now()): Coalescer {
  let waiting: BatchReport | null = null
  let lossSum = 0
  let stepSum = 0
  let speedSum = 0
  let last = -Infinity

  let pastSteps = 0
  let pastSpeed = 0

  function flush() {
    if (!waiting) return
    pastSteps = memory * pastSteps + stepSum
    pastSpeed = memory * pastSpeed + speedSum
    send({ ...waiting, loss: lossSum / stepSum, imagesPerSecond: pastSteps / pastSpeed })
    waiting = null
    lossSum = stepSum = speedSum = 0
    last = now()
  }

  return {
    add(report, steps) {
      waiting = report
      lossSum += report.loss * steps
      stepSum += steps
      // Speeds of equal numbers of images average harmonically.
      speedSum += steps / report.imagesPerSecond
      // An epoch's last batch is a partial one: a report of it alone would be a spike in the curve.
      const lastIsNext = report.steps - report.step === 1
      if (now() - last >= interval && !lastIsNext) flush()
    },
    flush,
  }
}

const mostKept = 2000

/** Keeps a curve of any length in at most 2,000 reports, by dropping every second one when it is full. */
export class Curve {
  readonly reports: BatchReport[] = []
  private stride = 1
  private skipped = 0

  /** Whether it was kept, so far: a longer curve may drop it again. */
  add(report: BatchReport): boolean {
    if (++this.skipped < this.stride) return false
    this.skipped = 0
    this.reports.push(report)
    if (this.reports.length >= mostKept) this.thin()
    return true
  }

  private thin(): void {
    this.reports.splice(0, this.reports.length, ...this.reports.filter((_, index) => index % 2 === 1))
    this.stride *= 2
  }
}
