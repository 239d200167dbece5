/** Activations as tfjs functions whose gradients are single ops where TensorFlow has one. */
import * as tf from '@tensorflow/tfjs-core'
import type { Activation } from '@shared/domain/runConfig'
import type { NativeBackend } from '../backend'

export type Activate = <T extends tf.Tensor>(x: T) => T

/** The function of an activation; 'linear' leaves its input as it is. */
export function activationOf(name: Activation | 'linear', backend: NativeBackend | null): Activate {
  switch (name) {
    case 'linear': return x => x
    case 'relu': return backend ? reluOf(backend) : tf.relu
    case 'leaky-relu': return x => tf.leakyRelu(x, 0.01)
    case 'elu': return tf.elu
    case 'silu': return x => tf.mul(x, tf.sigmoid(x))
    case 'tanh': return tf.tanh
    case 'sigmoid': return tf.sigmoid
  }
}

/** tfjs derives relu through a dozen ops that build a step function; TensorFlow has ReluGrad. */
function reluOf(backend: NativeBackend): Activate {
  const T = [{ name: 'T', type: backend.binding.TF_ATTR_TYPE, value: backend.binding.TF_FLOAT }]
  const relu = tf.customGrad((x: unknown, save: unknown) => {
    const y = tf.relu(x as tf.Tensor)
    ;(save as tf.GradSaveFunc)([y])
    return {
      value: y,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => backend.executeSingleOutput('ReluGrad', T, [dy, saved[0] as tf.Tensor]),
    }
  })
  return <R extends tf.Tensor>(x: R) => relu(x) as R
}
