/** `lab trajectory DIR`: replays recorded batches from recorded weights and compares every loss with the recorded one. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sketchNetwork } from '@shared/domain/architecture'
import { presets } from '@shared/domain/presets'
import { RunConfig } from '@shared/domain/runConfig'
import { LabError } from '@shared/errors'
import { parse, z } from '@shared/schema'
import { loadBackend } from '../engine/backend'
import { readFashionMnist } from '../engine/data/fashionMnist'
import { makeLearner } from '../engine/model/chooseExecutor'
import { namedLayers } from '../engine/model/initialise'
import type { NamedArray } from '../engine/archive'
import type { TrajectoryCommand } from './arguments'
import { engineRuntime } from './runtime'

const Trajectory = z.object({
  batchSize: z.int().min(1),
  learningRate: z.number(),
  steps: z.int().min(1),
  /** Sizes from the image to the latent; the decoder mirrors them. */
  layers: z.array(z.int().min(1)).min(2),
  losses: z.array(z.number()),
})

export async function trajectoryCommand({ folder, executor }: TrajectoryCommand): Promise<number> {
  const trajectory = parse(Trajectory, JSON.parse((await read(folder, 'trajectory.json')).toString('utf8')), 'E_FORMAT', 'trajectory.json')
  const config = configOf(trajectory)
  const weights = weightsOf(config, floats(await read(folder, 'weights.f32')))
  const indices = integers(await read(folder, 'batches.i32'))
  const { batchSize, steps, losses: expected } = trajectory
  if (indices.length < steps * batchSize || expected.length < steps)
    throw new LabError('E_TRUNCATED', `${folder}: ${steps} steps of ${batchSize} images were promised; the files hold fewer.`)

  const { binding, dataFolder } = engineRuntime()
  const [backend, data] = await Promise.all([loadBackend(binding), readFashionMnist(dataFolder)])
  const wrong = indices.find(index => index < 0 || index >= data.sizes.train)
  if (wrong !== undefined) throw new LabError('E_FORMAT', `batches.i32: ${wrong} is no training image.`)
  const learner = await makeLearner(config, backend, data, executor, async () => undefined)
  learner.begin(config.seed, weights)
  const rate = Float32Array.of(config.learningRate)
  const losses = Array.from({ length: steps }, (_, step) =>
    learner.train(indices.subarray(step * batchSize, (step + 1) * batchSize), rate, step).sum)
  const differences = losses.map((loss, i) => Math.abs(loss - (expected[i] ?? NaN)) / Math.abs(expected[i] ?? NaN))
  console.log(JSON.stringify({
    kind: 'trajectory',
    executor: learner.executor,
    steps,
    maxRelativeDifference: Math.max(...differences),
    first20: Math.max(...differences.slice(0, 20)),
    first50: Math.max(...differences.slice(0, 50)),
    last50Mean: Math.abs(mean(losses.slice(-50)) / mean(expected.slice(0, steps).slice(-50)) - 1),
    losses,
  }))
  learner.dispose()
  return 0
}

function configOf({ layers, batchSize, learningRate }: z.infer<typeof Trajectory>): RunConfig {
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
