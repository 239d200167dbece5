/** Small facts for tests of the window. */
import type { BatchReport, EpochReport, Floors } from '@shared/domain/run'

export function aReport(epoch: number, change: Partial<EpochReport> = {}): EpochReport {
  return {
    epoch, trainLoss: 0.03, testLoss: 0.029, trainMse: 0.028, testMse: 0.029, psnr: 16, kl: null, knnAccuracy: 0.7,
    seconds: 0.6, evaluationSeconds: 0.4, imagesPerSecond: 100_000, learningRate: 0.005, ...change,
  }
}

export function aBatch(epoch: number, step: number, steps: number): BatchReport {
  return { runId: 'made-up-1', epoch, step, steps, totalSteps: (epoch - 1) * steps + step, loss: 0.03, learningRate: 0.005, imagesPerSecond: 100_000 }
}

export const someFloors: Floors = { meanImageMse: 0.0865, pca: { components: 3, testMse: 0.0409, psnr: 14.8, knnAccuracy: 0.51 } }
