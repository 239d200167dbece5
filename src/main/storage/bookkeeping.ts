/**
 * What follows a commit: the summary in run.json, and the end of optimizers that no resume will need.
 * All of it can be made anew from the manifests, so a failure here costs no epoch; the next commit tries again.
 */
import { join } from 'node:path'
import { optimizersKept } from '@shared/domain/keptRun'
import { epochFolder } from './layout'
import type { EpochReport } from '@shared/domain/run'
import type { KeptEpoch } from './epochs'
import type { FsPort } from './fsPort'
import type { Summary } from './runFile'

/** Removes the optimizers of all but the newest epochs; answers what is kept now. */
export async function pruneOptimizers(fs: FsPort, folder: string, kept: readonly KeptEpoch[]): Promise<KeptEpoch[]> {
  const resumable = kept.filter(epoch => epoch.resumable)
  const old = new Set(resumable.slice(0, -optimizersKept))
  for (const { manifest } of old) await fs.removeFile(join(epochFolder(folder, manifest.epoch), 'optimizer.bin'))
  return kept.map(epoch => old.has(epoch) ? { ...epoch, resumable: false } : epoch)
}

export function summaryOf(reports: readonly EpochReport[], kept: readonly KeptEpoch[]): Summary {
  const best = reports.reduce<EpochReport | null>((b, report) => b && b.testLoss <= report.testLoss ? b : report, null)
  return {
    epochs: reports.length,
    last: reports.at(-1) ?? null,
    best: best && { epoch: best.epoch, testLoss: best.testLoss },
    seconds: reports.reduce((sum, { seconds, evaluationSeconds }) => sum + seconds + evaluationSeconds, 0),
    bytes: kept.reduce((sum, epoch) => sum + bytesOf(epoch), 0),
  }
}

function bytesOf({ manifest: { blobs }, resumable }: KeptEpoch): number {
  const { 'weights.bin': weights, 'optimizer.bin': optimizer, 'latents.bin': latents, 'errors.bin': errors } = blobs
  return weights.bytes + latents.bytes + errors.bytes + (resumable ? optimizer?.bytes ?? 0 : 0)
}
