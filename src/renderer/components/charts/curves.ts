/** From a run's reports to the lines of its chart: pure, so that what is drawn can be tested. */
import type { BatchReport, EpochReport, Floors } from '@shared/domain/run'
import type { RunConfig } from '@shared/domain/runConfig'

export const quantities = ['mse', 'loss', 'psnr', 'knn', 'kl'] as const
export type Quantity = (typeof quantities)[number]

/** x in epochs, fractions within an epoch included. */
export type Point = readonly [x: number, y: number]

export interface Curves {
  readonly batch: readonly Point[]
  readonly train: readonly Point[]
  readonly test: readonly Point[]
  readonly floors: readonly { readonly kind: 'pca' | 'mean', readonly value: number }[]
  readonly rate: readonly Point[]
}

/** What can be drawn of a run: its loss only where that is not the MSE itself. */
export function quantitiesOf(config: RunConfig): readonly Quantity[] {
  return quantities.filter(q => (q === 'loss' ? !isPlainMse(config) : q === 'kl' ? config.network.variational : true))
}

export function curvesOf(
  quantity: Quantity, config: RunConfig, epochs: readonly EpochReport[], batches: readonly BatchReport[], floors: Floors | null,
): Curves {
  const isObjective = quantity === 'loss' || (quantity === 'mse' && isPlainMse(config))
  const of = (pick: (report: EpochReport) => number | null) => epochs.flatMap((report): Point[] => {
    const y = pick(report)
    return y === null ? [] : [[report.epoch, y]]
  })
  return {
    batch: isObjective ? batches.map(b => [b.epoch - 1 + b.step / b.steps, b.loss]) : [],
    train: quantity === 'mse' ? of(e => e.trainMse) : quantity === 'loss' ? of(e => e.trainLoss) : [],
    test: of(testOf[quantity]),
    floors: floorsOf(quantity, floors),
    rate: batches.map(b => [b.epoch - 1 + b.step / b.steps, b.learningRate]),
  }
}

const testOf: Readonly<Record<Quantity, (report: EpochReport) => number | null>> = {
  mse: e => e.testMse, loss: e => e.testLoss, psnr: e => e.psnr, knn: e => e.knnAccuracy, kl: e => e.kl,
}

function floorsOf(quantity: Quantity, floors: Floors | null): Curves['floors'] {
  if (!floors) return []
  switch (quantity) {
    case 'mse': return [{ kind: 'pca', value: floors.pca.testMse }, { kind: 'mean', value: floors.meanImageMse }]
    case 'psnr': return [{ kind: 'pca', value: floors.pca.psnr }]
    case 'knn': return [{ kind: 'pca', value: floors.pca.knnAccuracy }]
    default: return []
  }
}

/** How far the axis reaches: the whole of a short run, and of a long one a little more than is done. */
export function horizon(done: number, epochs: number): number {
  const short = 20
  return epochs <= short ? epochs : Math.min(epochs, Math.max(short / 2, Math.ceil(done * 1.3 / 5) * 5))
}

function isPlainMse({ objective, network }: RunConfig): boolean {
  const { loss, l1, l2, sparsity } = objective
  return loss === 'mse' && l1 === 0 && l2 === 0 && sparsity === 0 && !network.variational
}
