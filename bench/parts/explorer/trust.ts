/** What the trust meter says of places of known kinds. */
import type { PresetId } from '@shared/domain/presets'
import type { Figure } from '../../figure'
import type { Part } from '../../part'
import { percentile } from '../../statistics'
import { startOwnWorker } from '../../worker'
import type { Judged, Judgements } from '../../workers/trust'

const ids: readonly PresetId[] = ['seed', 'variational', 'thirty-two']

export const trust: Part = {
  name: 'explorer-trust',
  title: 'The trust meter, asked about places of known kinds, after five epochs',
  async measure({ tell }) {
    const worker = await startOwnWorker('trust')
    try {
      const figures: Figure[] = []
      for (const id of ids) {
        tell(id)
        figures.push(...figuresOf(id, await worker.ask<Judgements>(id)))
      }
      return figures
    } finally {
      await worker.stop()
    }
  },
}

function figuresOf(id: PresetId, { moved, between, box, outside, distanceBound, cycleBound }: Judgements): Figure[] {
  return [
    { ...share(`${id}: test images moved by a pixel, trusted`, moved, 'high'), goal: { atLeast: 90 },
      detail: `bounds: distance ${distanceBound.toFixed(2)}, round trip ${cycleBound.toFixed(2)} spacings` },
    share(`${id}: half way between two images, trusted`, between, 'high'),
    share(`${id}: anywhere in their box, trusted`, box, 'high'),
    { ...share(`${id}: around the box, called far`, outside, 'low'), goal: { atLeast: 99 } },
  ]
}

function share(name: string, { levels, distances, cycles }: Judged, level: string): Figure {
  const shares = (['high', 'middle', 'unstable', 'low'] as const)
    .map(one => `${one} ${(100 * levels.filter(found => found === one).length / levels.length).toFixed(0)}`)
  return {
    name, unit: '%', value: 100 * levels.filter(found => found === level).length / levels.length,
    detail: `${shares.join(', ')}; distance ${percentile(distances, 0.5).toFixed(2)}, round trip ${percentile(cycles, 0.5).toFixed(2)} (medians)`,
    measured: { distances, cycles },
  }
}
