/** How soon the engine answers while it trains. */
import type { Figure } from '../figure'
import type { Part } from '../part'
import { percentile } from '../statistics'
import { startOwnWorker } from '../worker'

interface Times {
  readonly training: readonly number[]
  readonly evaluating: readonly number[]
}

const goal = { atMost: 60 } // ms

export const latency: Part = {
  name: 'latency',
  title: 'Answers while training (a thread asks through the port)',
  async measure({ options }) {
    const worker = await startOwnWorker('latency', String(options.probes))
    try {
      const times = await worker.ask<Readonly<Record<string, Times>>>('latency')
      return Object.entries(times).flatMap(([call, found]) => figuresOf(call, found))
    } finally {
      await worker.stop()
    }
  },
}

function figuresOf(call: string, { training, evaluating }: Times): Figure[] {
  const during: Figure[] = evaluating.length < 5
    ? []
    : [{ name: `${call} during evaluation, p95`, unit: 'ms', value: percentile(evaluating, 0.95), median: percentile(evaluating, 0.5), measured: { evaluating } }]
  return [
    { name: `${call} while training, p95`, unit: 'ms', value: percentile(training, 0.95), median: percentile(training, 0.5), goal,
      detail: `${training.length} calls`, measured: { training } },
    ...during,
  ]
}
