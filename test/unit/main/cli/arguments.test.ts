/** What the words of the command line mean; how they are refused is tested where it can be seen, in test/integration/cli. */
import { describe, expect, it } from 'vitest'
import { presetIds, presets } from '@shared/domain/presets'
import type { PresetId } from '@shared/domain/presets'
import { RunConfig } from '@shared/domain/runConfig'
import { parseCommand } from '../../../../src/main/cli/arguments'
import { flags } from '../../../../src/main/cli/flags'

function train(...args: string[]) {
  const command = parseCommand(['train', ...args])
  if (command.kind !== 'train') throw new Error(command.kind)
  return command
}

const configOf = (line: string) => train(...line.split(' ')).config

describe('train', () => {
  it('alone means the lesson\'s experiment, in memory, told in sentences', () => {
    expect(train()).toEqual({ kind: 'train', config: presets.seed.config, json: false, executor: null, runsFolder: '' })
  })

  it.each(presetIds)('takes the preset %s as it stands', (id) => {
    expect(configOf(`--preset ${id}`)).toEqual(presets[id].config)
  })

  it('takes a value after a space or an equals sign, and values that begin with a minus', () => {
    expect(train('--epochs=3', '--runs', 'a folder', '--executor=xla', '--json')).toMatchObject({
      config: { epochs: 3 }, runsFolder: 'a folder', executor: 'xla', json: true,
    })
    expect(() => train('--seed', '-1')).toThrow('--seed: must be a whole number from 0 to 2,147,483,647, not "-1".')
  })

  it.each<PresetId>(['seed', 'sharper', 'thirty-two', 'variational', 'denoising'])('makes %s convolutional with the usual filters', (id) => {
    const { network } = configOf(`--preset ${id} --network convolutional`)
    expect(network).toEqual({ ...presets[id].config.network, kind: 'convolutional', filters: [16, 32] })
  })

  it('leaves filters alone where they are given or already there, and drops them from a dense network', () => {
    expect(configOf('--network convolutional --filters 4').network.filters).toEqual([4])
    expect(configOf('--preset convolutional --network convolutional').network.filters).toEqual([16, 32])
    expect(configOf('--preset convolutional --network dense').network).toMatchObject({ kind: 'dense', filters: [] })
  })

  it('begins a kind that is chosen with its usual parameters, in whatever order the flags stand', () => {
    expect(configOf('--epsilon 0.001 --optimizer rmsprop').optimizer).toEqual({ kind: 'rmsprop', decay: 0.99, momentum: 0, epsilon: 0.001 })
    expect(configOf('--noise-rate 0.5 --noise masking').noise).toEqual({ kind: 'masking', rate: 0.5 })
    expect(configOf('--schedule step --schedule-factor 0.1').schedule).toEqual({ kind: 'step', every: 5, factor: 0.1 })
    expect(configOf('--preset denoising --noise none').noise).toEqual({ kind: 'none' })
  })

  it('takes no layers for "none" and for nothing', () => {
    expect(configOf('--hidden none').network.hidden).toEqual([])
    expect(train('--hidden', '').config.network.hidden).toEqual([])
  })
})

describe('a flag', () => {
  /** Every field of every kind, as a path, and a value for it that no preset has. */
  const values: Readonly<Record<string, string>> = {
    'network': 'convolutional', 'filters': '5,6', 'hidden': '7,8', 'activation': 'elu', 'output': 'linear', 'initialisation': 'glorot', 'loss': 'bce',
    'noise': 'masking', 'optimizer': 'sgd', 'schedule': 'cosine', 'epochs': '77', 'batch-size': '77', 'latent': '77', 'seed': '77', 'schedule-every': '77',
  }
  const kindOf: Readonly<Record<string, string[]>> = {
    'noise-sigma': ['--noise', 'gaussian'], 'noise-rate': ['--noise', 'masking'], 'momentum': ['--optimizer', 'sgd'], 'decay': ['--optimizer', 'rmsprop'],
    'schedule-every': ['--schedule', 'step'], 'schedule-factor': ['--schedule', 'step'], 'schedule-final': ['--schedule', 'cosine'],
    'filters': ['--network', 'convolutional'],
  }

  it.each(flags.map(flag => [flag.name, flag] as const))('--%s changes the field that it names, and no other', (name, { field, value }) => {
    const before = train(...kindOf[name] ?? []).config
    const text = values[name] ?? '0.125'
    const { config } = train(...kindOf[name] ?? [], `--${name}`, ...value === null ? [] : [text])
    expect(at(config, field)).not.toEqual(at(before, field))
    if (value !== null) expect(String(at(config, field))).toBe(text)
    if (!field.endsWith('kind')) expect(without(config, field)).toEqual(without(before, field))
  })

  it('is there for every field of a configuration but the data set', () => {
    const fields = [...Object.entries(RunConfig.shape)].flatMap(([name, schema]) => fieldsOf(name, schema as never))
    expect(new Set(flags.map(({ field }) => field))).toEqual(new Set(fields.filter(field => field !== 'dataset')))
  })

  interface Schema { readonly shape?: Record<string, Schema>, readonly _zod: { readonly def: { readonly options?: readonly unknown[] } } }

  /** Sections and unions of them, one level deep. */
  function fieldsOf(name: string, { shape, _zod: { def } }: Schema): string[] {
    const shapes = shape ? [shape] : (def.options ?? []).map(option => (option as Schema).shape).filter(found => found !== undefined)
    return shapes.length === 0 ? [name] : shapes.flatMap(found => Object.keys(found).map(key => `${name}.${key}`))
  }

  function at(config: RunConfig, field: string): unknown {
    return field.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], config)
  }

  function without(config: RunConfig, field: string): unknown {
    const [section = '', key] = field.split('.')
    const rest = config as unknown as Record<string, Record<string, unknown>>
    return { ...rest, [section]: key === undefined ? null : { ...rest[section], [key]: null } }
  }
})

describe('other commands', () => {
  it('take what they need', () => {
    expect(parseCommand(['resume', '20260214-120000-0f1x7e', '--runs', 'r', '--json'])).toEqual({
      kind: 'resume', runId: '20260214-120000-0f1x7e', runsFolder: 'r', json: true,
    })
    expect(parseCommand(['trajectory', 'folder', '--executor', 'graph'])).toEqual({ kind: 'trajectory', folder: 'folder', executor: 'graph' })
    expect(parseCommand(['devices'])).toEqual({ kind: 'devices' })
    for (const argv of [[], ['help'], ['--help'], ['train', '--help'], ['train', '--epochs', '0', '--help']]) expect(parseCommand(argv)).toEqual({ kind: 'help' })
  })
})
