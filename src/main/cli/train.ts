/** `lab train` and `lab resume`: one run, told line by line. */
import { existsSync } from 'node:fs'
import type { EngineContract } from '@shared/contract/engine'
import { LabError } from '@shared/errors'
import type { Announce } from '@shared/rpc'
import type { EpochReport, ExecutorKind, Floors } from '@shared/domain/run'
import { startEngine } from '../engine/engine'
import type { Engine } from '../engine/engine'
import type { ResumeCommand, TrainCommand } from './arguments'
import { appRunsFolder, gpuOrPlainRuntime } from './userData'

type Tell = (fact: { readonly kind: string } & Record<string, unknown>) => void

/** A new run. 0 when every epoch was trained, 1 when it ended otherwise. */
export function trainCommand({ config, json, executor, runsFolder }: TrainCommand): Promise<number> {
  return told(json, runsFolder, executor, engine => engine.handlers.startRun(config))
}

/** A kept run goes on after its last epoch. */
export async function resumeCommand({ runId, runsFolder, json }: ResumeCommand): Promise<number> {
  const folder = runsFolder || appRunsFolder()
  // The store would make it, and a typing mistake would leave an empty folder behind.
  if (!existsSync(folder)) throw new LabError('E_IO', runsFolder ? `--runs: there is no folder ${folder}.` : `The app keeps no runs in ${folder}. Name their folder: --runs DIR.`)
  return told(json, folder, null, engine => engine.handlers.continueRun({ runId }))
}

/** SIGINT stops the run and keeps the exit polite. */
async function told(json: boolean, runsFolder: string, executor: ExecutorKind | null, begin: (engine: Engine) => unknown): Promise<number> {
  const tell: Tell = json ? fact => console.log(JSON.stringify(fact)) : fact => console.log(sentenceOf(fact))
  const engine = await startEngine({ ...gpuOrPlainRuntime(), runsFolder, announce: announceTo(tell), executor })
  await begin(engine)
  const { session } = engine
  if (!session) throw new LabError('E_INTERNAL', 'The run did not start.')
  const { runId, config, parameters } = session.snapshot
  tell({ kind: 'started', runId, ...engine.info, parameters, config })
  process.once('SIGINT', () => session.control.stop())
  await session.ended
  const { state } = session.snapshot
  const reason = state.kind === 'ended' ? state.reason : 'failed'
  tell({ kind: 'ended', reason })
  await engine.stop()
  return reason === 'finished' ? 0 : 1
}

function announceTo(tell: Tell): Announce<EngineContract> {
  return (event, payload) => {
    const facts = payload as Record<string, unknown>
    if (event === 'epoch') tell({ kind: 'epoch', ...facts['report'] as EpochReport })
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
      const report = fact as unknown as EpochReport
      return `Epoch ${report.epoch}: train loss ${report.trainLoss.toPrecision(4)}, test MSE ${report.testMse.toPrecision(4)}, `
        + `PSNR ${report.psnr.toFixed(2)} dB, kNN accuracy ${report.knnAccuracy?.toFixed(3) ?? '–'}, ${report.seconds.toFixed(2)} s, `
        + `${Math.round(report.imagesPerSecond)} images/s.`
    }
    case 'executor': return `Executor: ${String(fact['executor'])}.`
    default: return `Ended: ${String(fact['reason'])}.`
  }
}
