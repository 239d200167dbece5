/** Randomness that may be compiled: is it random, and is it the same on every executor? Statistics are of fixed seeds, so they do not flicker. */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { NativeBackend } from '../../../src/main/engine/backend'
import { traceMap } from '../../../src/main/engine/compile/map'
import { Program } from '../../../src/main/engine/compile/program'
import { randomSource } from '../../../src/main/engine/compile/random'
import type { RandomSource } from '../../../src/main/engine/compile/random'
import { compiledExecutors, mean, relativeDistance, theBackend } from '../../support/engine'

const count = 100_000

let native: NativeBackend
let random: RandomSource
beforeAll(async () => {
  ({ native } = await theBackend())
  random = randomSource(native)
})

interface Draw {
  readonly kind?: 'uniform' | 'normal'
  readonly seed?: number
  readonly step?: number
  readonly stream?: number
  readonly length?: number
}

function draw({ kind = 'uniform', seed = 1, step = 0, stream = 0, length = count }: Draw = {}, source = random): Float32Array {
  return tf.tidy(() => {
    const state = { seed: tf.scalar(seed, 'int32'), step: tf.scalar(step, 'int32') }
    return source[kind]([length], state, stream).dataSync().slice() as Float32Array
  })
}

/** How many of the cells' numbers (0 … cells − 1) fell into each; a number outside is an error. */
function histogram(cells: number, numbers: readonly number[]): number[] {
  const counts = new Array<number>(cells).fill(0)
  for (const cell of numbers) {
    if (!(cell >= 0 && cell < cells)) throw new RangeError(`${cell} is in no cell`)
    counts[cell] = (counts[cell] ?? 0) + 1
  }
  return counts
}

/** Σ (seen − expected)²/expected over cells that should be equally full. */
function chiSquare(counts: readonly number[]): number {
  const expected = mean([...counts])
  return counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
}

/** The 99.9 % point of χ² with many degrees of freedom (Wilson and Hilferty 1931). */
function critical(freedom: number): number {
  return freedom * (1 - 2 / (9 * freedom) + 3.09 * Math.sqrt(2 / (9 * freedom))) ** 3
}

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const centred = (values: ArrayLike<number>) => {
    const list = Array.from(values)
    const middle = mean(list)
    return list.map(value => value - middle)
  }
  const [x, y] = [centred(a), centred(b)]
  const product = (left: number[], right: number[]) => left.reduce((sum, value, i) => sum + value * (right[i] ?? 0), 0)
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y))
}

/** Of independent numbers 99.99 % of correlations are smaller. */
const noCorrelation = 4 / Math.sqrt(count)

describe('uniform numbers', () => {
  it.each([[0, 0, 0], [1, 0, 0], [1, 1, 0], [1, 0, 1], [2 ** 31 - 1, 9379, 3]])('fill [0, 1) evenly: seed %i, step %i, stream %i', (seed, step, stream) => {
    const cells = histogram(100, Array.from(draw({ seed, step, stream }), value => Math.floor(100 * value)))
    expect(chiSquare(cells)).toBeLessThan(critical(99))
  })

  it('are even in pairs of neighbours, too', () => {
    const values = draw({ seed: 3 })
    const twentieth = (i: number) => Math.floor(20 * (values[i] ?? NaN))
    const pairs = Array.from({ length: count / 2 }, (_, i) => 20 * twentieth(2 * i) + twentieth(2 * i + 1))
    expect(chiSquare(histogram(400, pairs))).toBeLessThan(critical(399))
  })

  it('do not resemble those of another seed, step, stream or position', () => {
    const values = draw({ seed: 5, step: 7, stream: 1 })
    const others = [draw({ seed: 6, step: 7, stream: 1 }), draw({ seed: 5, step: 8, stream: 1 }), draw({ seed: 5, step: 7, stream: 2 }),
      draw({ seed: 7, step: 5, stream: 1 })]
    for (const other of others) expect(Math.abs(correlation(values, other))).toBeLessThan(noCorrelation)
    for (const lag of [1, 2, 28, 784])
      expect(Math.abs(correlation(values.subarray(lag), values.subarray(0, count - lag))), `lag ${lag}`).toBeLessThan(noCorrelation)
  })

  it('at one position do not resemble each other from step to step', () => {
    const ofSteps = Array.from({ length: 1000 }, (_, step) => draw({ step, length: 1 })[0] ?? 0)
    expect(chiSquare(histogram(20, ofSteps.map(value => Math.floor(20 * value))))).toBeLessThan(critical(19))
    expect(Math.abs(correlation(ofSteps.slice(1), ofSteps.slice(0, -1)))).toBeLessThan(4 / Math.sqrt(1000))
  })

  it('are the same however many are drawn', () => {
    expect(draw({ length: 10 })).toEqual(draw({ length: 1000 }).subarray(0, 10))
  })
})

describe('normal numbers', () => {
  it('have the moments of the normal distribution, and are finite', () => {
    const values = [...draw({ kind: 'normal', seed: 4 })]
    const moment = (power: number) => mean(values.map(v => v ** power))
    expect(values.every(Number.isFinite)).toBe(true)
    // Standard errors of the moments of n normal numbers: √(1/n), √(2/n), √(15/n), √(96/n).
    expect(Math.abs(moment(1))).toBeLessThan(4 * Math.sqrt(1 / count))
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / count))
    expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / count))
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / count))
    const within = values.filter(v => Math.abs(v) < 1).length / count
    expect(Math.abs(within - 0.682689)).toBeLessThan(4 * Math.sqrt(0.6827 * 0.3173 / count))
  })

  it('take streams of their own', () => {
    const [a, b] = [draw({ kind: 'normal', stream: 0 }), draw({ kind: 'normal', stream: 1 })]
    expect(Math.abs(correlation(a, b))).toBeLessThan(noCorrelation)
    expect(Math.abs(correlation(a, draw({ stream: 2 })))).toBeLessThan(noCorrelation)
  })
})

describe.each(compiledExecutors)('drawn by %s', (executor) => {
  it('they have the bits that op by op has', () => {
    const traced = traceMap(native, {
      name: 'draw', state: [], inputs: [{ name: 'state', dtype: 'float32', shape: [2] }], outputs: 2,
      map: (state) => {
        const [seed, step] = [0, 1].map(i => tf.reshape(tf.slice1d(tf.cast(state as tf.Tensor1D, 'int32'), i, 1), [])) as [tf.Scalar, tf.Scalar]
        return [random.uniform([1000], { seed, step }, 3), random.normal([1000], { seed, step }, 2)]
      },
    })
    const program = Program.load(native, [], [{ name: 'draw', traced, executor }])
    for (const [seed, step] of [[1, 0], [123_456, 9379]] as const) {
      const [uniform, normal] = program.run('draw', [Float32Array.of(seed, step)])
      expect(uniform).toEqual(draw({ seed, step, stream: 3, length: 1000 }))
      // The bits are the same; logarithm and cosine are rounded by each executor in its own way.
      expect(relativeDistance(normal ?? [], draw({ kind: 'normal', seed, step, stream: 2, length: 1000 }))).toBeLessThan(1e-6)
    }
    program.dispose()
  })
})

describe('the helpers for noise', () => {
  const state = (seed = 1) => ({ seed: tf.scalar(seed, 'int32'), step: tf.scalar(4, 'int32') })
  const ways = ['dropout', 'gaussianNoise', 'reparameterise'] as const
  function apply(way: typeof ways[number], x: tf.Tensor, given: ReturnType<typeof state>): tf.Tensor {
    if (way === 'reparameterise') return random.reparameterise(x, tf.neg(x), given, 1)
    return random[way](x, 0.3, given, 2)
  }
  const xs = Float32Array.from({ length: 5000 }, (_, i) => 1 + i % 3)
  const eager = (way: typeof ways[number]) => tf.tidy(() => apply(way, tf.tensor1d(xs), state()).dataSync().slice())

  it('follow their formulas', () => {
    const dropped = [...eager('dropout')]
    expect(dropped.every((value, i) => value === 0 || value === xs[i])).toBe(true)
    const share = dropped.filter(value => value === 0).length / xs.length
    expect(Math.abs(share - 0.3)).toBeLessThan(4 * Math.sqrt(0.3 * 0.7 / xs.length))
    const normal = (stream: number) => draw({ kind: 'normal', step: 4, stream, length: xs.length })
    expect(relativeDistance(eager('gaussianNoise'), normal(2).map((value, i) => (xs[i] ?? 0) + 0.3 * value))).toBeLessThan(1e-6)
    expect(relativeDistance(eager('reparameterise'), normal(1).map((value, i) => (xs[i] ?? 0) + Math.exp(-(xs[i] ?? 0) / 2) * value))).toBeLessThan(1e-6)
  })

  it.each(compiledExecutors)('give by %s what they give op by op', (executor) => {
    const traced = traceMap(native, {
      name: 'noise', state: [], inputs: [{ name: 'x', dtype: 'float32', shape: [xs.length] }], outputs: ways.length,
      map: x => ways.map(way => apply(way, x as tf.Tensor, state())),
    })
    const program = Program.load(native, [], [{ name: 'noise', traced, executor }])
    program.run('noise', [xs]).forEach((values, i) => expect(relativeDistance(values, eager(ways[i] ?? 'dropout')), ways[i]).toBeLessThan(1e-6))
    program.dispose()
  })
})

describe('without TensorFlow', () => {
  it.each([[0, 0, 0], [1, 2, 3], [2 ** 31 - 1, 9379, 1], [7, 2 ** 26 - 1, 7]])('numbers have the bits that they have with it: seed %i, step %i, stream %i', (seed, step, stream) => {
    expect(draw({ seed, step, stream, length: 2000 }, randomSource(null))).toEqual(draw({ seed, step, stream, length: 2000 }))
  })
})

describe('a key', () => {
  /** The nearest that the arguments of two streams come to each other on the circle of 32-bit words. */
  it('has a word of its own for each of 2²⁶ steps in eight streams', () => {
    const starts = Array.from({ length: 8 }, (_, stream) => Math.imul(stream + 1, 0x9E3779B1) >>> 0).sort((a, b) => a - b)
    const gaps = starts.map((start, i) => (i === 0 ? start + 2 ** 32 - (starts.at(-1) ?? NaN) : start - (starts[i - 1] ?? NaN)))
    expect(Math.min(...gaps)).toBeGreaterThan(2 ** 26)
  })

  it('keeps two steps apart whose first words are a few positions from each other', () => {
    const hash = (x: number) => {
      const y = Math.imul(x ^ x >>> 16, 0x7FEB352D)
      const z = Math.imul(y ^ y >>> 15, 0x846CA68B)
      return z ^ z >>> 16
    }
    const inverse = 0x0E8B2F51 // of 0x9E3779B1 modulo 2³²
    const [seed, length] = [1, 2000]
    const places = Array.from({ length: 20_000 }, (_, step) => ({
      step, place: Math.imul(hash(step + 0x9E3779B1 + hash(seed) | 0), inverse) >>> 0,
    })).sort((a, b) => a.place - b.place)
    const lags = places.slice(1).map(({ step, place }, i) => ({ step, before: places[i]?.step ?? NaN, lag: place - (places[i]?.place ?? NaN) }))
    const { step, before, lag } = lags.reduce((nearest, next) => next.lag < nearest.lag ? next : nearest)
    expect(lag).toBeLessThan(length / 2)
    const [earlier, later] = [draw({ seed, step: before, length }), draw({ seed, step, length })]
    expect(Array.from(later.subarray(0, length - lag)).filter((value, i) => value === earlier[i + lag])).toEqual([])
  })
})
