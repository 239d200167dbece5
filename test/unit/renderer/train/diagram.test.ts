import { sketchNetwork } from '@shared/domain/architecture'
import { presets } from '@shared/domain/presets'
import { describe, expect, it } from 'vitest'
import { layOut } from '../../../../src/renderer/components/train/diagram'

const { seed, convolutional, variational } = presets

describe('the architecture diagram', () => {
  it('is an hourglass of the seed\'s widths', () => {
    const { stages, passages } = layOut(sketchNetwork(seed.config.network), 800, 56, 22)
    expect(stages.map(s => s.label)).toEqual(['28×28', '128', '64', '12', '3', '12', '64', '128', '784'])
    expect(passages).toHaveLength(8)
    expect(Math.min(...stages.map(s => s.half))).toBe(stages.find(s => s.isLatent)?.half)
    expect(stages[0]?.half).toBeCloseTo(28)
  })

  it('shows the latent of a variational network, not mean and log-variance', () => {
    const { stages } = layOut(sketchNetwork(variational.config.network), 800, 56, 22)
    expect(stages.filter(s => s.isLatent).map(s => s.label)).toEqual(['3'])
  })

  it('shows volumes as volumes', () => {
    const labels = layOut(sketchNetwork(convolutional.config.network), 800, 56, 22).stages.map(s => s.label)
    expect(labels).toContain('14×14×16')
    expect(labels.at(-1)).toBe('28×28')
  })

  it('labels the ends and the latent first where there is little room', () => {
    const deep = { ...seed.config.network, hidden: Array.from({ length: 8 }, () => 1024) }
    const labelled = layOut(sketchNetwork(deep), 420, 56, 22).stages.filter(s => s.isLabelled)
    expect(labelled.map(s => s.label)).toEqual(expect.arrayContaining(['28×28', '3', '784']))
    expect(labelled.length).toBeLessThan(18)
  })
})
