/** What needs no network, on the same data: the mean image, and PCA with as many components as the latent has. */
import * as tf from '@tensorflow/tfjs-core'
import { imagePixels } from '@shared/domain/image'
import type { Floors } from '@shared/domain/run'
import type { NativeBackend } from '../backend'
import type { DataSet } from '../data/fashionMnist'
import { psnrOf } from './metrics'
import { knnAccuracy } from './neighbours'
import { principalComponents } from './pca'
import type { Pca } from './pca'

/** A block as floats takes 6 MB; larger ones would be the most memory that the engine ever takes. */
const blockRows = 2000

/** Floors by number of components; the components are computed once. */
export type FloorsOf = (components: number) => Promise<Floors>

export function floorsOf(backend: NativeBackend, data: DataSet, breathe: () => Promise<void>): FloorsOf {
  let pca: Promise<Pca> | undefined
  const known = new Map<number, Floors>()
  return async (components) => {
    const k = Math.min(components, imagePixels)
    pca ??= principalComponents(backend, data.sizes.train, imagePixels, (start, end) => rows(data, start, end), breathe)
    const found = known.get(k) ?? await measure(data, await pca, k, breathe)
    known.set(k, found)
    return found
  }
}

async function measure(data: DataSet, pca: Pca, k: number, breathe: () => Promise<void>): Promise<Floors> {
  const { train, test } = data.sizes
  const trainSide = await project(data, pca, k, 0, train, breathe)
  const testSide = await project(data, pca, k, train, train + test, breathe)
  const meanImage = testSide.squares.reduce((a, b) => a + b, 0) / (test * imagePixels)
  const errors = testSide.squares.map((square, i) => (square - (testSide.captured[i] ?? 0)) / imagePixels)
  return {
    meanImageMse: meanImage,
    pca: {
      components: k,
      testMse: errors.reduce((a, b) => a + b, 0) / test,
      psnr: psnrOf(errors),
      knnAccuracy: await knnAccuracy(
        { points: trainSide.coordinates, labels: data.labels.train }, { points: testSide.coordinates, labels: data.labels.test }, k, breathe,
      ),
    },
  }
}

/** Coordinates of images along k components, |x − mean|² and the part of it that the components hold. */
async function project(data: DataSet, { mean, components }: Pca, k: number, from: number, to: number, breathe: () => Promise<void>) {
  const coordinates = new Float32Array((to - from) * k)
  const squares = new Float32Array(to - from)
  const captured = new Float32Array(to - from)
  for (let start = from; start < to; start += blockRows) {
    tf.tidy(() => {
      const basis = tf.tensor2d(components.subarray(0, k * imagePixels), [k, imagePixels])
      const centred = tf.sub(rows(data, start, Math.min(to, start + blockRows)), tf.tensor1d(mean))
      const along = tf.matMul(centred as tf.Tensor2D, basis, false, true) // (rows, k)
      coordinates.set(along.dataSync(), (start - from) * k)
      squares.set(tf.sum(tf.square(centred), 1).dataSync(), start - from)
      captured.set(tf.sum(tf.square(along), 1).dataSync(), start - from)
    })
    await breathe()
  }
  return { coordinates, squares, captured }
}

/** Images as floats from 0 to 1. */
function rows(data: DataSet, start: number, end: number): tf.Tensor2D {
  const bytes = data.pixels.subarray(start * imagePixels, end * imagePixels)
  return tf.tidy(() => tf.div(tf.tensor2d(bytes, [end - start, imagePixels], 'int32'), 255))
}
