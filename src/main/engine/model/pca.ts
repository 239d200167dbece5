/** Principal component analysis on the device: the floor of every autoencoder, and the projection of latents above three dimensions. */
import * as tf from '@tensorflow/tfjs-core'
import { LabError } from '@shared/errors'
import type { NativeBackend } from '../backend'

export interface Pca {
  /** (d). */
  readonly mean: Float32Array
  /** Components as rows, the greatest variance first: (d, d). */
  readonly components: Float32Array
  /** Variance along each component, (d). */
  readonly variances: Float32Array
}

/** Rows are added up in blocks of 6 MB as floats, so that 60,000 × 784 bytes never stand as floats at once. */
const blockRows = 2000

/** Some rows of the data as floats. */
export type Rows = (start: number, end: number) => tf.Tensor2D

/** Eigenvectors of the covariance of n rows of `dimension` numbers; `breathe` is called between blocks. E_NUMERIC where the data are not finite. */
export async function principalComponents(
  backend: NativeBackend, n: number, dimension: number, rows: Rows, breathe: () => Promise<void>,
): Promise<Pca> {
  const mean = await averaged(n, [dimension], rows, breathe, block => tf.sum(block, 0))
  const covariance = await averaged(n, [dimension, dimension], rows, breathe, (block) => {
    const centred = tf.sub(block, mean)
    return tf.matMul(centred, centred, true) // (d, d)
  })
  if (!Number.isFinite(tf.tidy(() => tf.sum(covariance).dataSync()[0]))) {
    tf.dispose([mean, covariance])
    throw new LabError('E_NUMERIC', 'The principal components are not finite: the data hold NaN or infinity.')
  }
  const [values, vectors] = tf.tidy(() => {
    const [ascending, columns] = symmetricEigen(backend, covariance)
    // TensorFlow sorts upwards and keeps eigenvectors in columns.
    return [tf.reverse(ascending, 0), tf.reverse(tf.transpose(columns), 0)]
  }) as [tf.Tensor, tf.Tensor]
  const pca = { mean: read(mean), components: read(vectors), variances: read(values) }
  tf.dispose([mean, covariance, values, vectors])
  return pca
}

/** The sum of `part` over all blocks of rows, divided by n. */
async function averaged(n: number, shape: number[], rows: Rows, breathe: () => Promise<void>, part: (block: tf.Tensor2D) => tf.Tensor) {
  let sum: tf.Tensor = tf.zeros(shape)
  for (let start = 0; start < n; start += blockRows) {
    const before = sum
    sum = tf.tidy(() => tf.add(before, tf.div(part(rows(start, Math.min(n, start + blockRows))), n)))
    before.dispose()
    await breathe()
  }
  return sum
}

function read(tensor: tf.Tensor): Float32Array {
  return (tensor.dataSync() as Float32Array).slice()
}

function symmetricEigen(backend: NativeBackend, matrix: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const { TF_ATTR_BOOL, TF_ATTR_TYPE, TF_FLOAT } = backend.binding
  const attributes = [{ name: 'compute_v', type: TF_ATTR_BOOL, value: true }, { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT }]
  const [values, vectors] = backend.executeMultipleOutputs('SelfAdjointEigV2', attributes, [matrix], 2)
  return [values as tf.Tensor, vectors as tf.Tensor]
}
