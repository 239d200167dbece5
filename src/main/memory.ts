/** Who holds how much memory. */
import type { ProcessMetric } from 'electron'
import type { MemoryReport } from '@shared/contract/main'
import type { z } from '@shared/schema'

type Metric = Pick<ProcessMetric, 'pid' | 'type' | 'memory'>

/** Sums the processes' resident memory by what they are for, in bytes. */
export function memoryReport(metrics: readonly Metric[], enginePid: number | undefined): z.infer<typeof MemoryReport> {
  const of = (belongs: (metric: Metric) => boolean) =>
    metrics.filter(belongs).reduce((sum, { memory }) => sum + memory.workingSetSize * 1024, 0)
  return {
    main: of(({ type }) => type === 'Browser'),
    window: of(({ type }) => type === 'Tab'),
    engine: of(({ pid }) => pid === enginePid),
    gpu: of(({ type }) => type === 'GPU'),
  }
}
