/** The engine's parts for tests: TensorFlow and the data set loaded once a file, small runs of real images, learners by executor. */
import { expect } from 'vitest'
import { presets } from '@shared/domain/presets'
import type { PresetId } from '@shared/domain/presets'
import { sketchNetwork } from '@shared/domain/architecture'
import { imagePixels } from '@shared/domain/image'
import type { ExecutorKind } from '@shared/domain/run'
import { RunConfig } from '@shared/domain/runConfig'
import { engineRuntime } from '../../src/main/cli/runtime'
import type { NamedArray } from '../../src/main/engine/archive'
import { loadBackend } from '../../src/main/engine/backend'
import type { Backend, NativeBackend } from '../../src/main/engine/backend'
import { readFashionMnist } from '../../src/main/engine/data/fashionMnist'
import type { DataSet } from '../../src/main/engine/data/fashionMnist'
import { makeLearner } from '../../src/main/engine/model/chooseExecutor'
import { compileLearner } from '../../src/main/engine/model/compiledLearner'
import type { CompiledLearner } from '../../src/main/engine/model/compiledLearner'
import { initialWeights } from '../../src/main/engine/model/initialise'
import type { Learner } from '../../src/main/engine/model/learner'

export const executors = ['xla', 'graph', 'eager'] as const satisfies readonly ExecutorKind[]
export const compiledExecutors = ['xla', 'graph'] as const

let backend: Promise<Backend> | undefined
let whole: Promise<DataSet> | undefined

/** TensorFlow's backend; an error where the native library is missing, because a test of WebAssembly alone would prove little. */
export async function theBackend(): Promise<Backend & { readonly native: NativeBackend }> {
  backend ??= loadBackend(engineRuntime().binding)
  const { native, info } = await backend
  if (!native) throw new Error(`The tests need TensorFlow: ${info.notice}`)
  return { info, native }
}

/** All 70,000 images. */
export function fashionMnist(): Promise<DataSet> {
  return whole ??= readFashionMnist(engineRuntime().dataFolder)
}

/** The first images of both splits. 300 is no multiple of usual batch sizes: an epoch ends in a partial batch. */
export async function someImages({ train = 300, test = 100 } = {}): Promise<DataSet> {
  const all = await fashionMnist()
  const pixels = new Uint8Array((train + test) * imagePixels)
  pixels.set(all.pixels.subarray(0, train * imagePixels))
  pixels.set(all.pixels.subarray(all.sizes.train * imagePixels, (all.sizes.train + test) * imagePixels), train * imagePixels)
  const labels = { train: all.labels.train.slice(0, train), test: all.labels.test.slice(0, test) }
  return { ...all, pixels, labels, sizes: { train, test } }
}

type Changes = Partial<Omit<RunConfig, 'network' | 'objective'>>
  & { readonly network?: Partial<RunConfig['network']>, readonly objective?: Partial<RunConfig['objective']> }

/** A preset with some settings changed; small enough to compile in a moment unless it says otherwise. */
export function aConfig(changes: Changes = {}, preset: PresetId = 'seed'): RunConfig {
  const { config } = presets[preset]
  return RunConfig.parse({
    ...config, batchSize: 32, epochs: 2, ...changes,
    network: { ...config.network, hidden: [24, 12], ...changes.network },
    objective: { ...config.objective, ...changes.objective },
  })
}

export function weightsOf({ network, seed }: RunConfig): NamedArray[] {
  return initialWeights(sketchNetwork(network), network.initialisation, seed)
}

/** A learner on the executor that is asked for, and on no other. */
export async function aLearner(config: RunConfig, data: DataSet, executor: ExecutorKind): Promise<Learner> {
  const learner = await makeLearner(config, await theBackend(), data, executor, async () => undefined)
  expect(learner.executor, learner.reason).toBe(executor)
  return learner
}

/** A compiled learner whose `executor` may be changed from call to call: half the compilations of two learners. */
export async function aCompiledLearner(config: RunConfig, data: DataSet): Promise<CompiledLearner> {
  const backend = await theBackend()
  return compileLearner(config, backend, backend.native, data)
}

/** ‖a − b‖ / ‖b‖ with a floor that keeps arrays of nearly nothing from deciding. */
export function relativeDistance(a: ArrayLike<number>, b: ArrayLike<number>, floor = 1e-6): number {
  expect(a.length).toBe(b.length)
  let [difference, size] = [0, 0]
  for (let i = 0; i < b.length; i++) {
    const [x, y] = [a[i] ?? NaN, b[i] ?? NaN]
    difference += (x - y) ** 2
    size += y * y
  }
  return Math.sqrt(difference) / (Math.sqrt(size) + floor)
}

/** The greatest distance among arrays of equal names. */
export function greatestDistance(a: readonly NamedArray[], b: readonly NamedArray[]): number {
  expect(a.map(array => array.name)).toEqual(b.map(array => array.name))
  return Math.max(0, ...a.map((array, i) => relativeDistance(array.values, b[i]?.values ?? [])))
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
