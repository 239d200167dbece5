/** A process of its own that tries one backend: 50 steps of the Seed experiment by each executor that it is told. See main's self-test. */
import { sketchNetwork } from '@shared/domain/architecture'
import { comparedSteps, selfTestSteps } from '@shared/domain/compute'
import { presets } from '@shared/domain/presets'
import type { ExecutorKind } from '@shared/domain/run'
import { ProbeTask, probeVariable } from '@shared/contract/probe'
import type { FromProbe, Tried } from '@shared/contract/probe'
import { messageOf } from '@shared/errors'
import { parse } from '@shared/schema'
import { loadBackend } from './backend'
import type { Backend } from './backend'
import { readFashionMnist } from './data/fashionMnist'
import type { DataSet } from './data/fashionMnist'
import { makeLearner } from './model/chooseExecutor'
import { initialWeights } from './model/initialise'
import type { Learner } from './model/learner'

/** A utility process has a parent port, a child of Node a channel. */
const parent = process as unknown as { parentPort?: { postMessage(message: FromProbe): void }, send?(message: FromProbe, sent: () => void): void }

/** Seed's network needs no compiled loop longer than the test itself. */
const { config } = presets.seed
const rate = config.learningRate

probe().catch((error: unknown) => tell({ kind: 'failed', executor: null, message: messageOf(error) }))
  .then(() => tell({ kind: 'done' }))
  .finally(() => setTimeout(() => process.exit(0), 50)) // the last message must be on its way

async function probe(): Promise<void> {
  const { binding, dataFolder, executors } = parse(ProbeTask, JSON.parse(process.env[probeVariable] ?? 'null'), 'E_FORMAT', probeVariable)
  const [backend, data] = await Promise.all([loadBackend(binding), readFashionMnist(dataFolder)])
  await tell({ kind: 'loaded', info: backend.info })
  for (const executor of executors) {
    await tell({ kind: 'begun', executor })
    await tell(await attempt(executor, backend, data))
  }
}

async function attempt(executor: ExecutorKind, backend: Backend, data: DataSet): Promise<FromProbe> {
  try {
    const learner = await makeLearner(config, backend, data, executor, async () => undefined)
    try {
      return learner.executor === executor ? tryOut(learner) : { kind: 'failed', executor, message: learner.reason }
    } finally {
      learner.dispose()
    }
  } catch (error) {
    return { kind: 'failed', executor, message: messageOf(error) }
  }
}

/** Once step by step for the losses, which also compiles, and once more as a run would go, for the time. */
function tryOut(learner: Learner): Tried {
  begin(learner)
  const losses = new Float32Array(selfTestSteps)
  let weights: ReturnType<Learner['weights']> = []
  for (let step = 0; step < selfTestSteps; step++) {
    losses[step] = learner.train(batches(step, 1), Float32Array.of(rate), step).sum
    if (step === comparedSteps - 1) weights = learner.weights()
  }
  return {
    kind: 'tried', executor: learner.executor, losses, stepTime: timeOf(learner),
    weights: Float32Array.from(weights.flatMap(({ values }) => [...values])), sizes: weights.map(({ values }) => values.length),
  }
}

function timeOf(learner: Learner): number {
  begin(learner)
  const before = performance.now()
  for (let step = 0; step < selfTestSteps;) {
    const count = Math.min(learner.capacity, selfTestSteps - step)
    learner.train(batches(step, count), new Float32Array(count).fill(rate), step)
    step += count
  }
  return (performance.now() - before) / selfTestSteps
}

function begin(learner: Learner) {
  learner.begin(config.seed, initialWeights(sketchNetwork(config.network), config.network.initialisation, config.seed))
}

/** The first images in their order: a batch a step. */
function batches(step: number, count: number): Int32Array {
  return Int32Array.from({ length: count * config.batchSize }, (_, i) => step * config.batchSize + i)
}

async function tell(message: FromProbe): Promise<void> {
  if (parent.parentPort) parent.parentPort.postMessage(message)
  else await new Promise<void>(resolve => parent.send ? parent.send(message, resolve) : resolve())
}
