/** Activations as tfjs functions whose gradients are single ops where TensorFlow has one. */
import * as tf from '@tensorflow/tfjs-core'
import type { Activation } from '@shared/domain/runConfig'
import type { NativeBackend } from '../backend'

export type Activate = <T extends tf.Tensor>(x: T) => T

/** The function of an activation; 'linear' leaves its input as it is. */
export function activationOf(name: Activation | 'linear', backend: NativeBackend | null): Activate {
  const native = (op: typeof tf.relu, gradient: Gradient) => backend ? withGradient(op, gradient, backend) : op
  switch (name) {
    case 'linear': return x => x
    case 'relu': return native(tf.relu, gradients.relu)
    case 'leaky-relu': return x => tf.leakyRelu(x, 0.01)
    case 'elu': return tf.elu
    case 'silu': {
      const sigmoid = native(tf.sigmoid, gradients.sigmoid)
      return x => tf.mul(x, sigmoid(x))
    }
    case 'tanh': return native(tf.tanh, gradients.tanh)
    case 'sigmoid': return native(tf.sigmoid, gradients.sigmoid)
  }
}

/** TensorFlow's op for a gradient, and the order in which it takes that of the output, dy, and the output, y. */
interface Gradient {
  readonly op: string
  readonly inputs: (dy: tf.Tensor, y: tf.Tensor) => tf.Tensor[]
}

const gradients = {
  relu: { op: 'ReluGrad', inputs: (dy, y) => [dy, y] },
  sigmoid: { op: 'SigmoidGrad', inputs: (dy, y) => [y, dy] },
  tanh: { op: 'TanhGrad', inputs: (dy, y) => [y, dy] },
} as const satisfies Readonly<Record<string, Gradient>>

/** tfjs derives these functions through three to a dozen ops, each a pass over the batch; TensorFlow has one. */
function withGradient(forward: typeof tf.relu, { op, inputs }: Gradient, backend: NativeBackend): Activate {
  const T = [{ name: 'T', type: backend.binding.TF_ATTR_TYPE, value: backend.binding.TF_FLOAT }]
  const activation = tf.customGrad((x: unknown, save: unknown) => {
    const y = forward(x as tf.Tensor)
    ;(save as tf.GradSaveFunc)([y])
    return {
      value: y,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => backend.executeSingleOutput(op, T, inputs(dy, saved[0] as tf.Tensor)),
    }
  })
  return <R extends tf.Tensor>(x: R) => activation(x) as R
}
