/** Each optimiser against its formula in double precision, gradients given. */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { OptimizerConfig } from '@shared/domain/runConfig'
import { adamSteps } from '../../../src/main/engine/model/adamSteps'
import { buildOptimizer } from '../../../src/main/engine/model/optimizers'
import { theBackend } from '../../support/engine'

beforeAll(theBackend)

/** Of very different sizes, and exactly zero: where ε matters. */
const start = [0.5, -0.25, 0, 2, -3]
const gradients = Array.from({ length: 5 }, (_, t) => [0.1 * Math.sin(t + 1), -2 + t, 1e-9 * (t + 1), 0, 1e3 / (t + 1)])
const rates = [0.01, 0.01, 0.02, 0.005, 0.01]

/** Float32: each of five steps rounds the weight itself (2⁻²⁴ of it), and how far it moved by a little more. */
function tolerance(from: number, to: number): number {
  return 5 * 2 ** -24 * Math.max(Math.abs(from), Math.abs(to)) + 2e-6 * Math.abs(to - from)
}

/** One weight's rule: the weight after a step, given its gradient, the rate and how many steps were before. */
type Rule = (weight: number, gradient: number, rate: number, before: number) => number

const rules: { readonly [K in OptimizerConfig['kind']]: (config: Extract<OptimizerConfig, { kind: K }>) => Rule } = {
  adam({ beta1, beta2, epsilon }) { // Kingma and Ba 2015, algorithm 1
    let [m, v] = [0, 0]
    return (w, g, rate, before) => {
      m = beta1 * m + (1 - beta1) * g
      v = beta2 * v + (1 - beta2) * g * g
      const [mHat, vHat] = [m / (1 - beta1 ** (before + 1)), v / (1 - beta2 ** (before + 1))]
      return w - rate * mHat / (Math.sqrt(vHat) + epsilon)
    }
  },
  sgd({ momentum }) { // torch.optim.SGD
    let b = 0
    return (w, g, rate) => w - rate * (b = momentum * b + g)
  },
  rmsprop({ decay, momentum, epsilon }) { // torch.optim.RMSprop
    let [v, b] = [0, 0]
    return (w, g, rate) => {
      v = decay * v + (1 - decay) * g * g
      return w - rate * (b = momentum * b + g / (Math.sqrt(v) + epsilon))
    }
  },
}

const configs: readonly (readonly [string, OptimizerConfig])[] = [
  ['Adam', { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }],
  ['Adam with a large ε', { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 0.1 }],
  ['Adam without moments', { kind: 'adam', beta1: 0, beta2: 0, epsilon: 1e-8 }],
  ['Adam with the longest memory', { kind: 'adam', beta1: 0.9999, beta2: 0.99999, epsilon: 1e-8 }],
  ['SGD', { kind: 'sgd', momentum: 0 }],
  ['SGD with momentum', { kind: 'sgd', momentum: 0.9 }],
  ['RMSprop', { kind: 'rmsprop', decay: 0.99, momentum: 0, epsilon: 1e-8 }],
  ['RMSprop with momentum', { kind: 'rmsprop', decay: 0.9, momentum: 0.5, epsilon: 1e-3 }],
]

describe.each(configs)('%s', (_, config) => {
  it.each([[0], [100_000]])('moves weights by its formula, from step %i on', (first) => {
    const weight = { name: 'w', variable: tf.tidy(() => tf.variable(tf.tensor1d(start))) }
    const optimizer = buildOptimizer(config, [weight])
    tf.tidy(() => optimizer.slots.find(({ name }) => name === adamSteps)?.variable.assign(tf.scalar(first)))
    const rulesOfWeights = start.map(() => rules[config.kind](config as never))
    let expected: number[] = start
    gradients.forEach((gradient, t) => {
      tf.tidy(() => optimizer.apply([tf.tensor1d(gradient)], tf.scalar(rates[t] ?? 0)))
      expected = expected.map((w, i) => rulesOfWeights[i]?.(w, gradient[i] ?? 0, rates[t] ?? 0, first + t) ?? NaN)
      const found = [...weight.variable.dataSync()]
      found.forEach((w, i) => expect(Math.abs(w - (expected[i] ?? NaN)), `weight ${i}`).toBeLessThan(tolerance(start[i] ?? 0, expected[i] ?? NaN)))
    })
    optimizer.dispose()
    weight.variable.dispose()
  })

  it('keeps its state in slots that are named after the weight and begin at zero, as Adam\'s count of steps does', () => {
    const weight = { name: 'encoder/0/kernel', variable: tf.tidy(() => tf.variable(tf.tensor1d(start))) }
    const optimizer = buildOptimizer(config, [weight])
    for (const { name, variable } of optimizer.slots.filter(slot => slot.name !== adamSteps)) {
      expect(name).toMatch(/^encoder\/0\/kernel\/(first-moment|second-moment|momentum)$/)
      expect([...variable.dataSync()]).toEqual([0, 0, 0, 0, 0])
    }
    expect(optimizer.slots.filter(slot => slot.name === adamSteps).map(slot => [...slot.variable.dataSync()])).toEqual(config.kind === 'adam' ? [[0]] : [])
    expect(new Set(optimizer.slots.map(slot => slot.name)).size).toBe(optimizer.slots.length)
    optimizer.dispose()
    weight.variable.dispose()
  })
})
