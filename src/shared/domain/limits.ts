/** The bounds of every hyperparameter: one table for the form, the command line and the port. */
import { z } from '../schema'

export interface Limit {
  readonly min: number
  readonly max: number
  readonly integer: boolean
}

const integers = (min: number, max: number): Limit => ({ min, max, integer: true })
const reals = (min: number, max: number): Limit => ({ min, max, integer: false })

export const limits = {
  'epochs': integers(1, 1000),
  'batchSize': integers(1, 8192),
  'learningRate': reals(1e-7, 10),
  'seed': integers(0, 2 ** 31 - 1),
  'network.latent': integers(1, 256),
  'network.width': integers(1, 4096),
  'network.filters': integers(1, 256),
  'objective.beta': reals(0, 1000),
  'objective.l1': reals(0, 1),
  'objective.l2': reals(0, 1),
  'objective.sparsity': reals(0, 1),
  'noise.sigma': reals(0.001, 2),
  'noise.rate': reals(0.001, 0.95),
  'optimizer.beta1': reals(0, 0.9999),
  'optimizer.beta2': reals(0, 0.99999),
  'optimizer.epsilon': reals(1e-12, 1),
  'optimizer.momentum': reals(0, 0.9999),
  'optimizer.decay': reals(0, 0.9999),
  'schedule.every': integers(1, 1000),
  'schedule.factor': reals(0.001, 1),
  'schedule.final': reals(0, 1),
} as const satisfies Record<string, Limit>

export type LimitName = keyof typeof limits

/** How many layers of each kind a network may have. */
export const layerLimits = { hidden: 8, filters: 4, gallery: 64 } as const

export function limited(name: LimitName) {
  const { min, max, integer } = limits[name]
  const error = () => `must be ${integer ? 'a whole number' : 'a number'} from ${readable(min)} to ${readable(max)}`
  const number = integer ? z.int({ error }) : z.number({ error })
  return number.check(z.gte(min, { error }), z.lte(max, { error }))
}

/** Made when it is first needed: every process loads these limits when it starts, and formats are slow to make. */
let decimal: Intl.NumberFormat | undefined

/** 60,000, 0.005, 1e-7, 2,147,483,647: as a person would write it. */
export function readable(value: number): string {
  decimal ??= new Intl.NumberFormat('en-US', { maximumSignificantDigits: 10 })
  const digits = decimal.format(value)
  const power = value.toExponential().replace('e+', 'e')
  const isExtreme = value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e9)
  return isExtreme && power.length < digits.length ? power : digits
}
