/** A configuration at the door: rows 2, 3, 6 and 13 to 20 of the catalogue of bad inputs, each told by the field and what it may be. */
import { describe, expect, it } from 'vitest'
import { engineContract } from '@shared/contract/engine'
import { Labels } from '@shared/domain/keptRun'
import { presets } from '@shared/domain/presets'
import { RunId } from '@shared/domain/run'
import { RunConfig } from '@shared/domain/runConfig'
import { LabError } from '@shared/errors'
import { parse } from '@shared/schema'

const { config } = presets.seed
const convolutional = presets.convolutional.config

/** The configuration with one field replaced: `network.hidden.1` is the second width. */
function having(path: string, value: unknown, base: RunConfig = config): unknown {
  const keys = path.split('.')
  const copy = structuredClone(base) as unknown as Record<string, unknown>
  const owner = keys.slice(0, -1).reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, copy)
  owner[keys.at(-1) ?? ''] = value
  return copy
}

function refusalOf(value: unknown): string {
  try {
    parse(RunConfig, value, 'E_FORM', 'Settings')
  } catch (error) {
    expect(error).toBeInstanceOf(LabError)
    expect(error).toMatchObject({ code: 'E_FORM' })
    return (error as LabError).message
  }
  return 'It was taken.'
}

describe('a field', () => {
  const gaussian: RunConfig = { ...config, noise: { kind: 'gaussian', sigma: 0.3 } }
  const rmsprop: RunConfig = { ...config, optimizer: { kind: 'rmsprop', decay: 0.9, momentum: 0, epsilon: 1e-8 } }
  const step: RunConfig = { ...config, schedule: { kind: 'step', every: 5, factor: 0.5 } }

  it.each<[string, readonly unknown[], string, RunConfig?]>([
    ['epochs', [0, -1, 1.5, 1e9, '', 'ten', null, NaN], 'epochs: must be a whole number from 1 to 1,000.'],
    ['learningRate', [0, -0, -1, 1e6, 1e-320, '1,5', '1e-3 ', Infinity], 'learningRate: must be a number from 1e-7 to 10.'],
    ['batchSize', [0, 60_001, 1e9, 12.5], 'batchSize: must be a whole number from 1 to 8,192.'],
    ['seed', [2 ** 53, -1, 0.5, ''], 'seed: must be a whole number from 0 to 2,147,483,647.'],
    ['network.latent', [0, 785, 1e6], 'network.latent: must be a whole number from 1 to 256.'],
    ['network.hidden.1', [0, 1e7, '64'], 'network.hidden.1: must be a whole number from 1 to 4,096.'],
    ['network.hidden', [Array(200).fill(8)], 'network.hidden: must have at most 8 layers.'],
    ['network.filters.0', [0, 257], 'network.filters.0: must be a whole number from 1 to 256.', convolutional],
    ['network.filters', [[1, 1, 1, 1, 1]], 'network.filters: must have at most 4 layers.', convolutional],
    ['network.filters', [[]], 'network.filters: must have at least one layer.', convolutional],
    ['network.filters', [[8]], 'network.filters: must be empty for a dense network.'],
    ['objective.beta', [-0.1, 1001], 'objective.beta: must be a number from 0 to 1,000.'],
    ['objective.l1', [-1e-9, 1.1], 'objective.l1: must be a number from 0 to 1.'],
    ['noise.sigma', [0, 2.1], 'noise.sigma: must be a number from 0.001 to 2.', gaussian],
    ['optimizer.beta1', [1, -0.1], 'optimizer.beta1: must be a number from 0 to 0.9999.'],
    ['optimizer.epsilon', [0, 1e-13, 2], 'optimizer.epsilon: must be a number from 1e-12 to 1.'],
    ['optimizer.decay', [1], 'optimizer.decay: must be a number from 0 to 0.9999.', rmsprop],
    ['schedule.every', [0, 2.5], 'schedule.every: must be a whole number from 1 to 1,000.', step],
    ['schedule.factor', [0, 1.01], 'schedule.factor: must be a number from 0.001 to 1.', step],
  ])('%s as any of %j is refused by name, with what it may be', (path, values, sentence, base = config) => {
    for (const value of values) expect(refusalOf(having(path, value, base))).toBe(`Settings: ${sentence}`)
  })

  it.each([
    ['dataset', 'mnist'], ['network.kind', 'recurrent'], ['network.activation', 'gelu'], ['network.output', 'softmax'], ['network.initialisation', 'zeros'],
    ['objective.loss', 'mae'], ['noise.kind', 'salt'], ['optimizer.kind', 'lion'], ['schedule.kind', 'warm'],
    ['network.variational', 1], ['network.hidden', 'none'], ['network', null], ['noise', 'none'],
  ])('%s as %j is refused by name', (path, value) => {
    expect(refusalOf(having(path, value))).toMatch(new RegExp(`^Settings: ${path.replace('.', '\\.')}: .+\\.$`))
  })

  it('that is missing or too many is named, wherever it stands', () => {
    for (const path of paths(config)) expect(refusalOf(having(path, undefined))).toContain(` ${path}`)
    for (const section of ['', 'network.', 'objective.', 'noise.', 'optimizer.', 'schedule.'])
      expect(refusalOf(having(`${section}colour`, 'red')).toLowerCase()).toContain('unrecognized key: "colour"')
  })

  /** `network.kind` and so on: every field but the entries of lists. */
  function paths(value: object, prefix = ''): string[] {
    return Object.entries(value).flatMap(([key, field]) => {
      const isSection = typeof field === 'object' && field !== null && !Array.isArray(field)
      return isSection ? paths(field as object, `${prefix}${key}.`) : [`${prefix}${key}`]
    })
  }
})

describe('a configuration', () => {
  it('whose loss needs probabilities is refused another output', () => {
    expect(refusalOf({ ...config, objective: { ...config.objective, loss: 'bce' }, network: { ...config.network, output: 'linear' } }))
      .toBe('Settings: network.output: must be sigmoid, because binary cross-entropy needs values between 0 and 1.')
  })

  it('with many faults tells five of them, and how many more', () => {
    const network = { ...config.network, latent: 0, hidden: [0, 0, 0] }
    const message = refusalOf({ ...config, epochs: 0, batchSize: 0, learningRate: 0, seed: -1, network })
    expect(message.split('; ')).toHaveLength(6)
    expect(message).toMatch(/; and 3 more\.$/)
  })

  it('does not bring a prototype with it', () => {
    const poisoned = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as object
    expect(refusalOf({ ...config, ...poisoned })).toMatch(/unrecognized key/i)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it('may have the layers that a person would try at the ends of what is allowed', () => {
    for (const hidden of [[], Array<number>(8).fill(4096), [1]]) expect(refusalOf(having('network.hidden', hidden))).toBe('It was taken.')
    expect(refusalOf(having('network.filters', [256, 256, 256, 256], convolutional))).toBe('It was taken.')
  })

  it('is what the port takes: nothing else starts a run, or changes its rate', () => {
    const { startRun, setLearningRate } = engineContract.calls
    expect(startRun.input.safeParse(config).success).toBe(true)
    expect(startRun.input.safeParse({ ...config, epochs: 0 }).success).toBe(false)
    for (const learningRate of [0, 11, NaN, '0.1']) expect(setLearningRate.input.safeParse({ runId: 'some-run', learningRate }).success).toBe(false)
  })
})

describe('what people call a run', () => {
  it('is any text up to 300 characters, kept as it is', () => {
    for (const name of ['', '🧵'.repeat(150), '<img src=x onerror=alert(1)>', '../..', 'trailing. ', 'NUL.txt', '\u202Eevil', '하늘'])
      expect(Labels.parse({ name, tags: [], notes: '' }).name).toBe(name)
    expect(Labels.safeParse({ name: 'x'.repeat(301), tags: [], notes: '' }).success).toBe(false)
  })

  it('is never its id: row 7', () => {
    for (const id of ['../../x', '/etc/passwd', 'CON', '', 'a'.repeat(5000), 'abcdef\0', 'abcdef\u202E', 'ABCDEF', '-abcdef', 'abc/def', 'abcdef\n'])
      expect(RunId.safeParse(id).error?.issues[0]?.message).toBe('must be the id of a run')
    expect(RunId.parse('20260214-120000-0f1x7e')).toBe('20260214-120000-0f1x7e')
  })
})
