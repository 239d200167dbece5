/** How fast this machine has trained before, so that the next run's time can be told before it starts. */
import { estimateRun } from '@shared/domain/estimate'
import { splitSizes } from '@shared/domain/image'
import type { EpochReport } from '@shared/domain/run'
import type { RunConfig } from '@shared/domain/runConfig'

const key = 'latent-lab.speed'

interface Measured {
  /** Network and batch size of the run that was measured. */
  readonly shape: string
  readonly secondsPerEpoch: number
  readonly multiplyAdds: number
}

/** Keeps the newest measurement of each of the last shapes. */
export function remember(config: RunConfig, report: EpochReport) {
  const entry: Measured = {
    shape: shapeOf(config),
    secondsPerEpoch: splitSizes.train / report.imagesPerSecond + report.evaluationSeconds,
    multiplyAdds: estimateRun(config).multiplyAdds,
  }
  if (!Number.isFinite(entry.secondsPerEpoch)) return
  storage()?.setItem(key, JSON.stringify([entry, ...recall().filter(m => m.shape !== entry.shape)].slice(0, 20)))
}

/** Seconds for the whole run: as measured with the same network, else scaled from the last one; null where nothing was. */
export function expectedSeconds(config: RunConfig): { readonly seconds: number, readonly isMeasured: boolean } | null {
  const all = recall()
  const same = all.find(m => m.shape === shapeOf(config))
  if (same) return { seconds: same.secondsPerEpoch * config.epochs, isMeasured: true }
  const other = all[0]
  if (!other) return null
  const scale = estimateRun(config).multiplyAdds / other.multiplyAdds
  return { seconds: other.secondsPerEpoch * scale * config.epochs, isMeasured: false }
}

function shapeOf({ network, batchSize }: RunConfig): string {
  return JSON.stringify([network, batchSize])
}

function recall(): Measured[] {
  try {
    const kept: unknown = JSON.parse(storage()?.getItem(key) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isMeasured) : []
  } catch {
    return [] // damaged: measured anew with the next epoch
  }
}

function isMeasured(value: unknown): value is Measured {
  const m = value as Partial<Measured> | null
  return typeof m?.shape === 'string' && Number(m.secondsPerEpoch) > 0 && Number(m.multiplyAdds) > 0
}

function storage(): Storage | undefined {
  return typeof localStorage === 'undefined' ? undefined : localStorage
}
