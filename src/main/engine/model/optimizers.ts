/** Optimisers whose state lives in variables and whose rate is a tensor, so that a compiled step can be told a new one. */
import * as tf from '@tensorflow/tfjs-core'
import type { OptimizerConfig } from '@shared/domain/runConfig'
import type { StateVariable } from '../compile/variables'
import { adamSteps } from './adamSteps'

export interface Optimizer {
  /** Moments and the like, all zero at the start; named after their weight. */
  readonly slots: readonly StateVariable[]
  /** Moves every weight against its gradient. */
  apply(gradients: readonly tf.Tensor[], learningRate: tf.Scalar): void
  dispose(): void
}

export function buildOptimizer(config: OptimizerConfig, weights: readonly StateVariable[]): Optimizer {
  switch (config.kind) {
    case 'adam': return adam(config, weights)
    case 'sgd': return sgd(config, weights)
    case 'rmsprop': return rmsprop(config, weights)
  }
}

/**
 * Adam (Kingma and Ba 2015, algorithm 1), as PyTorch computes it:
 * m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← w − α·m̂/(√v̂ + ε) with m̂ = m/(1−β₁ᵗ) and v̂ = v/(1−β₂ᵗ).
 */
function adam({ beta1, beta2, epsilon }: Extract<OptimizerConfig, { kind: 'adam' }>, weights: readonly StateVariable[]): Optimizer {
  const first = slotsOf(weights, 'first-moment')
  const second = slotsOf(weights, 'second-moment')
  const steps = { name: adamSteps, variable: tf.tidy(() => tf.variable(tf.scalar(0), false)) }
  return optimizer([...first, ...second, steps], (gradients, learningRate) => {
    const t = tf.add<tf.Scalar>(steps.variable, 1) // exact up to 2²⁴, where βᵗ has long been nothing
    steps.variable.assign(t)
    // 1 − βᵗ = −(e^(t·ln β) − 1): exact also where βᵗ is nearly 1. The rest folds both corrections into two scalars.
    const correction1 = tf.neg(tf.expm1(tf.mul(t, Math.log(beta1))))
    const root2 = tf.sqrt(tf.neg(tf.expm1(tf.mul(t, Math.log(beta2)))))
    const rate = tf.div(tf.mul(learningRate, root2), correction1)
    const tiny = tf.mul(root2, epsilon)
    weights.forEach(({ variable }, i) => {
      const gradient = gradients[i] as tf.Tensor
      const m = moving(first, i, beta1, gradient)
      const v = moving(second, i, beta2, tf.square(gradient))
      variable.assign(tf.sub(variable, tf.mul(rate, tf.div(m, tf.add(tf.sqrt(v), tiny)))))
    })
  })
}

/** Stochastic gradient descent with momentum, as torch.optim.SGD: b ← μb + g, w ← w − αb. */
function sgd({ momentum }: Extract<OptimizerConfig, { kind: 'sgd' }>, weights: readonly StateVariable[]): Optimizer {
  const buffers = momentum > 0 ? slotsOf(weights, 'momentum') : []
  return optimizer(buffers, (gradients, learningRate) => {
    weights.forEach(({ variable }, i) => {
      const gradient = gradients[i] as tf.Tensor
      const direction = buffers.length > 0 ? accumulated(buffers, i, momentum, gradient) : gradient
      variable.assign(tf.sub(variable, tf.mul(learningRate, direction)))
    })
  })
}

/** RMSprop as torch.optim.RMSprop: v ← ρv + (1−ρ)g², b ← μb + g/(√v + ε), w ← w − αb. */
function rmsprop({ decay, momentum, epsilon }: Extract<OptimizerConfig, { kind: 'rmsprop' }>, weights: readonly StateVariable[]): Optimizer {
  const averages = slotsOf(weights, 'second-moment')
  const buffers = momentum > 0 ? slotsOf(weights, 'momentum') : []
  return optimizer([...averages, ...buffers], (gradients, learningRate) => {
    weights.forEach(({ variable }, i) => {
      const gradient = gradients[i] as tf.Tensor
      const scaled = tf.div(gradient, tf.add(tf.sqrt(moving(averages, i, decay, tf.square(gradient))), epsilon))
      const direction = buffers.length > 0 ? accumulated(buffers, i, momentum, scaled) : scaled
      variable.assign(tf.sub(variable, tf.mul(learningRate, direction)))
    })
  })
}

function optimizer(slots: readonly StateVariable[], update: Optimizer['apply']): Optimizer {
  return {
    slots,
    apply: (gradients, learningRate) => tf.tidy(() => update(gradients, afterAll(gradients, learningRate))),
    dispose: () => slots.forEach(({ variable }) => variable.dispose()),
  }
}

/**
 * The same rate, bit by bit, but known only once the gradient of the first layer's bias is: the last that the backward pass comes to.
 * A weight's move is then certain to follow every use of the old weight, and XLA moves it in place. Without this it cannot tell which
 * comes first, and copies seven of Seed's eight kernels in each step.
 */
function afterAll(gradients: readonly tf.Tensor[], learningRate: tf.Scalar): tf.Scalar {
  const last = (gradients[1] ?? gradients[0]) as tf.Tensor
  return tf.add(learningRate, tf.mul(tf.reshape(tf.slice(tf.reshape(last, [last.size]), 0, 1), []), nothing))
}

/** The least normal float32, nearly: a gradient times this changes no rate, and yet no compiler may take it for 0. */
const nothing = 1.2e-38

function slotsOf(weights: readonly StateVariable[], kind: string): StateVariable[] {
  return weights.map(({ name, variable }) => ({
    name: `${name}/${kind}`,
    variable: tf.tidy(() => tf.variable(tf.zeros(variable.shape), false)),
  }))
}

/** slot ← decay·slot + (1 − decay)·value. */
function moving(slots: readonly StateVariable[], index: number, decay: number, value: tf.Tensor): tf.Variable {
  return accumulated(slots, index, decay, tf.mul(value, 1 - decay))
}

/** slot ← decay·slot + value. */
function accumulated(slots: readonly StateVariable[], index: number, decay: number, value: tf.Tensor): tf.Variable {
  const slot = (slots[index] as StateVariable).variable
  slot.assign(tf.add(tf.mul(slot, decay), value))
  return slot
}
