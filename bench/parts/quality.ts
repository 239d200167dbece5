/** What each preset reaches with its own settings, beside the floors and the goals. */
import { presetIds, presets } from '@shared/domain/presets'
import type { PresetId } from '@shared/domain/presets'
import { trainByCommandLine } from '../commandLine'
import type { Figure, Goal } from '../figure'
import type { Part } from '../part'
import { median } from '../statistics'

const goals: Readonly<Partial<Record<PresetId, { readonly mse: Goal, readonly knn: Goal }>>> = {
  'sharper': { mse: { atMost: 0.0190 }, knn: { atLeast: 0.79 } },
  'thirty-two': { mse: { atMost: 0.0091 }, knn: { atLeast: 0.86 } },
}

export const quality: readonly Part[] = presetIds.map(id => ({
  name: id,
  title: `Preset ${id}, ${presets[id].config.epochs} epochs`,
  async measure({ tell }) {
    const { epochs, floors, executor, seconds: whole } = await trainByCommandLine(['--preset', id], ({ epoch, testMse, knnAccuracy, seconds }) =>
      tell(`epoch ${epoch}: test MSE ${testMse.toFixed(4)}, kNN ${knnAccuracy?.toFixed(3)}, ${seconds.toFixed(2)} s`))
    const last = epochs.at(-1)
    const { expected } = presets[id]
    if (!last) return [{ name: 'Quality', reason: 'No epoch was trained.' }]
    const [floorMse, floorKnn] = [floors?.pca.testMse, floors?.pca.knnAccuracy]
    return [
      { name: 'Test MSE', value: last.testMse, unit: '', ...withGoal(goals[id]?.mse), detail: besides(expected.testMse, 4, floors?.pca.components, floorMse) },
      { name: 'PSNR', value: last.psnr, unit: 'dB' },
      { name: 'kNN accuracy', value: last.knnAccuracy ?? NaN, unit: '', ...withGoal(goals[id]?.knn), detail: besides(expected.knnAccuracy, 2, floors?.pca.components, floorKnn) },
      { name: 'Epoch', value: median(epochs.map(({ seconds }) => seconds)), unit: 's', detail: `training, by ${executor}; `
        + `evaluation ${median(epochs.map(epoch => epoch.evaluationSeconds)).toFixed(2)} s` },
      { name: 'The whole run', value: whole, unit: 's', detail: `expected about ${expected.seconds} s, compilation and floors included` },
    ] satisfies Figure[]
  },
}))

function withGoal(goal: Goal | undefined): Pick<Figure, 'goal'> {
  return goal ? { goal } : {}
}

function besides(expected: number, digits: number, components: number | undefined, floor: number | undefined): string {
  const ofFloor = floor === undefined ? 'no floor without TensorFlow' : `PCA-${components}: ${floor.toPrecision(3)}`
  return `expected ${expected.toFixed(digits)}; ${ofFloor}`
}
