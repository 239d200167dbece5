/** `lab train`: one run, told line by line. */
import type { EngineContract } from '@shared/contract/engine'
import type { Announce } from '@shared/rpc'
import { countParameters } from '@shared/domain/architecture'
import type { EpochReport, Floors } from '@shared/domain/run'
import { startEngine } from '../engine/engine'
import type { TrainCommand } from './arguments'
import { engineRuntime } from './runtime'

type Tell = (fact: { readonly kind: string } & Record<string, unknown>) => void

/** 0 when every epoch was trained, 1 when the run ended otherwise. SIGINT stops it and keeps the exit polite. */
export async function trainCommand({ config, json, executor }: TrainCommand): Promise<number> {
  const tell: Tell = json ? fact => console.log(JSON.stringify(fact)) : fact => console.log(sentenceOf(fact))
  const engine = await startEngine({ ...engineRuntime(), announce: announceTo(tell, config.epochs), executor })
  const { runId } = engine.handlers.startRun(config) as { runId: string }
  tell({ kind: 'started', runId, ...engine.info, parameters: countParameters(config.network), config })
  process.once('SIGINT', () => engine.session?.control.stop())
  await engine.session?.ended
  const state = engine.session?.snapshot.state
  const reason = state?.kind === 'ended' ? state.reason : 'failed'
  if (state?.kind === 'ended' && reason !== 'finished') console.error(state.message)
  tell({ kind: 'ended', reason })
  await engine.stop()
  return reason === 'finished' ? 0 : 1
}

function announceTo(tell: Tell, epochs: number): Announce<EngineContract> {
  return (event, payload) => {
    const facts = payload as Record<string, unknown>
    if (event === 'epoch') tell({ kind: 'epoch', ...facts['report'] as EpochReport, epochs })
    if (event === 'floors') tell({ kind: 'floors', ...facts['floors'] as Floors })
    if (event === 'executor') tell({ kind: 'executor', executor: facts['executor'] })
    if (event === 'log') console.error((facts['entry'] as { text: string }).text)
  }
}

function sentenceOf(fact: Parameters<Tell>[0]): string {
  switch (fact.kind) {
    case 'started': return `Training on ${String(fact['device'])} (${String(fact['library'])}), ${String(fact['parameters'])} parameters.`
    case 'floors': {
      const { meanImageMse, pca } = fact as unknown as Floors
      return `Floors: mean image ${meanImageMse.toPrecision(4)}; PCA with ${pca.components} components ${pca.testMse.toPrecision(4)}, `
        + `kNN accuracy ${pca.knnAccuracy.toFixed(3)}.`
    }
    case 'epoch': {
      const report = fact as unknown as EpochReport & { epochs: number }
      return `Epoch ${report.epoch} of ${report.epochs}: train loss ${report.trainLoss.toPrecision(4)}, test MSE ${report.testMse.toPrecision(4)}, `
        + `PSNR ${report.psnr.toFixed(2)} dB, kNN accuracy ${report.knnAccuracy?.toFixed(3) ?? '–'}, ${report.seconds.toFixed(2)} s, `
        + `${Math.round(report.imagesPerSecond)} images/s.`
    }
    case 'executor': return `Executor: ${String(fact['executor'])}.`
    default: return `Ended: ${String(fact['reason'])}.`
  }
}
