/** The network of any kept epoch, for looking: points to pictures, pictures to latents and back. */
import * as tf from '@tensorflow/tfjs-core'
import { imagePixels } from '@shared/domain/image'
import { LabError } from '@shared/errors'
import type { NetworkConfig } from '@shared/domain/runConfig'
import type { NamedArray } from '../archive'
import type { NativeBackend } from '../backend'
import { traceMap } from '../compile/map'
import { Program } from '../compile/program'
import type { Entry, Resource } from '../compile/program'
import { buildAutoencoder } from './autoencoder'
import type { Autoencoder } from './autoencoder'
import { meanSquaredError } from './objective'

export interface Seen {
  /** 784 bytes a picture. */
  readonly pixels: Uint8Array
  /** Mean squared error per pixel. */
  readonly errors: Float32Array // (n)
  readonly latents: Float32Array // (n, d)
}

export interface Viewer {
  /** Takes the weights of another epoch of the same network. */
  show(weights: readonly NamedArray[]): void
  /** Latent points (n × d) to pictures of 784 bytes. */
  decode(points: Float32Array): Uint8Array
  /** Pictures through the whole network. */
  look(pictures: Uint8Array): Seen
  dispose(): void
}

/** One point while the pointer moves, a gallery at once. */
const blocks = [1, 64] as const

type Run = (what: 'decode' | 'look', input: Float32Array, rows: number) => Float32Array[]

/** A viewer with the weights of an epoch; compiled where there is TensorFlow and the network can be traced, op by op elsewhere. */
export function viewerOf(config: NetworkConfig, weights: readonly NamedArray[], backend: NativeBackend | null): Viewer {
  try {
    return backend ? compiledViewer(config, weights, backend) : eagerViewer(config, weights, null)
  } catch (error) {
    if (!(error instanceof LabError && error.code === 'E_UNSUPPORTED')) throw error
    return eagerViewer(config, weights, backend)
  }
}

function compiledViewer(config: NetworkConfig, weights: readonly NamedArray[], backend: NativeBackend): Viewer {
  const program = compile(config, weights, backend)
  function show(arrays: readonly NamedArray[]) {
    program.write(new Map(arrays.map(({ name, values }) => [name, values])))
  }
  try {
    show(weights)
  } catch (error) {
    program.dispose()
    throw error
  }
  const run: Run = (what, input, rows) => program.run(`${what}${rows}`, [input]) as Float32Array[]
  return { show, ...looking(config, run), dispose: () => program.dispose() }
}

function eagerViewer(config: NetworkConfig, weights: readonly NamedArray[], backend: NativeBackend | null): Viewer {
  let net = buildAutoencoder(config, weights, backend)
  return {
    show(arrays) {
      net.dispose()
      net = buildAutoencoder(config, arrays, backend)
    },
    ...looking(config, (what, input, rows) => eagerRun(config, net, what, input, rows)),
    dispose: () => net.dispose(),
  }
}

function looking({ latent }: NetworkConfig, run: Run): Pick<Viewer, 'decode' | 'look'> {
  return {
    decode(points) {
      const count = points.length / latent
      const pixels = new Uint8ClampedArray(count * imagePixels)
      inBlocks(points, latent, (block, rows, start) => {
        const [pictures] = run('decode', block, rows)
        setBytes(pixels, pictures, start, count)
      })
      return new Uint8Array(pixels.buffer)
    },
    look(pictures) {
      const count = pictures.length / imagePixels
      const pixels = new Uint8ClampedArray(pictures.length)
      const errors = new Float32Array(count)
      const latents = new Float32Array(count * latent)
      inBlocks(Float32Array.from(pictures, value => value / 255), imagePixels, (block, rows, start) => {
        const [points, xHat, error] = run('look', block, rows)
        setBytes(pixels, xHat, start, count)
        const kept = Math.min(rows, count - start)
        errors.set((error ?? errors).subarray(0, kept), start)
        latents.set((points ?? latents).subarray(0, kept * latent), start * latent)
      })
      return { pixels: new Uint8Array(pixels.buffer), errors, latents }
    },
  }
}

function compile(config: NetworkConfig, weights: readonly NamedArray[], backend: NativeBackend): Program {
  const net = buildAutoencoder(config, weights, backend)
  try {
    const resources = net.weights.map(({ name, variable }): Resource => ({ name, dtype: 'float32', shape: variable.shape }))
    const entries = blocks.flatMap((rows): Entry[] => [
      entry(backend, net, `decode${rows}`, [rows, config.latent], 1, z => [net.decode(z as tf.Tensor2D)]),
      entry(backend, net, `look${rows}`, [rows, imagePixels], 3, x => look(net, x as tf.Tensor2D)),
    ])
    return Program.load(backend, resources, entries)
  } finally {
    net.dispose() // only the trace needed it
  }
}

function entry(backend: NativeBackend, net: Autoencoder, name: string, shape: number[], outputs: number, map: (x: tf.Tensor) => tf.Tensor[]): Entry {
  const inputs = [{ name: 'x', dtype: 'float32', shape }] as const
  return { name, executor: 'graph', traced: traceMap(backend, { name: `${name}_fn`, state: net.weights, inputs, outputs, map }) }
}

function eagerRun({ latent }: NetworkConfig, net: Autoencoder, what: 'decode' | 'look', input: Float32Array, rows: number): Float32Array[] {
  const outputs = tf.tidy(() => what === 'decode'
    ? [net.decode(tf.tensor2d(input, [rows, latent]))]
    : look(net, tf.tensor2d(input, [rows, imagePixels])))
  const values = outputs.map(output => output.dataSync().slice() as Float32Array)
  tf.dispose(outputs)
  return values
}

function look(net: Autoencoder, x: tf.Tensor2D): tf.Tensor[] {
  const { mean } = net.encode(x)
  const xHat = net.decode(mean)
  return [mean, xHat, meanSquaredError(x, xHat, 1)]
}

/** Cuts rows into the block sizes, the last one filled up with zeros. */
function inBlocks(values: Float32Array, width: number, each: (block: Float32Array, rows: number, start: number) => void): void {
  const count = values.length / width
  for (let start = 0; start < count;) {
    const rows = count - start === 1 ? blocks[0] : blocks[1]
    const block = new Float32Array(rows * width)
    block.set(values.subarray(start * width, Math.min(count, start + rows) * width))
    each(block, rows, start)
    start += rows
  }
}

function setBytes(bytes: Uint8ClampedArray, pictures: Float32Array | undefined, start: number, count: number): void {
  const size = Math.min(pictures?.length ?? 0, (count - start) * imagePixels)
  // A clamped array rounds and keeps to 0 … 255.
  for (let i = 0; i < size; i++) bytes[start * imagePixels + i] = 255 * (pictures?.[i] ?? 0)
}
