/** Stock tfjs: the same network of its own layers, trained by `model.fit` on data that already lies in one tensor. */
import * as tf from '@tensorflow/tfjs'
import { imagePixels } from '@shared/domain/image'
import type { RunConfig } from '@shared/domain/runConfig'
import type { DataSet } from '../../src/main/engine/data/fashionMnist'

/** A function that trains an epoch and answers its seconds. */
export function modelFit({ network, learningRate, batchSize }: RunConfig, data: DataSet): () => Promise<number> {
  const widths = [...network.hidden, network.latent, ...network.hidden.toReversed(), imagePixels]
  const linear = network.hidden.length // the latent
  const model = tf.sequential({
    layers: widths.map((units, i) => tf.layers.dense({
      units,
      activation: i === widths.length - 1 ? 'sigmoid' : i === linear ? 'linear' : 'relu',
      ...i === 0 ? { inputShape: [imagePixels] } : {},
    })),
  })
  model.compile({ optimizer: tf.train.adam(learningRate), loss: 'meanSquaredError' })
  const { train } = data.sizes
  const x = tf.tidy(() => tf.div(tf.tensor2d(data.pixels.subarray(0, train * imagePixels), [train, imagePixels], 'int32'), 255))
  return async () => {
    const before = performance.now()
    await model.fit(x, x, { epochs: 1, batchSize, shuffle: true, verbose: 0 })
    return (performance.now() - before) / 1000
  }
}
