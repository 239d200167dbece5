/** `lab trajectory DIR`: replays recorded batches from recorded weights and compares every loss with the recorded one. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sketchNetwork } from '@shared/domain/architecture'
import { presets } from '@shared/domain/presets'
import { RunConfig } from '@shared/domain/runConfig'
import { LabError, messageOf } from '@shared/errors'
import { parse, z } from '@shared/schema'
import { loadBackend } from '../engine/backend'
import { readFashionMnist } from '../engine/data/fashionMnist'
import { makeLearner } from '../engine/model/chooseExecutor'
import { namedLayers } from '../engine/model/initialise'
import type { Learner } from '../engine/model/learner'
import type { NamedArray } from '../engine/archive'
import type { TrajectoryCommand } from './arguments'
import { engineRuntime } from './runtime'

const File = z.object({
  batchSize: z.int().check(z.gte(1)),
  learningRate: z.number(),
  steps: z.int().check(z.gte(1)),
  /** Sizes from the image to the latent; the decoder mirrors them. */
  layers: z.array(z.int().check(z.gte(1))).check(z.minLength(2)),
  losses: z.array(z.number()),
})

/** What another program did, step by step, from where to where. */
export interface Trajectory {
  readonly config: RunConfig
  readonly weights: readonly NamedArray[]
  /** The images of each step, (steps, B). */
  readonly indices: Int32Array
  /** The loss of each step. */
  readonly losses: readonly number[]
}

/** Greatest relative difference of a loss over the whole, over the first steps, and of the means of the last 50. */
export interface Comparison {
  readonly maxRelativeDifference: number
  readonly first20: number
  readonly first50: number
  readonly last50Mean: number
}

export async function trajectoryCommand({ folder, executor }: TrajectoryCommand): Promise<number> {
  const trajectory = await readTrajectory(folder)
  const { binding, dataFolder } = engineRuntime()
  const [backend, data] = await Promise.all([loadBackend(binding), readFashionMnist(dataFolder)])
  const wrong = trajectory.indices.find(index => index < 0 || index >= data.sizes.train)
  if (wrong !== undefined) throw new LabError('E_FORMAT', `batches.i32: ${wrong} is no training image.`)
  const learner = await makeLearner(trajectory.config, backend, data, executor, async () => undefined)
  const losses = replay(trajectory, learner)
  const { executor: ran } = learner
  learner.dispose()
  console.log(JSON.stringify({ kind: 'trajectory', executor: ran, steps: losses.length, ...compare(losses, trajectory.losses), losses }))
  return 0
}

/** Reads and checks trajectory.json, weights.f32 and batches.i32. E_IO, E_FORMAT, E_MODEL, E_WEIGHTS or E_TRUNCATED, naming the file. */
export async function readTrajectory(folder: string): Promise<Trajectory> {
  const file = parse(File, json((await read(folder, 'trajectory.json')).toString('utf8')), 'E_FORMAT', 'trajectory.json')
  const { batchSize, steps, losses } = file
  const config = configOf(file)
  const weights = weightsOf(config, floats(await read(folder, 'weights.f32')))
  const indices = integers(await read(folder, 'batches.i32'))
  if (indices.length < steps * batchSize || losses.length < steps)
    throw new LabError('E_TRUNCATED', `${folder}: ${steps} steps of ${batchSize} images were promised; the files hold fewer.`)
  return { config, weights, indices: indices.subarray(0, steps * batchSize), losses: losses.slice(0, steps) }
}

/** The loss of every step when a learner takes the same ones. */
export function replay({ config, weights, indices, losses }: Trajectory, learner: Pick<Learner, 'begin' | 'train'>): number[] {
  learner.begin(config.seed, weights)
  const rate = Float32Array.of(config.learningRate)
  return losses.map((_, step) => learner.train(indices.subarray(step * config.batchSize, (step + 1) * config.batchSize), rate, step).sum)
}

export function compare(losses: readonly number[], expected: readonly number[]): Comparison {
  const differences = losses.map((loss, i) => Math.abs(loss / (expected[i] ?? NaN) - 1))
  return {
    maxRelativeDifference: Math.max(...differences),
    first20: Math.max(...differences.slice(0, 20)),
    first50: Math.max(...differences.slice(0, 50)),
    last50Mean: Math.abs(mean(losses.slice(-50)) / mean(expected.slice(-50)) - 1),
  }
}

function configOf({ layers, batchSize, learningRate }: z.infer<typeof File>): RunConfig {
  const { config } = presets.seed
  if (layers[0] !== 784) throw new LabError('E_MODEL', `trajectory.json: the first layer has ${layers[0]} inputs; an image has 784 pixels.`)
  const network = { ...config.network, hidden: layers.slice(1, -1), latent: layers.at(-1) }
  return parse(RunConfig, { ...config, network, batchSize, learningRate }, 'E_FORMAT', 'trajectory.json')
}

function weightsOf(config: RunConfig, values: Float32Array): NamedArray[] {
  let offset = 0
  const take = (name: string, shape: readonly number[]): NamedArray => {
    const size = shape.reduce((a, b) => a * b, 1)
    offset += size
    return { name, shape, values: values.slice(offset - size, offset) }
  }
  const arrays = namedLayers(sketchNetwork(config.network)).flatMap(([name, layer]) =>
    [take(`${name}/kernel`, layer.kernel), take(`${name}/bias`, [layer.output.at(-1) ?? 1])])
  if (offset !== values.length)
    throw new LabError('E_WEIGHTS', `weights.f32: holds ${values.length} numbers; a network of these layers has ${offset}.`)
  return arrays
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new LabError('E_FORMAT', `trajectory.json: ${messageOf(error)}`, { cause: error })
  }
}

async function read(folder: string, name: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, name))
  } catch (error) {
    throw new LabError('E_IO', `${name} cannot be read from ${folder}.`, { cause: error })
  }
}

function floats(bytes: Buffer): Float32Array {
  return new Float32Array(aligned(bytes))
}

function integers(bytes: Buffer): Int32Array {
  return new Int32Array(aligned(bytes))
}

/** A copy that begins on a multiple of four and is as long as one. */
function aligned(bytes: Buffer): ArrayBuffer {
  return Uint8Array.from(bytes.subarray(0, bytes.length - bytes.length % 4)).buffer
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length
}
