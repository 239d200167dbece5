import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { presetIds, presetOf, presets } from '@shared/domain/presets'
import { RunConfig } from '@shared/domain/runConfig'

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
const names = { 'seed': 'Seed', 'sharper': 'Sharper 3-D', 'thirty-two': 'Thirty-two', 'convolutional': 'Convolutional', 'variational': 'Variational', 'denoising': 'Denoising' }

describe.each(presetIds)('the preset %s', (id) => {
  const { config } = presets[id]

  it('is a configuration that may run, and has its own name', () => {
    expect(RunConfig.parse(config)).toEqual(config)
    expect(presets[id].id).toBe(id)
  })

  it('is expected to reach what the README says', () => {
    const { testMse, knnAccuracy, seconds } = presets[id].expected
    const time = seconds < 90 ? `${seconds} s` : `${seconds / 60} min`
    const row = readme.split('\n').find(line => line.startsWith(`| ${names[id]} |`))
    expect(row?.split('|')[3]?.trim()).toBe(`${testMse.toFixed(4)}, ${knnAccuracy.toFixed(2)}, ${time}`)
  })

  it('is known again whatever the seed, however many the epochs', () => {
    expect(presetOf(config)).toBe(id)
    expect(presetOf(RunConfig.parse({ ...config, seed: 77, epochs: 3 }))).toBe(id)
  })

  it('is no longer itself when anything else is changed', () => {
    const changed: Partial<RunConfig>[] = [
      { batchSize: config.batchSize + 1 },
      { learningRate: config.learningRate * 2 },
      { network: { ...config.network, latent: config.network.latent + 1 } },
      { objective: { ...config.objective, l2: 0.1 } },
      { optimizer: { kind: 'sgd', momentum: 0.5 } },
      { schedule: { kind: 'step', every: 3, factor: 0.5 } },
      { noise: { kind: 'masking', rate: 0.7 } },
    ]
    for (const change of changed) expect(presetOf({ ...config, ...change })).toBeUndefined()
  })
})

it('presets differ from each other in more than seed and epochs', () => {
  expect(new Set(presetIds.map(id => JSON.stringify({ ...presets[id].config, seed: 0, epochs: 0 }))).size).toBe(presetIds.length)
})
