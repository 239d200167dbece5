/** What the form holds while a person types: a text for each number, a choice for each of a few; and its way to a RunConfig and back. */
import { LabError } from '@shared/errors'
import { limits } from '@shared/domain/limits'
import type { LimitName } from '@shared/domain/limits'
import { RunConfig } from '@shared/domain/runConfig'
import type { NetworkConfig, NoiseConfig, OptimizerConfig, ScheduleConfig } from '@shared/domain/runConfig'
import { lowerFirst } from '../formats/text'
import { numberText, parseNumber } from './number'
import type { NumberProblem } from './number'

/** Numbers that are one field each; the two lists of layers are apart. */
export type NumberName = Exclude<LimitName, 'network.width' | 'network.filters'>
export type ListName = 'hidden' | 'filters'

export interface Draft {
  numbers: Record<NumberName, string>
  hidden: string[]
  filters: string[]
  kind: NetworkConfig['kind']
  activation: NetworkConfig['activation']
  output: NetworkConfig['output']
  initialisation: NetworkConfig['initialisation']
  variational: boolean
  loss: RunConfig['objective']['loss']
  noise: NoiseConfig['kind']
  optimizer: OptimizerConfig['kind']
  schedule: ScheduleConfig['kind']
}

/** Where something is wrong: a number, a layer of a list ("hidden.2"), or a list or choice as a whole. */
export type Place = NumberName | `${ListName}.${number}` | ListName | 'output'

export type Problem
  = | { readonly kind: 'number', readonly limit: LimitName, readonly number: NumberProblem }
    | { readonly kind: 'rule', readonly text: string }

export interface Reading {
  /** Present where nothing is wrong. */
  readonly config: RunConfig | null
  readonly problems: ReadonlyMap<Place, Problem>
}

/** Values of parameters that the configuration does not use, so that switching a choice shows sensible ones. */
const unused: Record<NumberName, number> = {
  'epochs': 10,
  'batchSize': 64,
  'learningRate': 0.001,
  'seed': 1,
  'network.latent': 3,
  'objective.beta': 1,
  'objective.l1': 0,
  'objective.l2': 0,
  'objective.sparsity': 0,
  'noise.sigma': 0.3,
  'noise.rate': 0.3,
  'optimizer.beta1': 0.9,
  'optimizer.beta2': 0.999,
  'optimizer.epsilon': 1e-8,
  'optimizer.momentum': 0.9,
  'optimizer.decay': 0.9,
  'schedule.every': 5,
  'schedule.factor': 0.5,
  'schedule.final': 0.01,
}

export function draftOf(config: RunConfig): Draft {
  const { network, objective, noise, optimizer, schedule } = config
  const used: Partial<Record<string, unknown>> = {
    ...config, ...prefixed('network', network), ...prefixed('objective', objective), ...prefixed('noise', noise),
    ...prefixed('optimizer', optimizer), ...prefixed('schedule', schedule),
  }
  const names = Object.keys(unused) as NumberName[]
  const textOf = (name: NumberName) => numberText(typeof used[name] === 'number' ? used[name] : unused[name])
  return {
    numbers: Object.fromEntries(names.map(name => [name, textOf(name)])) as Draft['numbers'],
    hidden: network.hidden.map(numberText),
    filters: (network.filters.length > 0 ? network.filters : [16, 32]).map(numberText),
    kind: network.kind,
    activation: network.activation,
    output: network.output,
    initialisation: network.initialisation,
    variational: network.variational,
    loss: objective.loss,
    noise: noise.kind,
    optimizer: optimizer.kind,
    schedule: schedule.kind,
  }
}

function prefixed(prefix: string, values: object) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${prefix}.${key}`, value]))
}

/** The configuration that a draft means, or what is wrong with it. Only what the choices use is read. */
export function readDraft(draft: Draft): Reading {
  const problems = new Map<Place, Problem>()
  const read = (name: NumberName) => number(draft.numbers[name], name, name, problems)
  const candidate = {
    dataset: 'fashion-mnist',
    network: {
      kind: draft.kind,
      filters: draft.kind === 'dense' ? [] : layers(draft.filters, 'filters', 'network.filters', problems),
      hidden: layers(draft.hidden, 'hidden', 'network.width', problems),
      latent: read('network.latent'),
      activation: draft.activation,
      output: draft.output,
      initialisation: draft.initialisation,
      variational: draft.variational,
    },
    objective: {
      loss: draft.loss,
      beta: draft.variational ? read('objective.beta') : 0,
      l1: read('objective.l1'),
      l2: read('objective.l2'),
      sparsity: read('objective.sparsity'),
    },
    noise: noiseOf(draft, read),
    optimizer: optimizerOf(draft, read),
    learningRate: read('learningRate'),
    schedule: scheduleOf(draft, read),
    batchSize: read('batchSize'),
    epochs: read('epochs'),
    seed: read('seed'),
  }
  if (problems.size > 0) return { config: null, problems }
  const parsed = RunConfig.safeParse(candidate)
  if (parsed.success) return { config: parsed.data, problems }
  for (const { path, message } of parsed.error.issues) problems.set(placeOf(path), { kind: 'rule', text: lowerFirst(message) })
  return { config: null, problems }
}

function number(text: string, limit: LimitName, place: Place, problems: Map<Place, Problem>): number {
  const parsed = parseNumber(text, limits[limit])
  if ('value' in parsed) return parsed.value
  problems.set(place, { kind: 'number', limit, number: parsed.problem })
  return Number.NaN
}

function layers(texts: readonly string[], list: ListName, limit: LimitName, problems: Map<Place, Problem>): number[] {
  return texts.map((text, i) => number(text, limit, `${list}.${i}`, problems))
}

type Read = (name: NumberName) => number

function noiseOf({ noise }: Draft, read: Read): NoiseConfig {
  switch (noise) {
    case 'none': return { kind: noise }
    case 'gaussian': return { kind: noise, sigma: read('noise.sigma') }
    case 'masking': return { kind: noise, rate: read('noise.rate') }
  }
}

function optimizerOf({ optimizer }: Draft, read: Read): OptimizerConfig {
  switch (optimizer) {
    case 'adam': return { kind: optimizer, beta1: read('optimizer.beta1'), beta2: read('optimizer.beta2'), epsilon: read('optimizer.epsilon') }
    case 'sgd': return { kind: optimizer, momentum: read('optimizer.momentum') }
    case 'rmsprop':
      return { kind: optimizer, decay: read('optimizer.decay'), momentum: read('optimizer.momentum'), epsilon: read('optimizer.epsilon') }
  }
}

function scheduleOf({ schedule }: Draft, read: Read): ScheduleConfig {
  switch (schedule) {
    case 'constant': return { kind: schedule }
    case 'step': return { kind: schedule, every: read('schedule.every'), factor: read('schedule.factor') }
    case 'cosine': return { kind: schedule, final: read('schedule.final') }
  }
}

/** The field that shows what the schema found: rules beyond single numbers name a list or a choice. */
function placeOf(path: readonly PropertyKey[]): Place {
  const last = path.at(-1)
  if (path[0] === 'network' && (last === 'filters' || last === 'hidden' || last === 'output')) return last
  throw new LabError('E_INTERNAL', `The form has no place for a problem with ${path.join('.')}.`)
}
