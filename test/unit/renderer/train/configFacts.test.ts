import { presets } from '@shared/domain/presets'
import { describe, expect, it } from 'vitest'
import { configFacts } from '../../../../src/renderer/components/train/configFacts'

describe('the configuration in words', () => {
  const valueOf = (name: string) => configFacts(presets.sharper.config).find(fact => fact.name === name)?.value

  it('tells what a choice comes with as a part of its sentence, each number tied to its name', () => {
    expect(valueOf('Schedule')).toBe('Cosine, down to\u00a00.01')
    expect(valueOf('Optimiser')).toBe('Adam, β1\u00a00.9, β2\u00a00.999, ε\u00a01e-8')
  })
})
