import { presetIds, presets } from '@shared/domain/presets'
import { describe, expect, it } from 'vitest'
import { draftOf, readDraft } from '../../../../src/renderer/forms/draft'
import type { Draft } from '../../../../src/renderer/forms/draft'

function seedWith(change: (draft: Draft) => void) {
  const draft = draftOf(presets.seed.config)
  change(draft)
  return readDraft(draft)
}

describe('the draft of a configuration', () => {
  it.each(presetIds)('reads back as the preset %s', (id) => {
    expect(readDraft(draftOf(presets[id].config)).config).toEqual(presets[id].config)
  })

  it('names each field that is wrong, and yields no configuration', () => {
    const { config, problems } = seedWith((draft) => {
      draft.numbers.epochs = 'ten'
      draft.numbers.batchSize = '0'
      draft.hidden = ['128', '1e7']
    })
    expect(config).toBeNull()
    expect([...problems.keys()].sort()).toEqual(['batchSize', 'epochs', 'hidden.1'])
  })

  it('does not read what the choices do not use', () => {
    const { config } = seedWith((draft) => {
      draft.numbers['noise.sigma'] = 'nonsense'
      draft.filters = ['nonsense']
    })
    expect(config).toEqual(presets.seed.config)
  })

  it('reads what a choice begins to use', () => {
    const { problems } = seedWith((draft) => {
      draft.noise = 'gaussian'
      draft.numbers['noise.sigma'] = '3'
    })
    expect([...problems.keys()]).toEqual(['noise.sigma'])
  })

  it('shows rules beyond single numbers at the field they speak of', () => {
    const { problems } = seedWith((draft) => {
      draft.loss = 'bce'
      draft.output = 'linear'
    })
    expect(problems.get('output')).toMatchObject({ kind: 'rule' })
    const tooMany = seedWith(draft => (draft.hidden = Array.from({ length: 9 }, () => '8')))
    expect(tooMany.problems.get('hidden')).toMatchObject({ kind: 'rule' })
    const none = seedWith((draft) => {
      draft.kind = 'convolutional'
      draft.filters = []
    })
    expect(none.problems.get('filters')).toMatchObject({ kind: 'rule' })
  })

  it('allows no hidden layer at all', () => {
    expect(seedWith(draft => (draft.hidden = [])).config?.network.hidden).toEqual([])
  })
})
