/** The configuration of a run in words, one line a setting. */
import type { RunConfig } from '@shared/domain/runConfig'
import { rate, whole } from '../../formats/numbers'
import { lowerFirst } from '../../formats/text'
import { translate as t } from '../../texts'

export interface ConfigFact {
  readonly name: string
  readonly value: string
}

export function configFacts(config: RunConfig): ConfigFact[] {
  const { network, objective, noise, optimizer, schedule, ...rest } = config
  const field = (name: string, value: string) => ({ name: t(`train.fields.${name}`), value })
  const choice = (name: string, value: string, ...details: string[]) => ({
    name: t(`train.choices.${name}.label`),
    value: [t(`train.choices.${name}.${value}`), ...details].join(', '),
  })
  const numbers = (of: object, group: string) => Object.entries(of)
    .filter((entry): entry is [string, number] => typeof entry[1] === 'number')
    .map(([key, value]) => `${lowerFirst(t(`train.fields.${group}.${key}`))}\u00a0${rate(value)}`)
  const group = (name: 'noise' | 'optimizer' | 'schedule', of: { kind: string }) =>
    ({ ...choice(name, of.kind, ...numbers(of, name)), name: t(`train.groups.${name}`) })
  const penalties = (['l1', 'l2', 'sparsity'] as const).filter(key => objective[key] > 0)
  return [
    field('epochs', whole(rest.epochs)),
    field('batchSize', whole(rest.batchSize)),
    { name: t('train.panel.initialRate'), value: rate(rest.learningRate) },
    { name: t('train.layers.hidden'), value: network.hidden.join(' → ') || t('train.choices.noise.none') },
    ...(network.filters.length > 0 ? [{ name: t('train.layers.filters'), value: network.filters.join(' → ') }] : []),
    field('network.latent', whole(network.latent)),
    choice('activation', network.activation),
    choice('output', network.output),
    choice('initialisation', network.initialisation),
    choice('loss', objective.loss),
    ...(network.variational ? [field('objective.beta', rate(objective.beta))] : []),
    ...penalties.map(key => field(`objective.${key}`, rate(objective[key]))),
    group('noise', noise),
    group('optimizer', optimizer),
    group('schedule', schedule),
    field('seed', String(rest.seed)),
  ]
}
