/** What works op by op, and in a graph would go wrong without a word: caught by name while a step is recorded. */
import * as tf from '@tensorflow/tfjs-core'
import { LabError } from '@shared/errors'

/** These draw their numbers in JavaScript: in a graph the first draw would be repeated for ever. */
const drawsInJavaScript = new Set(['randomNormal', 'randomUniform', 'randomUniformInt', 'randomStandardNormal', 'randomGamma',
  'truncatedNormal', 'rand', 'multinomial', 'dropout'])

/** These keep their rate as a number of JavaScript's, and make variables of their own when they first run. */
const stockOptimizers = {
  sgd: tf.SGDOptimizer, momentum: tf.MomentumOptimizer, rmsprop: tf.RMSPropOptimizer, adam: tf.AdamOptimizer, adamax: tf.AdamaxOptimizer,
  adagrad: tf.AdagradOptimizer, adadelta: tf.AdadeltaOptimizer,
} as const

/** Runs `code`, which may assign the variables of `state` and no others. E_UNSUPPORTED, with a sentence, where it does what a graph cannot. */
export function withRefusals(state: readonly tf.Variable[], code: () => void): void {
  const engine = tf.engine()
  const { startScope } = engine
  const { assign } = tf.Variable.prototype
  const undo = [
    // tfjs opens a scope named after each public op: the place to catch some of them by name.
    replace(engine, 'startScope', function (this: typeof engine, name?: string) {
      const op = name?.replace(/__op$/, '') ?? ''
      if (drawsInJavaScript.has(op))
        refuse(`tf.${op} draws in JavaScript and cannot be compiled: use randomSource of compile/random.ts (uniform, normal, dropout, gaussianNoise, reparameterise).`)
      startScope.call(this, name)
    }),
    replace(engine, 'makeVariable', () => refuse('The step makes a variable: make it before the step, and name it in the state.')),
    replace(tf.Variable.prototype, 'assign', function (this: tf.Variable, value) {
      if (!state.includes(this)) refuse(`The step assigns the variable ${this.name}, which is not in the state: a graph would forget it.`)
      assign.call(this, value)
    }),
    ...Object.entries(stockOptimizers).flatMap(([name, { prototype }]) => {
      const refused = () => refuse(`tf.train.${name} cannot be compiled: its rate is a number of JavaScript's, which a graph would repeat for ever, `
        + 'and its moments are no variables of the state. Use buildOptimizer of model/optimizers.ts, or write the update with tensors.')
      return [replace(tf.train, name as keyof typeof stockOptimizers, refused), replace(prototype as tf.Optimizer, 'applyGradients', refused)]
    }),
  ]
  try {
    code()
  } finally {
    for (const restore of undo) restore()
  }
}

/** Puts another function in the place of a method; answers how to undo it. */
function replace<T extends object, K extends keyof T>(object: T, name: K, replacement: T[K]): () => void {
  const before = object[name]
  object[name] = replacement
  return () => {
    object[name] = before
  }
}

function refuse(sentence: string): never {
  throw new LabError('E_UNSUPPORTED', sentence)
}
